package plan

import (
	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// Gaps is [planner.GapsAnswer] with its words: one page of it.
type Gaps struct {
	Region MatrixRegion `json:"region"`
	By     string       `json:"by"`
	// Judged counts the cells looked at, Counts the gaps by cause, Total those of the cause
	// asked for.
	Judged int        `json:"judged"`
	Counts []GapCount `json:"counts"`
	Total  int        `json:"total"`
	Items  []Gap      `json:"items"`
	// Unjudged are regions of which nothing is recorded: no gap is claimed there.
	Unjudged []MatrixRegion    `json:"unjudged"`
	Notes    []report.Sentence `json:"notes"`
	Next     string            `json:"next,omitempty"`
	advise.Meta
}

// GapCount counts the gaps of one cause.
type GapCount struct {
	Cause string `json:"cause"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// Gap is [coverage.Gap] with its words.
type Gap struct {
	Region       MatrixRegion      `json:"region"`
	Column       MatrixColumn      `json:"column"`
	Causes       []GapCause        `json:"causes"`
	Verb         string            `json:"verb"`
	VerbLabel    string            `json:"verb_label"`
	Cell         MatrixCell        `json:"cell"`
	StageUnknown int               `json:"stage_unknown"`
	Quotient     *float64          `json:"quotient"`
	Firms        int               `json:"firms"`
	Nearest      *GapNearest       `json:"nearest"`
	Candidates   []GapCandidate    `json:"candidates"`
	Notes        []report.Sentence `json:"notes"`
}

// GapCause is one cause with the records that say so.
type GapCause struct {
	Cause    string          `json:"cause"`
	Label    string          `json:"label"`
	Sentence report.Sentence `json:"sentence"`
	Count    int             `json:"count"`
	Evidence []Named         `json:"evidence"`
}

// GapNearest is the nearest supply that is not shut.
type GapNearest struct {
	Named
	Region MatrixRegion `json:"region"`
	Km     float64      `json:"km"`
}

// GapCandidate could be cultivated or converted.
type GapCandidate struct {
	Named
	Why    string          `json:"why"`
	Reason report.Sentence `json:"reason"`
	Km     float64         `json:"km"`
	Here   bool            `json:"here"`
	Stage  bool            `json:"at_stage"`
}

// NewGaps words the page of gaps that begins at offset.
func NewGaps(a planner.GapsAnswer, offset, limit int, l report.Language) Gaps {
	w := words{a.Inventory, l}
	out := Gaps{
		Region: w.region(a.Region), By: a.By, Judged: a.Judged, Counts: []GapCount{}, Total: a.Total, Items: []Gap{}, Unjudged: []MatrixRegion{},
		Notes: []report.Sentence{l.Sentence(phrase.New("coverage.note.gaps"))}, Meta: a.Meta,
	}
	for _, cause := range coverage.Causes() {
		if n := a.Counts[cause]; n > 0 {
			out.Counts = append(out.Counts, GapCount{cause, w.say("coverage.cause." + cause), n})
		}
	}
	for _, g := range page(a.Gaps.Gaps, offset, limit) {
		out.Items = append(out.Items, w.gap(g))
	}
	for _, p := range a.Unjudged {
		out.Unjudged = append(out.Unjudged, w.region(p))
	}
	if len(out.Unjudged) > 0 {
		out.Notes = append(out.Notes, l.Sentence(phrase.New("coverage.note.unjudged", "n", len(out.Unjudged))))
	}
	return out
}

func (w words) gap(g coverage.Gap) Gap {
	out := Gap{
		Region: w.region(g.Place), Column: w.column(g.Column), Causes: []GapCause{}, Verb: g.Verb, VerbLabel: w.say("coverage.verb." + g.Verb),
		Cell: w.cell(g.Cell, 1), StageUnknown: g.StageUnknown, Firms: g.Firms, Candidates: []GapCandidate{}, Notes: []report.Sentence{},
	}
	if g.Quotient >= 0 {
		out.Quotient = &g.Quotient
	}
	if g.Nearest != nil {
		out.Nearest = &GapNearest{w.named(g.Nearest.ID), w.region(g.Nearest.Place), g.Nearest.Km}
	}
	for _, c := range g.Causes {
		cause := GapCause{Cause: c.Cause, Label: w.say("coverage.cause." + c.Cause), Sentence: w.l.Sentence(w.because(g, c)), Count: c.Count, Evidence: []Named{}}
		for _, id := range c.Evidence {
			cause.Evidence = append(cause.Evidence, w.named(id))
		}
		out.Causes = append(out.Causes, cause)
	}
	for _, c := range g.Candidates {
		reason := phrase.New("coverage.candidate."+c.Why, "km", c.Km)
		if c.Here {
			reason = phrase.New("coverage.candidate_here." + c.Why)
		}
		out.Candidates = append(out.Candidates, GapCandidate{w.named(c.ID), c.Why, w.l.Sentence(reason), c.Km, c.Here, c.Stage})
	}
	if g.StageUnknown > 0 && g.Causes[0].Cause == coverage.CauseNoSupply {
		out.Notes = append(out.Notes, w.l.Sentence(phrase.New("coverage.note.stage_unknown", "n", g.StageUnknown)))
	}
	return out
}

// because words a cause of a gap.
func (w words) because(g coverage.Gap, c coverage.Cause) phrase.Message {
	code := "coverage.because." + c.Cause
	switch {
	case c.Cause == coverage.CauseTooFar && g.Nearest == nil:
		code = "coverage.because.nowhere"
	case c.Cause == coverage.CauseNoSupply && c.Count == 0:
		code = "coverage.because.only_needs"
	}
	return phrase.New(code, "n", c.Count, "km", c.Km, "far", w.inv.Settings.FarKm, "hours", w.inv.Settings.CapacityHours/2, "days", w.inv.Settings.StaleDays)
}
