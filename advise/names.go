package advise

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/lexicon"
	"chuangmai/match"
)

// byName finds nodes whose name holds a word of the text: what can be answered without
// an index. The score is the share of the text's words in the name.
func (s *session) byName(text string, classes bool) []match.Hit {
	folded := lexicon.Fold(text)
	tokens := s.net.Words.Segment(folded)
	var hits []match.Hit
	for n := range s.view.Nodes() {
		if !classes && s.view.Kind(n).Classifies() {
			continue
		}
		name := lexicon.Fold(s.view.Name(n) + " " + s.view.NameEn(n))
		found := 0
		for _, t := range tokens {
			if strings.Contains(name, t.Text) {
				found++
			}
		}
		if found > 0 {
			hits = append(hits, match.Hit{N: n, Score: float64(found) / float64(len(tokens))})
		}
	}
	slices.SortFunc(hits, func(a, b match.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(s.view.ID(a.N), s.view.ID(b.N)))
	})
	return hits
}
