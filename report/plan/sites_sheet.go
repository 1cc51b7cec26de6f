package plan

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/phrase"
	"chuangmai/report"
)

// sheet writes lines for a terminal and keeps the first error.
type sheet struct {
	w    io.Writer
	lang phrase.Lang
	err  error
}

func (s *sheet) line(text string) {
	if s.err == nil {
		_, s.err = fmt.Fprintln(s.w, strings.TrimRight(text, " "))
	}
}

func (s *sheet) say(code string, pairs ...any) string {
	return phrase.New(code, pairs...).Render(s.lang)
}

func (s *sheet) pick(zh, en string) string {
	if s.lang == phrase.En && en != "" {
		return en
	}
	return zh
}

// name is a name, marked when it is made up.
func (s *sheet) name(zh, en string, synthetic bool) string {
	if synthetic {
		return s.pick(zh, en) + " 〔" + s.say("report.synthetic") + "〕"
	}
	return s.pick(zh, en)
}

// table writes rows in columns as wide as their widest cell.
func (s *sheet) table(indent string, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", widths[i]-width(cell)+2))
		}
		s.line(indent + b.String())
	}
}

// width is how many columns of a terminal a text takes; Chinese characters take two.
func width(text string) (n int) {
	for _, r := range text {
		n++
		if r >= 0x2e80 && r <= 0x9fff || r >= 0xff00 && r <= 0xff60 || r >= 0x3000 && r <= 0x303f {
			n++
		}
	}
	return n
}

// notes ends a sheet: how to read it, and of which date and revision it is.
func (s *sheet) notes(list []report.Sentence, meta advise.Meta) {
	for _, n := range list {
		s.line(s.say("report.note") + n.Text)
	}
	s.line(s.say("plan.as_of", "date", meta.AsOf.String(), "revision", int(meta.Revision)))
}

func say(code string, lang phrase.Lang) string { return phrase.New(code).Render(lang) }

// worded words messages.
func worded(list []phrase.Message, l report.Language) []report.Sentence {
	out := make([]report.Sentence, len(list))
	for i, m := range list {
		out[i] = l.Sentence(m)
	}
	return out
}
