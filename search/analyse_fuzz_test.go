package search

import (
	"math"
	"testing"
	"unicode/utf8"

	"chuangmai/graph"
)

// FuzzAnalyse reads anything as a question and as a node: terms stand where they say, are valid UTF-8 and have sound
// weights, and a document's counts agree with its lengths.
func FuzzAnalyse(f *testing.F) {
	ix := open(f, options(f, nil))
	for _, q := range questions {
		f.Add(q)
	}
	f.Add("\xff\xfe想找\x00南京 ＰＭ２．５ レーザー e\u0301clair")
	f.Add("ﬃ㎡½ C++ C# .NET 3.14 1,000 ＡＩ+医疗 𠮷野家")
	f.Fuzz(func(t *testing.T, text string) {
		p := ix.plan(text)
		for _, c := range p.clauses {
			if c.term == "" || !utf8.ValidString(c.term) || c.times < 1 || !(c.weight >= 0) || math.IsInf(c.weight, 0) {
				t.Errorf("clause %+v", c)
			}
		}
		for field := range Field(scoredFields) {
			p.text.terms(field, func(term string, start, end int) {
				if start < 0 || end <= start || end > len(p.text.folded) {
					t.Fatalf("%s of %s stands at %d:%d of %d", term, field, start, end, len(p.text.folded))
				}
				if field != FieldEnglish && p.text.folded[start:end] != term {
					t.Errorf("%s of %s: %q stands there", term, field, p.text.folded[start:end])
				}
			})
		}
		n := graph.Node{ID: "t:x", Kind: graph.KindInstitute, Name: text, Aliases: []string{text}}
		d := ix.analyser.document(&n)
		sum := 0
		for term, packed := range d.english {
			if term == "" {
				t.Error("an empty stem")
			}
			sum += FieldEnglish.frequency(packed)
		}
		if sum != d.lengths[FieldEnglish] {
			t.Errorf("%d stems, length %d", sum, d.lengths[FieldEnglish])
		}
		for term := range d.chinese {
			if term == "" || !utf8.ValidString(term) {
				t.Errorf("term %q", term)
			}
		}
	})
}
