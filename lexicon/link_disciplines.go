package lexicon

import (
	"slices"
	"strings"
)

// Shares of the sources of disciplines, and the weight from which one is worth naming.
const (
	termDiscipline   = 0.6
	minDisciplineOut = 0.05
)

// Disciplines says which first-level disciplines links and their texts speak of, heaviest first (equals by id): those of
// the linked areas by their place (one that very many areas name counts a little less), those of the terms behind the
// links, and those named in the texts. Weights are in (0, 1].
func (l *Lexicon) Disciplines(links []Link, texts ...Text) []DisciplineWeight {
	sums := make([]float64, len(l.disciplines.all))
	strongest := 0.0
	once := map[*Term]bool{}
	for _, link := range links {
		strongest = max(strongest, link.Weight)
		for _, d := range l.AreaDisciplines(link.Area) {
			sums[d.Discipline.Index] += link.Weight * d.Weight * l.disciplines.breadth[d.Discipline.Index]
		}
		for _, w := range link.Words {
			if w.Term == nil || once[w.Term] {
				continue
			}
			once[w.Term] = true
			for _, name := range w.Term.Disciplines {
				if d, ok := l.DisciplineByName(name); ok {
					sums[d.Index] += termDiscipline * link.Weight
				}
			}
		}
	}
	if top := slices.Max(append(sums, 0)); top > 0 {
		for i := range sums {
			sums[i] *= strongest / top
		}
	}
	for _, t := range texts {
		weight := t.Weight
		if weight == 0 {
			weight = 1
		}
		for _, hit := range l.FindDisciplines(Fold(t.Text)) {
			for _, d := range hit.Disciplines {
				sums[d.Discipline.Index] = max(sums[d.Discipline.Index], min(1, weight)*d.Weight)
			}
		}
	}
	var out []DisciplineWeight
	for i, w := range sums {
		if w >= minDisciplineOut {
			out = append(out, DisciplineWeight{l.disciplines.all[i], min(1, w)})
		}
	}
	sortDisciplines(out)
	return out
}

// FieldsOf says which technology fields links and their texts speak of, heaviest first: those of the linked areas, of
// disciplines named where there are no links, and those named in the texts. Weights are in (0, 1].
func (l *Lexicon) FieldsOf(links []Link, texts ...Text) []FieldWeight {
	sums := map[string]float64{}
	strongest, top := 0.0, 0.0
	for _, link := range links {
		strongest = max(strongest, link.Weight)
		if link.Area.Field == "" {
			continue
		}
		sums[link.Area.Field] += link.Weight
		top = max(top, sums[link.Area.Field])
	}
	for code := range sums {
		sums[code] *= strongest / top
	}
	for _, t := range texts {
		weight := 1.0
		if t.Weight > 0 {
			weight = min(1, t.Weight)
		}
		folded := Fold(t.Text)
		for _, f := range fields {
			if slices.ContainsFunc(f.spellings, func(s string) bool { return strings.Contains(folded, s) }) {
				sums[f.Code] = max(sums[f.Code], weight)
			}
		}
		if len(links) > 0 {
			continue
		}
		for _, hit := range l.FindDisciplines(folded) {
			for _, d := range hit.Disciplines {
				for _, f := range d.Discipline.Fields {
					sums[f.Field] = max(sums[f.Field], weight*d.Weight*f.Weight)
				}
			}
		}
	}
	return sortedFields(sums)
}
