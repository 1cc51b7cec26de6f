package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/search"
)

// compareIndex compares the documents of the text index with the nodes of the store.
func (v *verifier) compareIndex(ctx context.Context) error {
	index, names, err := openIndex(ctx, v.settings.Store.DataDir, v.lex, v.options)
	switch {
	case err != nil:
		return err
	case index == nil:
		v.note("verify.index_none")
		return nil
	}
	v.askIndex(index, names)
	return index.Close()
}

func (v *verifier) note(code string, pairs ...any) {
	v.report.Notes = append(v.report.Notes, phrase.New(code, pairs...))
}

func (v *verifier) askIndex(index *search.Index, names *documentNames) {
	position, head := index.Position(), v.report.Revision
	switch fault := index.Fault(); {
	case errors.Is(fault, search.ErrOutdated):
		v.note("verify.index_outdated")
	case fault != nil:
		v.findings.add("verify.index_broken", "text", fault.Error())
	case position > head:
		v.findings.add("verify.index_ahead", "position", int64(position), "head", int64(head))
	case position+1 < v.report.First:
		v.note("verify.index_rebuilds", "position", int64(position), "first", int64(v.report.First))
	case position < head:
		v.note("verify.index_behind", "position", int64(position), "head", int64(head))
	default:
		v.compareDocuments(index, names)
	}
}

// compareDocuments compares an index that is current with the nodes.
func (v *verifier) compareDocuments(index *search.Index, names *documentNames) {
	documents, err := names.held(index)
	if err != nil {
		v.findings.add("verify.index_broken", "text", err.Error())
		return
	}
	v.report.Documents = len(documents)
	for _, id := range sortedIDs(v.nodes) {
		if !documents[id] {
			v.findings.add("verify.index_lacks", "id", string(id))
		}
	}
	for _, id := range sortedIDs(documents) {
		if _, exists := v.nodes[id]; !exists {
			v.findings.add("verify.index_extra", "id", string(id))
		}
	}
}

// openIndex opens the text index of a data folder; nil when there is none yet.
func openIndex(ctx context.Context, dataDir string, lex *lexicon.Lexicon, options Options) (*search.Index, *documentNames, error) {
	dir := filepath.Join(dataDir, indexFolder)
	if entries, err := os.ReadDir(dir); errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil, nil
	}
	names := &documentNames{numbers: make(map[graph.ID]int32)}
	index, err := search.Open(ctx, search.Options{
		Dir: dir, Lexicon: lex, Schema: graph.BuiltinSchema(), Numbering: names, Logger: options.Logger, Clock: options.Clock,
	})
	return index, names, err
}

// indexFolder is the folder of the text index in a data folder.
const indexFolder = "index"

// documentNames numbers the documents of an index as it meets them, so that they can be
// told from those that were deleted from it.
type documentNames struct {
	numbers map[graph.ID]int32
	ids     []graph.ID
}

// Number implements [search.Numbering].
func (d *documentNames) Number(id graph.ID) (int32, bool) {
	n, known := d.numbers[id]
	if !known {
		n = int32(len(d.ids)) //nolint:gosec // an index has fewer documents
		d.numbers[id] = n
		d.ids = append(d.ids, id)
	}
	return n, true
}

// held returns the nodes that have a document.
func (d *documentNames) held(index *search.Index) (map[graph.ID]bool, error) {
	reader, err := index.Reader()
	if err != nil {
		return nil, err
	}
	out := make(map[graph.ID]bool)
	reader.Lengths(search.FieldBigrams, search.View{Visible: func(n int32) bool {
		out[d.ids[n]] = true
		return true
	}})
	return out, reader.Close()
}
