package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/intro"
	"chuangmai/phrase"
)

// Introductions is [advise.IntroductionsAnswer] with its sentences worded.
type Introductions struct {
	From  intro.End      `json:"from"`
	To    intro.End      `json:"to"`
	Paths []Introduction `json:"paths"`
	Notes []Sentence     `json:"notes"`
	advise.Meta
}

// Introduction is [intro.Path] with its sentences worded. The opening words come in both
// languages: whoever asks may write to somebody who reads the other.
type Introduction struct {
	Steps        []PathStep        `json:"steps"`
	Cost         float64           `json:"cost"`
	Introducer   *intro.Introducer `json:"introducer,omitempty"`
	Opening      Sentence          `json:"opening"`
	Because      []Sentence        `json:"because"`
	Against      []Sentence        `json:"against"`
	RestsOnFacts bool              `json:"rests_on_facts"`
}

// PathStep is [intro.Step] with labels.
type PathStep struct {
	intro.Step
	KindLabel string     `json:"kind_label"`
	Parts     []CostPart `json:"parts"`
}

// CostPart is [intro.Part] with its label.
type CostPart struct {
	intro.Part
	Label string `json:"label"`
}

// NewIntroductions words introductions. No list of it is absent.
func NewIntroductions(a advise.IntroductionsAnswer, l Language) Introductions {
	out := Introductions{From: a.From, To: a.To, Notes: l.sentences(a.Notes), Meta: a.Meta, Paths: make([]Introduction, len(a.Paths))}
	for i, x := range a.Paths {
		p := Introduction{
			Cost: x.Cost, Introducer: x.Introducer, Opening: Language{Lang: l.Lang, Both: true}.Sentence(x.Opening),
			Because: l.sentences(x.Because), Against: l.sentences(x.Against), RestsOnFacts: x.RestsOnFacts, Steps: make([]PathStep, len(x.Steps)),
		}
		for j, s := range x.Steps {
			p.Steps[j] = PathStep{Step: s, KindLabel: kindLabel(s.Kind, l.Lang), Parts: make([]CostPart, len(s.Parts))}
			for k, part := range s.Parts {
				p.Steps[j].Parts[k] = CostPart{part, phrase.New("intro.part." + part.Name).Render(l.Lang)}
			}
		}
		out.Paths[i] = p
	}
	return out
}

// WriteIntroductions writes introductions as a person reads them in a terminal, the opening
// words in both languages.
func WriteIntroductions(w io.Writer, a advise.IntroductionsAnswer, lang phrase.Lang) error {
	p := printer{w: w, lang: lang}
	p.line("", p.named(a.From.Name, a.From.NameEn, a.From.Synthetic)+" → "+p.named(a.To.Name, a.To.NameEn, a.To.Synthetic))
	for i, x := range a.Paths {
		p.path(i+1, x)
	}
	p.notes(a.Notes)
	return p.err
}

func (p *printer) path(n int, x intro.Path) {
	p.line("", "")
	p.line("", "── "+p.say("report.path", "n", n, "cost", x.Cost))
	var rows [][]string
	for _, s := range x.Steps {
		relation, parts := "", make([]string, len(s.Parts))
		if def := graph.BuiltinSchema().Relation(s.Relation); def != nil {
			arrow := "→ "
			if !s.Forward {
				arrow = "← "
			}
			relation = arrow + def.In(string(p.lang))
		}
		for i, part := range s.Parts {
			parts[i] = fmt.Sprintf("%s %.2f", p.say("intro.part."+part.Name), part.Value)
		}
		name := fmt.Sprintf("%s (%s)", p.named(s.Name, s.NameEn, s.Synthetic), kindLabel(s.Kind, p.lang))
		rows = append(rows, []string{relation, name, strings.Join(parts, " + ")})
	}
	p.table("    ", rows)
	if in := x.Introducer; in != nil {
		text := p.say("report.path_introducer") + p.pick(in.Name, in.NameEn)
		if in.Load != nil {
			text += " (" + p.say("report.path_load", "percent", 100**in.Load) + ")"
		}
		p.line("    ", text)
	}
	l := Language{Lang: p.lang}
	p.line("    ", p.say("report.because")+l.because(x.Because).Text)
	if len(x.Against) > 0 {
		p.line("    ", p.say("report.against")+l.because(x.Against).Text)
	}
	p.line("    ", p.say("report.path_opening"))
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		p.line("      ", x.Opening.Render(lang))
	}
}
