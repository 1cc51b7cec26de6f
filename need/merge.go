package need

import (
	"math"
	"slices"
	"unicode/utf8"
)

// Merge puts what a person stated over what was read, part by part: a stated list replaces the read one, an empty list
// that is not nil clears it, and nil leaves it. A stated budget, deadline or text replaces the read one; a zero Budget or
// Deadline clears it. What is stated without a confidence has confidence 1; spans that do not fit the text are dropped.
// Stated capabilities get shares that sum to 1: those without a weight count as much as the heaviest.
func Merge(read, stated Need) Need {
	merged := read
	if stated.Text != "" {
		merged.Text = stated.Text
	}
	if stated.Lang != "" {
		merged.Lang = stated.Lang
	}
	fits := func(reading *Reading) { reading.stated(merged.Text) }
	merged.Capabilities = chosen(read.Capabilities, stated.Capabilities, func(c *Capability) { fits(&c.Reading) })
	if stated.Capabilities != nil {
		weigh(merged.Capabilities)
	}
	merged.Disciplines = chosen(read.Disciplines, stated.Disciplines, func(d *Discipline) {
		fits(&d.Reading)
		d.Weight = statedWeight(d.Weight)
	})
	merged.Fields = chosen(read.Fields, stated.Fields, func(f *Field) {
		fits(&f.Reading)
		f.Weight = statedWeight(f.Weight)
	})
	merged.Terms = chosen(read.Terms, stated.Terms, func(t *Term) { fits(&t.Reading) })
	merged.Groups = chosen(read.Groups, stated.Groups, func(g *Group) { fits(&g.Reading) })
	merged.Kinds = chosen(read.Kinds, stated.Kinds, func(k *Kind) { fits(&k.Reading) })
	merged.Modes = chosen(read.Modes, stated.Modes, func(m *Mode) { fits(&m.Reading) })
	merged.Stages = chosen(read.Stages, stated.Stages, func(s *Stage) { fits(&s.Reading) })
	merged.Places = chosen(read.Places, stated.Places, func(p *Place) { fits(&p.Reading) })
	merged.Figures = chosen(read.Figures, stated.Figures, func(f *Figure) { fits(&f.Reading) })
	if stated.Unread != nil {
		merged.Unread = slices.Clone(stated.Unread)
	}
	if stated.Budget != nil {
		merged.Budget = nil
		if b := *stated.Budget; b.MinWan != 0 || b.MaxWan != 0 {
			fits(&b.Reading)
			merged.Budget = &b
		}
	}
	if stated.NeededBy != nil {
		merged.NeededBy = nil
		if d := *stated.NeededBy; !d.Date.IsZero() {
			fits(&d.Reading)
			merged.NeededBy = &d
		}
	}
	return merged
}

// chosen returns the stated list, made ready by each, when there is one, and the read list otherwise.
func chosen[T any](read, stated []T, each func(*T)) []T {
	if stated == nil {
		return read
	}
	out := slices.Clone(stated)
	for i := range out {
		each(&out[i])
	}
	return out
}

// stated makes a reading that came back from a person complete.
func (r *Reading) stated(text string) {
	if r.Confidence <= 0 || r.Confidence > 1 {
		r.Confidence = 1
	}
	r.Spans = slices.DeleteFunc(slices.Clone(r.Spans), func(s Span) bool { return !s.in(text) })
	if len(r.Spans) == 0 {
		r.Spans = nil
	}
}

// in reports whether a span is the part of the text it says it is.
func (s Span) in(text string) bool {
	if s.Start < 0 || s.End < s.Start || s.End > utf8.RuneCountInString(text) {
		return false
	}
	return string([]rune(text)[s.Start:s.End]) == s.Text
}

func statedWeight(w float64) float64 {
	if w <= 0 || w > 1 {
		return 1
	}
	return w
}

// weigh gives stated capabilities shares that sum to 1, heaviest first.
func weigh(all []Capability) {
	heaviest, total := 0.0, 0.0
	for _, c := range all {
		heaviest = max(heaviest, c.Weight)
	}
	if heaviest <= 0 {
		heaviest = 1
	}
	for i := range all {
		if all[i].Weight <= 0 {
			all[i].Weight = heaviest
		}
		total += all[i].Weight
	}
	if math.Abs(total-1) > 1e-9 {
		for i := range all {
			all[i].Weight = clean(all[i].Weight / total)
		}
	}
	slices.SortStableFunc(all, func(a, b Capability) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
}
