package need

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// fieldText is the part name of the field that was stated beside the text.
const fieldText = "field"

// linked is what the words of a text speak of.
type linked struct {
	area       *lexicon.Area
	weight     float64
	confidence float64
	words      []string
	spans      []Span
}

// capabilities reads the areas a text speaks of, strongest first, with those of the stated field, and the links they come
// from, reweighted, for what follows from them.
func (r *Reader) capabilities(t *text, wishes, field string) ([]Capability, []lexicon.Link) {
	links := r.lex.Link(lexicon.Text{Part: "text", Text: wishes})
	for i := range links {
		links[i].Weight *= r.role(t, links[i].Words)
	}
	byArea := map[string]*linked{}
	kept := links[:0]
	for _, l := range links {
		one := &linked{area: l.Area, weight: l.Weight}
		one.confidence = l.Weight * sureness(l.Words, func(w lexicon.Word) bool { return t.corrected(w.Start) })
		if one.confidence < r.parameters.LeastConfidence {
			continue
		}
		kept = append(kept, l)
		for _, w := range l.Words {
			span := t.span(w.Start, w.End)
			if !slices.ContainsFunc(one.spans, func(s Span) bool { return s.Start <= span.Start && span.End <= s.End }) {
				one.spans = append(one.spans, span)
			}
			if !slices.Contains(one.words, span.Text) {
				one.words = append(one.words, span.Text)
			}
		}
		byArea[l.Area.ID] = one
	}
	links = kept
	for _, a := range r.fieldAreas(field) {
		one := byArea[a.Area.ID]
		if one == nil {
			one = &linked{area: a.Area, confidence: fieldConfidence * a.Weight}
			byArea[a.Area.ID] = one
			links = append(links, lexicon.Link{Area: a.Area, Part: fieldText})
		}
		added := r.parameters.FieldFactor * a.Weight
		one.weight += added
		at := slices.IndexFunc(links, func(l lexicon.Link) bool { return l.Area == a.Area })
		links[at].Weight = min(1, links[at].Weight+added)
	}
	slices.SortFunc(links, func(a, b lexicon.Link) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Area.ID, b.Area.ID))
	})
	all := make([]*linked, 0, len(byArea))
	for _, one := range byArea {
		all = append(all, one)
	}
	return r.shares(all), links
}

// shares keeps the leading areas and turns their weights into shares of the need.
func (r *Reader) shares(all []*linked) []Capability {
	slices.SortFunc(all, func(a, b *linked) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.area.ID, b.area.ID))
	})
	all = all[:min(len(all), r.parameters.Capabilities)]
	for len(all) > 0 && all[len(all)-1].weight < r.parameters.LeastShare*all[0].weight {
		all = all[:len(all)-1]
	}
	total := 0.0
	for _, one := range all {
		total += one.weight
	}
	out := make([]Capability, 0, len(all))
	for _, one := range all {
		slices.SortFunc(one.spans, compareSpans)
		out = append(out, Capability{
			ID: graph.ID(one.area.ID), Name: one.area.Name, NameEn: one.area.NameEn,
			Weight: clean(one.weight / total), Words: one.words,
			Reading: Reading{Spans: one.spans, Confidence: clean(min(one.confidence, 1))},
		})
	}
	return out
}

func compareSpans(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// Shares of evidence that was not found but only come near to, or read through a slip of the pen.
const (
	nearSureness      = 0.4
	correctedSureness = 0.7
	fieldConfidence   = 0.5
)

// sureness says how much of an area's evidence was found word for word.
func sureness(words []lexicon.Word, corrected func(lexicon.Word) bool) float64 {
	sum, total := 0.0, 0.0
	for _, w := range words {
		total += w.Share
		switch {
		case w.Via == lexicon.ViaPart || w.Via == lexicon.ViaVector || w.Via == lexicon.ViaCharacter:
			sum += nearSureness * w.Share
		case corrected(w):
			sum += correctedSureness * w.Share
		default:
			sum += w.Share
		}
	}
	if total == 0 {
		return nearSureness
	}
	return sum / total
}

// role says how much words count by what they are in their sentence: what is wished for fully, what is only told less,
// what is told of the firm and its past least; the names of things less than doings, tests and defects.
func (r *Reader) role(t *text, words []lexicon.Word) float64 {
	sum, total := 0.0, 0.0
	for _, w := range words {
		factor := r.parameters.Told
		switch {
		case t.marked(w.Start, w.Start+1, markBackground):
			factor = r.parameters.Background
		case t.marked(w.Start, w.Start+1, markWanted):
			factor = 1
		}
		if w.Term != nil && things[w.Term.Kind] && factor < 1 {
			factor *= r.parameters.Things
		}
		sum += factor * w.Share
		total += w.Share
	}
	if total == 0 {
		return 1
	}
	return sum / total
}

// fieldAreas understands a stated field: as an exchange names it, or else in free words.
func (r *Reader) fieldAreas(field string) []lexicon.AreaWeight {
	if strings.TrimSpace(field) == "" {
		return nil
	}
	if f, ok := r.lex.ExchangeField(field); ok {
		return f.Areas
	}
	var areas []lexicon.AreaWeight
	for _, l := range r.lex.Link(lexicon.Text{Part: fieldText, Text: field}) {
		areas = append(areas, lexicon.AreaWeight{Area: l.Area, Weight: l.Weight})
	}
	return areas
}
