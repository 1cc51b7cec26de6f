package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team/complement"
)

// Collaborators is [advise.ComplementAnswer] with its sentences worded.
type Collaborators struct {
	Need      need.Need          `json:"need"`
	Centre    match.Step         `json:"centre"`
	Novelty   float64            `json:"novelty"`
	Asked     []complement.Asked `json:"asked"`
	Missing   float64            `json:"missing"`
	Partners  []Collaborator     `json:"partners"`
	Total     int                `json:"total"`
	Notes     []Sentence         `json:"notes"`
	Abstained *Sentence          `json:"abstained,omitempty"`
	advise.Meta
}

// Collaborator is [complement.Partner] with its sentences worded.
type Collaborator struct {
	ID        graph.ID          `json:"id"`
	Kind      graph.Kind        `json:"kind"`
	KindLabel string            `json:"kind_label"`
	Name      string            `json:"name"`
	NameEn    string            `json:"name_en,omitempty"`
	Region    string            `json:"region,omitempty"`
	Actor     *Labelled         `json:"actor,omitempty"`
	Synthetic bool              `json:"synthetic"`
	Score     float64           `json:"score"`
	Addends   []Addend          `json:"addends"`
	Fills     []complement.Fill `json:"fills"`
	Tie       float64           `json:"tie"`
	Distance  *match.Distance   `json:"distance,omitempty"`
	// Because is one sentence made of the strongest reasons.
	Because      Sentence   `json:"because"`
	Against      []Sentence `json:"against"`
	RestsOnFacts bool       `json:"rests_on_facts"`
}

// NewCollaborators words collaborators. No list of it is absent.
func NewCollaborators(a advise.ComplementAnswer, l Language) Collaborators {
	out := Collaborators{
		Need: a.Need, Centre: a.Centre, Novelty: a.Novelty, Asked: orEmpty(a.Asked), Missing: a.Missing, Total: a.Total,
		Notes: l.sentences(a.Notes), Meta: a.Meta, Partners: make([]Collaborator, len(a.Partners)),
	}
	if a.Abstained != nil {
		s := l.Sentence(*a.Abstained)
		out.Abstained = &s
	}
	for i := range out.Asked {
		out.Asked[i].Evidence = orEmpty(out.Asked[i].Evidence)
	}
	for i, x := range a.Partners {
		c := Collaborator{
			ID: x.ID, Kind: x.Kind, KindLabel: kindLabel(x.Kind, l.Lang), Name: x.Name, NameEn: x.NameEn, Region: x.Region,
			Synthetic: x.Synthetic, Score: x.Score, Fills: orEmpty(x.Fills), Tie: x.Tie, Distance: x.Distance,
			Because: l.because(x.Because), Against: l.sentences(x.Against), RestsOnFacts: x.RestsOnFacts, Addends: make([]Addend, len(x.Addends)),
		}
		if x.Actor != "" {
			c.Actor = &l.actors([]string{x.Actor})[0]
		}
		for j, ad := range x.Addends {
			c.Addends[j] = Addend{
				Signal: ad.Signal, Label: phrase.New("signal." + ad.Signal).Render(l.Lang), Value: ad.Value, Raw: ad.Raw, Scale: ad.Scale,
				Weight: ad.Weight, Power: ad.Power, Reason: l.Sentence(ad.Reason), Evidence: orEmpty(ad.Evidence), More: ad.More,
			}
		}
		out.Partners[i] = c
	}
	return out
}

// WriteCollaborators writes collaborators as a person reads them in a terminal.
func WriteCollaborators(w io.Writer, a advise.ComplementAnswer, lang phrase.Lang) error {
	p := printer{w: w, lang: lang}
	p.line("", p.pick(a.Centre.Name, a.Centre.NameEn))
	if a.Abstained != nil {
		p.line("", a.Abstained.Render(lang))
	}
	var own, missing []string
	for _, x := range a.Asked {
		word := fmt.Sprintf("%s %.2f", x.Label().In(lang), x.Own)
		if x.Missing {
			missing = append(missing, word)
		} else {
			own = append(own, word)
		}
	}
	if len(own) > 0 {
		p.line("", p.say("report.own")+phrase.Join(own, lang))
	}
	if len(missing) > 0 {
		p.line("", p.say("report.missing")+phrase.Join(missing, lang))
	}
	if len(a.Partners) > 0 {
		p.line("", "")
		p.line("", p.say("report.more", "total", a.Total, "shown", len(a.Partners)))
	}
	for i, x := range a.Partners {
		p.collaborator(i+1, x)
	}
	p.notes(a.Notes)
	return p.err
}

func (p *printer) collaborator(rank int, x complement.Partner) {
	head := fmt.Sprintf("%2d  %s  (%s)  %.3f", rank, p.named(x.Name, x.NameEn, x.Synthetic), kindLabel(x.Kind, p.lang), x.Score)
	if d := x.Distance; d != nil && d.Km > 0 {
		head += "  " + p.say("report.distance", "km", d.Km, "place", phrase.Text{Zh: d.Name, En: d.NameEn})
	}
	p.line("", head)
	p.line("    ", p.sum(x.Addends))
	l := Language{Lang: p.lang}
	p.line("    ", p.say("report.because")+l.because(x.Because).Text)
	if len(x.Against) > 0 {
		p.line("    ", p.say("report.against")+l.because(x.Against).Text)
	}
	fills := make([]string, len(x.Fills))
	for i, f := range x.Fills {
		fills[i] = fmt.Sprintf("%s %.2f→%.2f", p.pick(f.Name, f.NameEn), f.Own, f.Level)
	}
	p.line("    ", p.say("report.fills")+phrase.Join(fills, p.lang))
}

// sum writes addends as a sum.
func (p *printer) sum(addends []match.Addend) string {
	var text strings.Builder
	text.WriteString("=")
	for i, a := range addends {
		sign := " + "
		switch {
		case a.Value < 0:
			sign = " - "
		case i == 0:
			sign = " "
		}
		fmt.Fprintf(&text, "%s%s %.3f", sign, p.say("signal."+a.Signal), max(a.Value, -a.Value))
	}
	return text.String()
}
