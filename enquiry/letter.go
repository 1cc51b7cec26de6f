package enquiry

import (
	"strings"

	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
)

// Question is what a letter asks; only the need must say something.
type Question struct {
	Need need.Need
	// To is the name of who is asked, or about which record; zero for nobody in particular.
	To phrase.Text
	// From is the name of the asking body; zero for one that does not say.
	From phrase.Text
	// Wanted and Figures are in the asker's own words; nil: what was read in the need.
	Wanted, Figures []string
	Deadline        graph.Date // zero: the one of the need
}

// Letter is a text that is ready to be copied.
type Letter struct {
	Subject, Body phrase.Text
}

// Write writes the letter. What nobody said has no line; names and contact details of people
// are left for the asker to fill in.
func Write(q Question) Letter {
	subject := phrase.New("enquiry.subject", "what", q.topic()).Both()
	lines := []phrase.Message{phrase.New("enquiry.greeting.anybody"), phrase.New("enquiry.opening.anybody")}
	if q.To.Zh != "" {
		lines[0] = phrase.New("enquiry.greeting", "name", q.To)
	}
	if q.From.Zh != "" {
		lines[1] = phrase.New("enquiry.opening", "name", q.From)
	}
	lines = append(lines, phrase.Message{})
	if text := strings.TrimSpace(q.Need.Text); text != "" {
		lines = append(lines, phrase.New("enquiry.line.problem", "text", text))
	}
	lines = append(lines, q.details()...)
	lines = append(lines, phrase.Message{}, phrase.New("enquiry.asking"), phrase.New("enquiry.otherwise"), phrase.Message{}, phrase.New("enquiry.signature"))
	return Letter{Subject: subject, Body: phrase.Text{Zh: render(lines, phrase.Zh), En: render(lines, phrase.En)}}
}

func render(lines []phrase.Message, lang phrase.Lang) string {
	var b strings.Builder
	for _, line := range lines {
		if line.Code != "" {
			b.WriteString(line.Render(lang))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// maxTopic is how many capabilities or characters name a subject.
const (
	maxTopic  = 2
	maxWords  = 30
	maxListed = 12
)

// topic is what the letter is about, in few words.
func (q Question) topic() phrase.Text {
	if names := q.capabilities(maxTopic); len(names) > 0 {
		return phrase.Text{Zh: phrase.New("enquiry.list", "items", names).Render(phrase.Zh), En: phrase.New("enquiry.list", "items", names).Render(phrase.En)}
	}
	words := cut(strings.TrimSpace(q.Need.Text), maxWords)
	return phrase.Text{Zh: words, En: words}
}

func cut(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + "…"
	}
	return text
}

func (q Question) capabilities(most int) []phrase.Text {
	var out []phrase.Text
	for _, c := range q.Need.Capabilities[:min(most, len(q.Need.Capabilities))] {
		out = append(out, both(c.Name, c.NameEn, string(c.ID)))
	}
	return out
}

func both(zh, en, otherwise string) phrase.Text {
	t := phrase.Text{Zh: zh, En: en}
	if t.Zh == "" {
		t.Zh = otherwise
	}
	if t.En == "" {
		t.En = t.Zh
	}
	return t
}

// details are the lines of what is wanted, to which figures, where, how and by when.
func (q Question) details() []phrase.Message {
	var lines []phrase.Message
	add := func(code string, items any, n int) {
		if n > 0 {
			lines = append(lines, phrase.New(code, "items", items))
		}
	}
	if len(q.Wanted) > 0 {
		add("enquiry.line.wanted", q.Wanted, len(q.Wanted))
	} else {
		names := q.capabilities(maxListed)
		add("enquiry.line.wanted", names, len(names))
	}
	figures := q.Figures
	if len(figures) == 0 {
		figures = figuresOf(q.Need)
	}
	add("enquiry.line.figures", figures, len(figures))
	modes := labels(q.Need.Modes, "collaboration_mode")
	add("enquiry.line.modes", modes, len(modes))
	var places []phrase.Text
	for _, p := range q.Need.Places {
		if !p.Own {
			places = append(places, both(p.Name, p.NameEn, p.Code))
		}
	}
	add("enquiry.line.places", places, len(places))
	if by := q.Deadlined(); !by.IsZero() {
		lines = append(lines, phrase.New("enquiry.line.deadline", "date", by.String()))
	}
	return lines
}

// Deadlined is the date by which the answer is wanted, zero for none.
func (q Question) Deadlined() graph.Date {
	if q.Deadline.IsZero() && q.Need.NeededBy != nil {
		return q.Need.NeededBy.Date
	}
	return q.Deadline
}

// figuresOf are the figures of a need as its text writes them.
func figuresOf(n need.Need) []string {
	var out []string
	for _, f := range n.Figures {
		if len(f.Spans) > 0 && len(out) < maxListed {
			out = append(out, f.Quantity+f.Spans[len(f.Spans)-1].Text)
		}
	}
	return out
}

func labels(modes []need.Mode, vocabulary string) []phrase.Text {
	var out []phrase.Text
	for _, m := range modes {
		label := graph.BuiltinSchema().TermLabel(vocabulary, m.Code)
		out = append(out, phrase.Text{Zh: label.Zh, En: label.En})
	}
	return out
}
