package neo4jstore

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"slices"

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

// logged is an entry of the log. A put keeps the record, a delete the address and version
// of what it deleted.
type logged struct {
	Op       graph.Op       `json:"op"`
	node     *nodeRow       // of a put
	edge     *edgeRow       // of a put
	revision graph.Revision // of a put
	ID       graph.ID       `json:"id,omitempty"`
	Relation graph.Relation `json:"relation,omitempty"`
	Version  int64          `json:"version,omitempty"`
}

// text writes the entry as JSON; a put holds the image of the record as it leaves it.
func (e *logged) text() ([]byte, error) {
	var image []byte
	var err error
	switch {
	case e.node != nil:
		image, err = e.node.image(e.ID, e.Version, e.revision)
	case e.edge != nil:
		image, err = e.edge.image(e.ID, e.Version, e.revision)
	default:
		return json.Marshal(e)
	}
	if err != nil {
		return nil, err
	}
	start := `{"op":"put_node","node":`
	if e.edge != nil {
		start = `{"op":"put_edge","edge":`
	}
	return slices.Concat([]byte(start), image, []byte{'}'}), nil
}

// packFrom is the length, in bytes, from which a text that only the store reads is packed:
// the server writes long values in many small pieces, which is most of what a load costs.
const packFrom = 2048

// pack stores a text under the name, or packed under another when it is long.
func pack(into map[string]any, name string, text []byte) error {
	if len(text) < packFrom {
		into[name] = string(text)
		return nil
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	into[packed(name)] = b.Bytes()
	return nil
}

// packed is the name a packed text is stored under.
func packed(name string) string { return name + "_packed" }

// unpack returns a text stored by pack.
func unpack(stored map[string]any, name string) ([]byte, error) {
	b, isPacked := stored[packed(name)].([]byte)
	if !isPacked {
		return []byte(text(stored, name)), nil
	}
	r := flate.NewReader(bytes.NewReader(b))
	defer r.Close() //nolint:errcheck // it reads from memory
	return io.ReadAll(r)
}

// itemList writes entries as the JSON list of a _Change node.
func itemList(entries []logged) ([]byte, error) {
	const usual = 400 // bytes of an entry
	b := make([]byte, 0, len(entries)*usual)
	for i := range entries {
		text, err := entries[i].text()
		if err != nil {
			return nil, err
		}
		b = append(append(b, "[,"[min(i, 1)]), text...)
	}
	return append(b, ']'), nil
}
