package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
)

// WriteAnswer writes an answer as a person reads it in a terminal.
func WriteAnswer(w io.Writer, a advise.Answer, lang phrase.Lang) error {
	p := printer{w: w, lang: lang}
	p.need(a.Need)
	if a.Abstained != nil {
		p.line("", a.Abstained.Render(lang))
	}
	for _, g := range a.Groups {
		p.group(g)
	}
	if len(a.Degraded) > 0 {
		p.line("", p.say("report.degraded", "parts", a.Degraded))
	}
	if a.Hits > 0 {
		p.line("", p.say("report.facts", "hits", a.Hits, "facts", a.OnFacts))
	}
	return p.err
}

// printer writes lines and keeps the first error.
type printer struct {
	w    io.Writer
	lang phrase.Lang
	err  error
}

func (p *printer) line(indent, text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(indent+text, " "))
	}
}

func (p *printer) say(code string, pairs ...any) string {
	return phrase.New(code, pairs...).Render(p.lang)
}

func (p *printer) pick(zh, en string) string {
	if p.lang == phrase.En && en != "" {
		return en
	}
	return zh
}

// need writes what was understood as chips.
func (p *printer) need(n need.Need) {
	var chips []string
	for i, c := range n.Capabilities {
		if i == maxChips || c.Weight < minChip*n.Capabilities[0].Weight {
			break
		}
		chips = append(chips, "["+p.pick(c.Name, c.NameEn)+"]")
	}
	for _, t := range n.Terms {
		if t.Sort == "material" || t.Sort == "defect" {
			chips = append(chips, "["+p.pick(t.Text, t.TextEn)+"]")
		}
	}
	for _, place := range n.Places {
		chip := p.pick(place.Name, place.NameEn)
		if place.RadiusKm > 0 {
			chip += fmt.Sprintf(" ±%.0f km", place.RadiusKm)
		}
		chips = append(chips, "["+chip+"]")
	}
	if len(chips) > 0 {
		p.line("", p.say("report.understood")+strings.Join(chips, " "))
	}
	var unread []string
	for _, s := range n.Unread {
		unread = append(unread, s.Text)
	}
	if len(unread) > 0 {
		p.line("", p.say("report.unread")+phrase.Join(unread, p.lang))
	}
}

// At most so many capabilities are shown as chips, those that weigh something beside the
// first.
const (
	maxChips = 6
	minChip  = 0.3
)

func (p *printer) group(g advise.GroupAnswer) {
	if len(g.Hits) == 0 {
		return
	}
	p.line("", "")
	p.line("", "── "+phrase.Capital(p.say("group."+g.Group))+" · "+p.say("report.more", "total", g.Total, "shown", len(g.Hits)))
	for i, h := range g.Hits {
		p.hit(i+1, h)
	}
}

func (p *printer) hit(rank int, h match.Recommendation) {
	head := fmt.Sprintf("%2d  %s", rank, p.pick(h.Name, h.NameEn))
	if h.Synthetic {
		head += " 〔" + p.say("report.synthetic") + "〕"
	}
	head += fmt.Sprintf("  (%s)  %.3f", kindLabel(h.Kind, p.lang), h.Score)
	if d := h.Distance; d != nil && d.Km > 0 {
		head += "  " + p.say("report.distance", "km", d.Km, "place", phrase.Text{Zh: d.Name, En: d.NameEn})
	}
	p.line("", head)
	parts := make([]string, len(h.Addends))
	for i, a := range h.Addends {
		parts[i] = fmt.Sprintf("%s %.3f", p.say("signal."+a.Signal), a.Value)
	}
	p.line("    ", "= "+strings.ReplaceAll(strings.Join(parts, " + "), "+ -", "- "))
	l := Language{Lang: p.lang}
	p.line("    ", p.say("report.because")+l.because(h.Because).Text)
	if len(h.Against) > 0 {
		p.line("    ", p.say("report.against")+l.because(h.Against).Text)
	}
}
