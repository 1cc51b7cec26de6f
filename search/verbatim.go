package search

import "strings"

// verbatim raises the best documents in which neighbouring words of the question stand side by side, by the rarity of
// the commoner of the two. Looking into the texts of a few hundred documents costs less than keeping positions of all.
func (q *question) verbatim(p plan, best []scoredDocument) error {
	type pair struct {
		text string
		gain float64
	}
	var pairs []pair
	words := p.text.words
	for i := range words[:max(0, len(words)-1)] {
		a, b := words[i], words[i+1]
		if a.End != b.Start {
			continue
		}
		gain := min(q.rarityOf(a.Text), q.rarityOf(b.Text))
		if gain > 0 {
			pairs = append(pairs, pair{p.text.folded[a.Start:b.End], gain})
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	for i := range best[:min(len(best), q.index.tuning.verbatimTop)] {
		if err := q.ctx.Err(); err != nil {
			return err
		}
		d := &best[i]
		names, rest, err := q.stored(d.doc)
		if err != nil {
			return err
		}
		gain := 0.0
		for _, pair := range pairs {
			if strings.Contains(names, pair.text) || strings.Contains(rest, pair.text) {
				gain += pair.gain
			}
		}
		d.score += q.give(partVerbatim, d.doc, gain)
	}
	return nil
}

// rarityOf returns the rarity of a word of the question; 0 when no visible document has it.
func (q *question) rarityOf(word string) float64 { return q.rarities[word] }
