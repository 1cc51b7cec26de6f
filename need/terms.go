package need

import (
	"slices"
	"strings"

	"chuangmai/lexicon"
)

// equipmentSort is the sort of a term that is known only as an instrument or rig.
const equipmentSort = "equipment"

// leastSpecific is the specificity from which a word is worth naming as a term: 材料 and 产品 are not.
const leastSpecific = 0.1

// terms lists the words of the vocabulary that a text holds, in its order, each once.
func (r *Reader) terms(t *text, hits []lexicon.Hit) []Term {
	var out []Term
	for _, h := range hits {
		if h.Specificity < leastSpecific {
			continue
		}
		one := Term{Text: termText(t, h), Sort: equipmentSort}
		switch {
		case h.Term != nil:
			one.Sort = h.Term.Kind
			if h.Via == lexicon.ViaTerm || h.Via == lexicon.ViaEnglish {
				one.Text, one.TextEn = h.Term.Text, h.Term.English
			}
			if h.Via == lexicon.ViaTerm && hasLatin(h.Surface) {
				one.Text = termText(t, h)
			}
		case h.Via != lexicon.ViaEquipment:
			continue
		}
		one.Reading = Reading{Spans: []Span{t.span(h.Start, h.End)}, Confidence: clean(termConfidence(t, h))}
		if at := slices.IndexFunc(out, func(o Term) bool { return o.Text == one.Text }); at >= 0 {
			out[at].Spans = append(out[at].Spans, one.Spans...)
			continue
		}
		out = append(out, one)
	}
	return out
}

// termText is how a term is named: as folding writes it, or, since folding lowers letters, as it was written where it
// holds any.
func termText(t *text, h lexicon.Hit) string {
	if !hasLatin(h.Surface) {
		return h.Surface
	}
	return strings.Join(strings.Fields(narrow(t.written(h.Start, h.End))), " ")
}

func hasLatin(s string) bool { return strings.IndexFunc(s, isLatin) >= 0 }

// termConfidence says how sure a word of the text is the term: a word of everyday language may well mean something else.
func termConfidence(t *text, h lexicon.Hit) float64 {
	sure := 0.5 + 0.5*h.Specificity
	if h.Via == lexicon.ViaSynonym {
		sure *= 0.95
	}
	if t.corrected(h.Start) {
		sure *= correctedSureness
	}
	return sure
}
