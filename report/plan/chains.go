package plan

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"chuangmai/advise"
	"chuangmai/coverage/chains"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// Chains is [planner.ChainsAnswer] with its sentences worded. No list of it is absent.
type Chains struct {
	chains.Answer
	FieldLabel string            `json:"field_label,omitempty"`
	Subjects   []ChainsSubject   `json:"subjects"`
	Plan       CentrePlan        `json:"plan"`
	Notes      []report.Sentence `json:"notes"`
	// Next leads to the next page, "" for none or where nobody pages.
	Next string `json:"next,omitempty"`
	advise.Meta
}

// ChainsSubject is [chains.Subject] with its sentences worded.
type ChainsSubject struct {
	chains.Subject
	KindLabel string          `json:"kind_label"`
	Chains    []Chain         `json:"chains"`
	Industry  *ZoneIndustry   `json:"industry,omitempty"`
	Badges    []ZoneBadge     `json:"badges"`
	Layout    []LayoutLayer   `json:"layout"`
	Why       report.Sentence `json:"why"`
}

// Chain is [chains.Chain] with labels.
type Chain struct {
	chains.Chain
	Label  string       `json:"label"`
	Parts  []ChainPart  `json:"parts"`
	Stages []ChainStage `json:"stages,omitempty"`
}

// ChainPart is [chains.Part] with its label.
type ChainPart struct {
	chains.Part
	Label string `json:"label"`
}

// ChainStage is [chains.StageCount] with its label.
type ChainStage struct {
	chains.StageCount
	Label string `json:"label"`
}

// ZoneIndustry is [chains.Industry] with its sentence worded.
type ZoneIndustry struct {
	chains.Industry
	OutcomeLabel string          `json:"outcome_label"`
	Why          report.Sentence `json:"why"`
}

// ZoneBadge is [chains.Badge] with its sentence worded.
type ZoneBadge struct {
	chains.Badge
	TypeLabels []string        `json:"type_labels"`
	Why        report.Sentence `json:"why"`
}

// LayoutLayer is [chains.Layer] with its label.
type LayoutLayer struct {
	chains.Layer
	Label string `json:"label"`
}

// CentrePlan is [chains.Plan] with its sentence worded.
type CentrePlan struct {
	chains.Plan
	Fields []FieldOfPlan   `json:"fields"`
	Why    report.Sentence `json:"why"`
}

// FieldOfPlan is [chains.FieldCount] with its label.
type FieldOfPlan struct {
	chains.FieldCount
	Label string `json:"label"`
}

// NewChains words an answer.
func NewChains(a planner.ChainsAnswer, l report.Language) Chains {
	out := Chains{
		Answer: a.Answer, Meta: a.Meta, FieldLabel: fieldLabel(a.Field, l.Lang), Notes: worded(a.Notes, l),
		Subjects: make([]ChainsSubject, len(a.Subjects)), Plan: CentrePlan{Plan: a.Plan, Why: l.Sentence(a.Plan.Why)},
	}
	for _, f := range a.Plan.Fields {
		label := fieldLabel(f.Field, l.Lang)
		if f.Field == "" {
			label = say("chains.no_field", l.Lang)
		}
		out.Plan.Fields = append(out.Plan.Fields, FieldOfPlan{f, label})
	}
	for i, s := range a.Subjects {
		out.Subjects[i] = chainsSubject(s, l)
	}
	return out
}

func chainsSubject(s chains.Subject, l report.Language) ChainsSubject {
	schema := graph.BuiltinSchema()
	out := ChainsSubject{Subject: s, Why: l.Sentence(s.Why), KindLabel: kindName(s.Kind, l.Lang), Badges: []ZoneBadge{}, Layout: []LayoutLayer{}}
	for _, c := range s.Chains {
		worded := Chain{Chain: c, Label: say("chain."+c.Chain, l.Lang), Parts: []ChainPart{}}
		for _, p := range c.Parts {
			worded.Parts = append(worded.Parts, ChainPart{p, say("chain.part."+p.Part, l.Lang)})
		}
		for _, st := range c.Stages {
			worded.Stages = append(worded.Stages, ChainStage{st, stageLabel(st.Stage, l.Lang)})
		}
		out.Chains = append(out.Chains, worded)
	}
	if s.Industry != nil {
		out.Industry = &ZoneIndustry{Industry: *s.Industry, OutcomeLabel: say("chains.outcome."+s.Industry.Outcome, l.Lang), Why: l.Sentence(s.Industry.Why)}
	}
	for _, b := range s.Badges {
		badge := ZoneBadge{Badge: b, Why: l.Sentence(b.Why)}
		for _, t := range b.Types {
			badge.TypeLabels = append(badge.TypeLabels, schema.TermLabel("zone_type", t).In(string(l.Lang)))
		}
		out.Badges = append(out.Badges, badge)
	}
	for _, x := range s.Layout {
		out.Layout = append(out.Layout, LayoutLayer{x, say("chain.layer."+x.Layer, l.Lang)})
	}
	return out
}

