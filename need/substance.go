package need

import "unicode/utf8"

// EnoughSubstance is the substance from which a need is worth an answer; see [Need.Substance].
const EnoughSubstance = 0.2

// Shares of what speaks for a need beside its subject, and of what was not read against it.
const (
	askedSubstance   = 0.3
	figureSubstance  = 0.1
	unreadSubstance  = 0.5
	everydayTermSure = 0.5 // confidence of a term that tells nothing
)

// Substance says in 0..1 how much technical content was understood, so that a caller can abstain on what is none of this
// network's business: one with a stated capability has 1. For a text it is
//
//	s = (1 - (1-c)(1-t)·(1 - 0.3·k)·(1 - 0.1·f)) · (1 - 0.5·u)
//
// c: confidence of the surest capability, discipline or field; t: half the specificity of the second most telling term;
// k: confidence of the surest kind of helper asked for; f: 1 when the text states a figure; u: the share of the telling
// characters from which nothing was read. What was read by approximation has little confidence and so brings little;
// everyday words bring nothing and, being unread, take away.
func (n Need) Substance() float64 {
	subject := 0.0
	for _, c := range n.Capabilities {
		subject = max(subject, c.Confidence)
	}
	for _, d := range n.Disciplines {
		subject = max(subject, d.Confidence)
	}
	for _, f := range n.Fields {
		subject = max(subject, f.Confidence)
	}
	first, second := 0.0, 0.0
	for _, t := range n.Terms {
		tells := max(0, (t.Confidence-everydayTermSure)/(1-everydayTermSure))
		first, second = max(first, tells), max(second, min(first, tells))
	}
	asked := 0.0
	for _, k := range n.Kinds {
		asked = max(asked, k.Confidence)
	}
	figure := 0.0
	if len(n.Figures) > 0 {
		figure = 1
	}
	s := 1 - (1-subject)*(1-0.5*second)*(1-askedSubstance*asked)*(1-figureSubstance*figure)
	return clean(s * (1 - unreadSubstance*n.unreadShare()))
}

// unreadShare returns the share of the telling characters of the text from which nothing was read; 0 without a text.
func (n Need) unreadShare() float64 {
	unread := 0
	for _, s := range n.Unread {
		unread += utf8.RuneCountInString(s.Text)
	}
	if unread == 0 {
		return 0
	}
	read := map[int]bool{}
	note := func(spans []Span) {
		for _, s := range spans {
			for i := s.Start; i < s.End; i++ {
				read[i] = true
			}
		}
	}
	for _, c := range n.Capabilities {
		note(c.Spans)
	}
	for _, t := range n.Terms {
		note(t.Spans)
	}
	for _, f := range n.Figures {
		note(f.Spans)
	}
	for _, k := range n.Kinds {
		note(k.Spans)
	}
	return float64(unread) / float64(unread+len(read))
}
