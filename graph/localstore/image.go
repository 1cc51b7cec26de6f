package localstore

import (
	"encoding/json"

	"chuangmai/graph"
)

// An image is a record as JSON, in the form of [graph.Node] and [graph.Edge], built
// from a row without decoding its parts. It is what the log and the undo of a load
// keep of a record that has changed since.

type nodeImage struct {
	ID     graph.ID        `json:"id"`
	Kind   string          `json:"kind"`
	Name   string          `json:"name"`
	NameEn string          `json:"name_en,omitempty"`
	Alias  json.RawMessage `json:"aliases,omitempty"`
	Region string          `json:"region,omitempty"`
	commonImage
}

type edgeImage struct {
	ID       graph.ID `json:"id"`
	Relation string   `json:"relation"`
	From     graph.ID `json:"from"`
	To       graph.ID `json:"to"`
	commonImage
}

type commonImage struct {
	ValidFrom  string           `json:"valid_from,omitempty"`
	ValidTo    string           `json:"valid_to,omitempty"`
	Sources    json.RawMessage  `json:"sources,omitempty"`
	Visibility graph.Visibility `json:"visibility"`
	Synthetic  bool             `json:"synthetic,omitempty"`
	Properties json.RawMessage  `json:"properties,omitempty"`
	Version    int64            `json:"version"`
	Revision   graph.Revision   `json:"revision"`
}

// grave is what the log keeps of a delete.
type grave struct {
	ID       graph.ID       `json:"id"`
	Relation graph.Relation `json:"relation,omitempty"`
	Version  int64          `json:"version"`
}

func (r nodeRow) image(id graph.ID, version int64, revision graph.Revision) (string, error) {
	return marshalText(nodeImage{
		ID: id, Kind: r.kind, Name: r.name, NameEn: r.nameEn, Alias: json.RawMessage(r.aliases), Region: r.region,
		commonImage: r.commonImage(version, revision),
	})
}

func (r edgeRow) image(id graph.ID, version int64, revision graph.Revision) (string, error) {
	return marshalText(edgeImage{ID: id, Relation: r.relation, From: r.src, To: r.dst, commonImage: r.commonImage(version, revision)})
}

func (f facts) commonImage(version int64, revision graph.Revision) commonImage {
	return commonImage{
		ValidFrom: f.from, ValidTo: f.to, Sources: json.RawMessage(f.sources), Visibility: visibilities[f.visibility],
		Synthetic: f.synthetic, Properties: json.RawMessage(f.properties), Version: version, Revision: revision,
	}
}

func marshalText(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}