func kindName(k graph.Kind, lang phrase.Lang) string {
	if def := graph.BuiltinSchema().Kind(k); def != nil {
		return def.In(string(lang))
	}
	return string(k)
}

// WriteChains writes an answer as a person reads it in a terminal.
func WriteChains(w io.Writer, a planner.ChainsAnswer, lang phrase.Lang) error {
	s := sheet{w: w, lang: lang}
	out := NewChains(a, report.Language{Lang: lang})
	if len(out.Subjects) > 0 {
		s.table("", stripRows(&s, out.Subjects))
	} else {
		s.line(s.say("chains.nobody"))
	}
	if len(out.Subjects) < out.Total {
		s.line(s.say("report.more", "total", out.Total, "shown", len(out.Subjects)))
	}
	for _, x := range out.Subjects {
		s.subject(x, len(out.Subjects) == 1)
	}
	s.line("")
	s.line(out.Plan.Why.Text)
	var counts []string
	for _, f := range out.Plan.Fields {
		if f.Count > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", f.Label, f.Count))
		}
	}
	if len(counts) > 0 {
		s.line("  " + phrase.Join(counts, lang))
	}
	s.notes(out.Notes, a.Meta)
	return s.err
}

// stripRows are the six chains of each subject as a table.
func stripRows(s *sheet, subjects []ChainsSubject) [][]string {
	head := []string{""}
	for _, c := range subjects[0].Chains {
		head = append(head, phrase.Capital(c.Label))
	}
	rows := [][]string{head}
	for _, x := range subjects {
		row := []string{s.name(x.Name, x.NameEn, x.Synthetic)}
		for _, c := range x.Chains {
			row = append(row, s.recorded(c.Count))
		}
		rows = append(rows, row)
	}
	return rows
}

// recorded writes a count; none is not the same as nothing there.
func (s *sheet) recorded(count int) string {
	if count == 0 {
		return s.say("chains.none_recorded")
	}
	return strconv.Itoa(count)
}

// subject writes what goes beyond the strip: for one subject all, for many what differs.
func (s *sheet) subject(x ChainsSubject, whole bool) {
	if !whole && x.Industry == nil && len(x.Badges) == 0 {
		return
	}
	s.line("")
	s.line("── " + s.name(x.Name, x.NameEn, x.Synthetic) + "  " + string(x.ID))
	s.line("    " + x.Why.Text)
	if x.Industry != nil {
		s.line("    [" + x.Industry.OutcomeLabel + "] " + x.Industry.Why.Text)
		for _, c := range x.Industry.Centres {
			s.line("      " + s.name(c.Centre.Name, c.Centre.NameEn, c.Centre.Synthetic) + ": " + s.say("chains.aligned_"+c.Outcome))
		}
	}
	for _, b := range x.Badges {
		s.line("    ★ " + b.Why.Text)
	}
	if !whole {
		return
	}
	rows := [][]string{}
	for _, c := range x.Chains {
		for _, p := range c.Parts {
			ids := make([]string, len(p.IDs))
			for i, id := range p.IDs {
				ids[i] = string(id)
			}
			rows = append(rows, []string{c.Label, p.Label, s.recorded(p.Count), strings.Join(ids[:min(2, len(ids))], " ")})
		}
	}
	s.table("    ", rows)
	for _, layer := range x.Layout {
		if layer.Count == 0 {
			continue
		}
		names := make([]string, len(layer.Records))
		for i, r := range layer.Records {
			names[i] = s.name(r.Name, r.NameEn, r.Synthetic)
		}
		s.line(fmt.Sprintf("    %s %d: %s", layer.Label, layer.Count, phrase.Join(names, s.lang)))
	}
}
