package apply

import (
	"encoding/json"

	"chuangmai/graph"
)

// An image is built from a row without decoding its parts. It is what the log and the
// undo of a load keep of a record: its bytes stand in stores.

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

// Image implements [Row].
func (r NodeRow) Image(id graph.ID, st Stamp) ([]byte, error) {
	return json.Marshal(nodeImage{
		ID: id, Kind: r.Kind, Name: r.Name, NameEn: r.NameEn, Alias: json.RawMessage(r.Aliases), Region: r.Region,
		commonImage: r.image(st),
	})
}

// Image implements [Row].
func (r EdgeRow) Image(id graph.ID, st Stamp) ([]byte, error) {
	return json.Marshal(edgeImage{ID: id, Relation: r.Relation, From: r.From, To: r.To, commonImage: r.image(st)})
}

func (f *Facts) image(st Stamp) commonImage {
	return commonImage{
		ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Sources: json.RawMessage(f.Sources), Visibility: f.Visibility,
		Synthetic: f.Synthetic, Properties: json.RawMessage(f.Properties), Version: st.Version, Revision: st.Revision,
	}
}
