package neo4jstore

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// logged is a delete as the log keeps it. A put keeps the image of the record as it
// leaves it.
type logged struct {
	Op       graph.Op       `json:"op"`
	ID       graph.ID       `json:"id,omitempty"`
	Relation graph.Relation `json:"relation,omitempty"`
	Version  int64          `json:"version,omitempty"`
}

// entryText writes an entry of the log as JSON.
func entryText(e *apply.Entry[place]) ([]byte, error) {
	image, err := e.Image()
	if err != nil {
		return nil, err
	}
	start := `{"op":"put_node","node":`
	switch {
	case image == nil:
		return json.Marshal(logged{Op: e.Op, ID: e.ID, Relation: e.Relation, Version: e.Version})
	case e.Op == graph.OpPutEdge:
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
func itemList(entries []apply.Entry[place]) ([]byte, error) {
	const usual = 400 // bytes of an entry
	b := make([]byte, 0, len(entries)*usual)
	for i := range entries {
		text, err := entryText(&entries[i])
		if err != nil {
			return nil, err
		}
		b = append(append(b, "[,"[min(i, 1)]), text...)
	}
	return append(b, ']'), nil
}
