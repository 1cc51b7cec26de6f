package neo4jstore

import (
	"encoding/json"
	"strings"

	"chuangmai/graph"
)

// An image is a record as JSON, in the form of [graph.Node] and [graph.Edge], built
// from a row. It is what the log and the undo of a load keep of a record.

type nodeImage struct {
	ID     graph.ID        `json:"id"`
	Kind   graph.Kind      `json:"kind"`
	Name   string          `json:"name"`
	NameEn string          `json:"name_en,omitempty"`
	Alias  json.RawMessage `json:"aliases,omitempty"`
	Region string          `json:"region,omitempty"`
	commonImage
}

type edgeImage struct {
	ID       graph.ID       `json:"id"`
	Relation graph.Relation `json:"relation"`
	From     graph.ID       `json:"from"`
	To       graph.ID       `json:"to"`
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

func (r nodeRow) image(id graph.ID, version int64, revision graph.Revision) ([]byte, error) {
	return json.Marshal(nodeImage{
		ID: id, Kind: r.kind, Name: r.name, NameEn: r.nameEn, Alias: json.RawMessage(r.aliases), Region: r.region,
		commonImage: r.commonImage(version, revision),
	})
}

func (r edgeRow) image(id graph.ID, version int64, revision graph.Revision) ([]byte, error) {
	return json.Marshal(edgeImage{ID: id, Relation: r.relation, From: r.src, To: r.dst, commonImage: r.commonImage(version, revision)})
}

func (f facts) commonImage(version int64, revision graph.Revision) commonImage {
	return commonImage{
		ValidFrom: f.from, ValidTo: f.to, Sources: json.RawMessage(f.sources), Visibility: f.visibility,
		Synthetic: f.synthetic, Properties: json.RawMessage(f.properties), Version: version, Revision: revision,
	}
}

// logged is an entry of the log. A put keeps the after-image, a delete the address and
// version of what it deleted.
type logged struct {
	Op       graph.Op       `json:"op"`
	image    []byte         // of a put
	ID       graph.ID       `json:"id,omitempty"`
	Relation graph.Relation `json:"relation,omitempty"`
	Version  int64          `json:"version,omitempty"`
}

// itemList writes entries as the JSON list of a _Change node, without reading the
// images over again.
func itemList(entries []logged) (string, error) {
	var b strings.Builder
	for i, e := range entries {
		b.WriteByte("[,"[min(i, 1)])
		switch e.Op {
		case graph.OpPutNode:
			b.WriteString(`{"op":"put_node","node":`)
		case graph.OpPutEdge:
			b.WriteString(`{"op":"put_edge","edge":`)
		default:
			text, err := json.Marshal(e)
			if err != nil {
				return "", err
			}
			b.Write(text)
			continue
		}
		b.Write(e.image)
		b.WriteByte('}')
	}
	b.WriteByte(']')
	return b.String(), nil
}
