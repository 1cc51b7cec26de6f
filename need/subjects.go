package need

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// disciplines says which first-level disciplines the need falls into.
func (r *Reader) disciplines(t *text, wishes string, links []lexicon.Link, capabilities []Capability) []Discipline {
	named := map[string][]Span{}
	for _, h := range r.lex.FindDisciplines(wishes) {
		t.mark(h.Start, h.End, markRead)
		for _, d := range h.Disciplines {
			named[d.Discipline.ID] = append(named[d.Discipline.ID], t.span(h.Start, h.End))
		}
	}
	surest := 0.0
	for _, c := range capabilities {
		surest = max(surest, c.Confidence)
	}
	var out []Discipline
	for _, d := range r.lex.Disciplines(links, lexicon.Text{Text: wishes}) {
		if len(out) == r.parameters.Disciplines || d.Weight < r.parameters.LeastDiscipline {
			break
		}
		one := Discipline{ID: graph.ID(d.Discipline.ID), Name: d.Discipline.Name, NameEn: d.Discipline.NameEn, Weight: clean(d.Weight)}
		if spans, ok := named[d.Discipline.ID]; ok {
			one.Reading = Reading{Spans: spans, Confidence: namedConfidence}
		} else {
			one.Reading = Reading{Spans: spansBehind(d.Discipline, r.lex, links, t), Confidence: clean(min(d.Weight, surest))}
		}
		out = append(out, one)
	}
	return out
}

// maxDisciplineSpans is how many words behind a discipline are shown.
const maxDisciplineSpans = 4

// spansBehind returns the leading words of the areas that lead to a discipline.
func spansBehind(d *lexicon.Discipline, lex *lexicon.Lexicon, links []lexicon.Link, t *text) []Span {
	var spans []Span
	for _, l := range links {
		if !slices.ContainsFunc(lex.AreaDisciplines(l.Area), func(w lexicon.DisciplineWeight) bool { return w.Discipline == d }) {
			continue
		}
		for _, w := range l.Words {
			span := t.span(w.Start, w.End)
			if len(spans) < maxDisciplineSpans && !slices.Contains(spans, span) {
				spans = append(spans, span)
			}
		}
	}
	slices.SortFunc(spans, compareSpans)
	return spans
}

// namedConfidence is how sure a discipline or field is that the text names.
const namedConfidence = 0.9

// fieldWords is how many words of the segmenter the name of a field is cut into at most.
const fieldWords = 4

// namedFields returns where the text names technology fields, by their codes; rest is the text without its terms.
func (t *text) namedFields(rest string) map[string][]Span {
	named := map[string][]Span{}
	end := 0
	for i := range t.tokens {
		start := t.tokens[i].Start
		if start < end {
			continue
		}
		for j := min(i+fieldWords, len(t.tokens)) - 1; j >= i; j-- {
			to := t.tokens[j].End
			if f, ok := lexicon.FieldByName(rest[start:to]); ok && f.Code != rest[start:to] {
				named[f.Code] = append(named[f.Code], t.span(start, to))
				t.mark(start, to, markRead)
				end = to
				break
			}
		}
	}
	return named
}

// fields says which technology fields the need falls into; rest is the text without its terms, since 新能源 in
// 新能源汽车 names no field.
func (r *Reader) fields(t *text, rest, field string, links []lexicon.Link, capabilities []Capability) []Field {
	weights := map[string]float64{}
	for _, w := range r.lex.FieldsOf(links, lexicon.Text{Text: rest}) {
		weights[w.Field] = w.Weight
	}
	surest := 0.0
	for _, c := range capabilities {
		surest = max(surest, c.Confidence)
	}
	if f, ok := r.lex.ExchangeField(field); ok && strings.TrimSpace(field) != "" {
		for _, w := range f.Fields {
			weights[w.Field] = max(weights[w.Field], r.parameters.FieldFactor*w.Weight)
		}
	}
	named := t.namedFields(rest)
	var out []Field
	for _, f := range lexicon.Fields() {
		w := weights[f.Code]
		if w == 0 || w < r.parameters.LeastField {
			continue
		}
		confidence := min(w, surest)
		if surest == 0 {
			confidence = w
		}
		spans := named[f.Code]
		if len(spans) > 0 {
			confidence = max(confidence, namedConfidence)
		}
		out = append(out, Field{
			Code: f.Code, Name: f.Name, NameEn: f.NameEn, Weight: clean(w),
			Reading: Reading{Spans: spans, Confidence: clean(math.Min(confidence, 1))},
		})
	}
	slices.SortStableFunc(out, func(a, b Field) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Code, b.Code))
	})
	return out
}
