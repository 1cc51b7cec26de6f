package search

import (
	bleve "github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// tokenField hands ready tokens to the engine. Its own text fields would take the tokens joined by blanks and cut
// them again; that costs a third of the time and most of the garbage of building an index.
type tokenField struct {
	name   string
	tokens index.TokenFrequencies
	bytes  int
}

// newTokenField makes a field of at most n tokens that each calls yield with, every token once.
func newTokenField(name string, n int, each func(yield func(token string, times int))) *tokenField {
	f := &tokenField{name: name, tokens: make(index.TokenFrequencies, n)}
	slab := make([]index.TokenFreq, n)
	each(func(token string, times int) {
		slab[0].SetFrequency(times)
		f.tokens[token] = &slab[0]
		slab = slab[1:]
		f.bytes += len(token)
	})
	return f
}

// The engine asks these of a field. AnalyzedLength is what it would keep beside every posting; lengths stand in
// lengthField instead, and 1 is the shortest it can write (0 would hide terms that stand in one document only).

func (f *tokenField) Name() string                                     { return f.name }
func (*tokenField) Value() []byte                                      { return nil }
func (*tokenField) ArrayPositions() []uint64                           { return nil }
func (*tokenField) EncodedFieldType() byte                             { return 't' }
func (*tokenField) Analyze()                                           {} //nolint:misspell // the engine's name
func (*tokenField) Options() index.FieldIndexingOptions                { return index.IndexField }
func (*tokenField) AnalyzedLength() int                                { return 1 }
func (f *tokenField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.tokens }
func (f *tokenField) NumPlainTextBytes() uint64                        { return uint64(f.bytes) } //nolint:gosec // not negative
func (f *tokenField) Size() int                                        { return f.bytes + 64*len(f.tokens) }

// engineDocument gives a document the engine's form.
func (d *document) engineDocument() *bleve.Document {
	doc := bleve.NewDocument(d.id)
	for field, terms := range map[string]map[string]packed{chineseField: d.chinese, englishField: d.english} {
		if len(terms) > 0 {
			doc.AddField(newTokenField(field, len(terms), func(yield func(string, int)) {
				for term, p := range terms {
					yield(term, int(p))
				}
			}))
		}
	}
	doc.AddField(newTokenField(lengthField, scoredFields, func(yield func(string, int)) {
		for f, length := range d.lengths {
			if length > 0 {
				yield(fieldNames[f], length)
			}
		}
	}))
	if len(d.names) > 0 {
		doc.AddField(newTokenField(nameField, len(d.names), func(yield func(string, int)) {
			for _, name := range d.names {
				yield(name, 1)
			}
		}))
	}
	spelt := func(field string, list []spelling) {
		if len(list) == 0 {
			return
		}
		doc.AddField(newTokenField(field, len(list), func(yield func(string, int)) {
			for _, s := range list {
				times := otherReading
				if s.usual {
					times = usualReading
				}
				yield(s.text, times)
			}
		}))
	}
	spelt(pinyinField, d.pinyin)
	spelt(initialsField, d.initials)
	doc.AddField(bleve.NewTextFieldCustom(textField, nil, d.stored, index.StoreField, nil))
	return doc
}
