package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/phrase"
)

// SearchPage is a page of [advise.SearchAnswer].
type SearchPage struct {
	advise.SearchAnswer
	// Next leads to the page behind this one, "" for none.
	Next string `json:"next,omitempty"`
}

// NewSearchPage puts what a search found into the form for programs, without absent lists.
func NewSearchPage(a advise.SearchAnswer) SearchPage {
	a.Items, a.Facets = orEmpty(a.Items), orEmpty(a.Facets)
	return SearchPage{SearchAnswer: a}
}

// WriteSearch writes what a search found as a person reads it.
func WriteSearch(out io.Writer, a advise.SearchAnswer, lang phrase.Lang) error {
	p := printer{w: out, lang: lang}
	if len(a.Items) == 0 {
		p.line("", p.say("report.none"))
		return p.err
	}
	p.line("", p.say("report.more", "total", a.Total, "shown", len(a.Items)))
	for i, h := range a.Items {
		head := fmt.Sprintf("%2d  %s", i+1, p.pick(h.Name, h.NameEn))
		if h.Synthetic {
			head += " 〔" + p.say("report.synthetic") + "〕"
		}
		p.line("", fmt.Sprintf("%s  (%s)  %.3f  %s", head, kindLabel(h.Kind, lang), h.Score, h.ID))
		for _, x := range h.Highlights {
			if x.Property != "name" {
				p.line("    ", marked(x))
			}
		}
	}
	return p.err
}

// marked writes a text with the places that were found in brackets, cut to what is near
// the first of them.
func marked(h advise.Highlight) string {
	runes := []rune(h.Text)
	if len(h.Spans) == 0 {
		return string(runes[:min(len(runes), 90)])
	}
	var b strings.Builder
	at := max(0, h.Spans[0][0]-20)
	if at > 0 {
		b.WriteString("…")
	}
	end := min(len(runes), at+90)
	for _, span := range h.Spans {
		if span[1] > end {
			break
		}
		b.WriteString(string(runes[at:span[0]]) + "【" + string(runes[span[0]:span[1]]) + "】")
		at = span[1]
	}
	b.WriteString(string(runes[at:end]))
	if end < len(runes) {
		b.WriteString("…")
	}
	return b.String()
}
