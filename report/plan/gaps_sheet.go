package plan

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// WriteGaps writes the gaps that come first as a person reads them in a terminal.
func WriteGaps(out io.Writer, a planner.GapsAnswer, limit int, lang phrase.Lang) error {
	g := NewGaps(a, 0, limit, report.Language{Lang: lang})
	s := &sheet{w: out, lang: lang}
	s.line(s.say("coverage.text.gaps", "total", g.Total, "judged", g.Judged))
	var counts []string
	for _, c := range g.Counts {
		counts = append(counts, fmt.Sprintf("%s %d", c.Label, c.Count))
	}
	if len(counts) > 0 {
		s.line(s.say("coverage.text.gap_counts") + phrase.Join(counts, lang))
	}
	for i, gap := range g.Items {
		s.line("")
		s.gap(i+1, gap)
	}
	if g.Total > len(g.Items) {
		s.line("")
		s.line(s.say("coverage.text.more", "n", g.Total-len(g.Items)))
	}
	if len(g.Unjudged) > 0 {
		names := make([]string, len(g.Unjudged))
		for i, r := range g.Unjudged {
			names[i] = r.Label
		}
		s.line("")
		s.line(s.say("coverage.text.unjudged") + phrase.Join(names, lang))
	}
	s.line("")
	s.notes(g.Notes, g.Meta)
	return s.err
}

func (s *sheet) gap(rank int, g Gap) {
	s.line(fmt.Sprintf("%3d  %s · %s · %s  [%s]", rank, g.Region.Label, g.Column.FieldLabel, g.Column.StageLabel, g.VerbLabel))
	for _, c := range g.Causes {
		s.line("     " + phrase.Capital(c.Label) + ": " + c.Sentence.Text)
		if len(c.Evidence) > 0 {
			names := make([]string, len(c.Evidence))
			for i, e := range c.Evidence {
				names[i] = s.name(e.Name, e.NameEn, e.Synthetic) + " [" + string(e.ID) + "]"
			}
			s.line("       " + s.say("coverage.text.evidence") + strings.Join(names, "; "))
		}
	}
	for _, n := range g.Notes {
		s.line("     " + n.Text)
	}
	if n := g.Nearest; n != nil {
		s.line("     " + s.say("coverage.text.nearest", "name", s.name(n.Name, n.NameEn, n.Synthetic), "place", n.Region.Label, "km", n.Km))
	}
	if len(g.Candidates) > 0 {
		s.line("     " + s.say("coverage.text.candidates"))
		for _, c := range g.Candidates {
			s.line("       " + s.name(c.Name, c.NameEn, c.Synthetic) + ": " + c.Reason.Text)
		}
	}
}

// WriteScenarios writes what scenarios would bring as a person reads it in a terminal.
func WriteScenarios(out io.Writer, a planner.ScenariosAnswer, lang phrase.Lang) error {
	sc := NewScenarios(a, report.Language{Lang: lang})
	s := &sheet{w: out, lang: lang}
	for i, r := range sc.Results {
		if i > 0 {
			s.line("")
		}
		s.line(s.say("coverage.text.scenario", "name", r.Name, "n", r.Changes))
		rows := [][]string{{"", s.say("coverage.text.before"), s.say("coverage.text.after"), s.say("coverage.text.change")}}
		for _, f := range r.Table {
			rows = append(rows, []string{f.Label, s.figure(f.Before, f), s.figure(f.After, f), s.signed(f)})
		}
		s.table("  ", rows)
		s.difference(r.Difference)
	}
	if sc.Between != nil {
		s.line("")
		s.line(s.say("coverage.text.between"))
		s.difference(*sc.Between)
	}
	s.line("")
	s.notes([]report.Sentence{{Text: s.say("coverage.note.index")}}, sc.Meta)
	return s.err
}

// figure writes a figure: a dash where it is not known.
func (s *sheet) figure(x *float64, f OutcomeFigure) string {
	switch {
	case x == nil:
		return "–"
	case f.Unit == "" || f.Unit == "km":
		return fmt.Sprintf("%.3f", *x)
	}
	return fmt.Sprintf("%.0f", *x)
}

func (s *sheet) signed(f OutcomeFigure) string {
	switch {
	case f.Change == nil:
		return "–"
	case f.Unit == "" || f.Unit == "km":
		return fmt.Sprintf("%+.3f", *f.Change)
	}
	return fmt.Sprintf("%+.0f", *f.Change)
}
