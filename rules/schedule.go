package rules

import (
	"slices"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// What the guide sets and what we add: yearly reports are expected from the first full year
// after the start, on 31 March of the year after; the text names neither.
const (
	buildYears  = 3
	reportMonth = time.March
	reportDay   = 31
)

// Parties that report every year.
const (
	PartyCentre    = string(graph.KindCenter)
	PartyAuthority = "local_authority"
)

// States of a deadline on the day of the view.
const (
	DeadlineDone    = "done"    // recorded
	DeadlineDue     = "due"     // lies ahead
	DeadlineOverdue = "overdue" // passed, and nothing is recorded
)

// What a deadline asks for.
const (
	DeadlineReport     = "report"
	DeadlineBuildEnd   = "build_end"
	DeadlineEvaluation = "evaluation"
)

// Deadline is something a centre owes by a day.
type Deadline struct {
	What  string
	Party string // who reports; "" for others than reports
	Year  int    // reported on; 0 for others than reports
	Due   graph.Day
	State string
	// Cites are the records that settle it.
	Cites []Cite
}

// Schedule is the life of a provincial centre as it is recorded.
type Schedule struct {
	// State is the recorded state of building, "" when none is.
	State string
	// Filed, Started and BuildEnd are zero when not recorded; Started falls back on the date
	// of approval.
	Filed, Started graph.Date
	BuildEnd       graph.Day
	// Reviewers counts technical and management experts, -1 where not recorded.
	Technical, Management int
	// Applications, Evaluations and Reports are the records behind it.
	Applications, Evaluations, Reports []Cite
	Deadlines                          []Deadline
}

// ScheduleOf reads the life of a centre that the Jiangsu guide governs.
func ScheduleOf(v snapshot.View, centre snapshot.N) Schedule {
	s := &scene{v: v, n: centre}
	out := Schedule{State: v.Text(centre, "state"), Technical: -1, Management: -1}
	for _, e := range s.papers(centre, graph.KindApplication) {
		out.Applications = append(out.Applications, Cite{Node: e.node})
		out.Filed = earlier(out.Filed, v.Text(e.node, "filed"))
		out.Started = earlier(out.Started, v.Text(e.node, "started"))
		out.Technical = max(out.Technical, count(v, e.node, "reviewers_technical"))
		out.Management = max(out.Management, count(v, e.node, "reviewers_management"))
	}
	for _, e := range s.papers(centre, graph.KindEvaluation) {
		out.Evaluations = append(out.Evaluations, Cite{Node: e.node})
	}
	if out.Started.IsZero() {
		out.Started = earlier(graph.Date{}, v.Text(centre, "approved"))
	}
	reports := s.papers(centre, graph.KindReport)
	for _, e := range reports {
		out.Reports = append(out.Reports, Cite{Node: e.node})
	}
	if out.Started.IsZero() {
		return out
	}
	out.BuildEnd = addYears(out.Started.Last(), buildYears)
	out.Deadlines = s.deadlines(out, reports)
	return out
}

func earlier(have graph.Date, text string) graph.Date {
	d, err := graph.ParseDate(text)
	if err != nil || d.IsZero() || !have.IsZero() && have.First() <= d.First() {
		return have
	}
	return d
}

func count(v snapshot.View, n snapshot.N, property string) int {
	if f, ok := v.Number(n, property); ok {
		return int(f)
	}
	return -1
}

func addYears(d graph.Day, years int) graph.Day {
	return graph.DayOf(time.Unix(int64(d)*86400, 0).UTC().AddDate(years, 0, 0))
}

// maxReportYears bounds the list for a start date far in the past.
const maxReportYears = 30

// deadlines lists what the centre owes up to the day of the view, and the next of each kind.
func (s *scene) deadlines(c Schedule, reports []end) []Deadline {
	today := s.v.Day()
	state := func(due graph.Day, done bool) string {
		switch {
		case done:
			return DeadlineDone
		case due < today:
			return DeadlineOverdue
		}
		return DeadlineDue
	}
	ended := c.State != "" && !inBuilding(c.State)
	var settled []Cite
	if ended {
		settled = []Cite{s.property("state")}
	}
	out := []Deadline{{What: DeadlineBuildEnd, Due: c.BuildEnd, State: state(c.BuildEnd, ended), Cites: settled}}
	var final []Cite
	for _, e := range c.Evaluations {
		if s.v.Text(e.Node, "type") == "end_of_period" {
			final = append(final, e)
		}
	}
	out = append(out, Deadline{What: DeadlineEvaluation, Due: c.BuildEnd, State: state(c.BuildEnd, len(final) > 0), Cites: final})
	if c.State == "exited" {
		return out // nobody recorded when it left
	}
	begin := max(c.Started.Year()+1, today.Date().Year()-maxReportYears+2)
	for year := begin; year < begin+maxReportYears; year++ {
		due := graph.DayOf(time.Date(year+1, reportMonth, reportDay, 0, 0, 0, 0, time.UTC))
		for _, party := range []string{PartyCentre, PartyAuthority} {
			var have []Cite
			for _, e := range reports {
				if when, ok := s.v.Number(e.node, "year"); ok && int(when) == year && s.v.Text(e.node, "party") == party {
					have = append(have, Cite{Node: e.node})
				}
			}
			out = append(out, Deadline{What: DeadlineReport, Party: party, Year: year, Due: due, State: state(due, len(have) > 0), Cites: have})
		}
		if due >= today {
			break
		}
	}
	return out
}

// inBuilding reports whether a state lies before the end of building.
func inBuilding(state string) bool {
	return slices.Contains([]string{"applied", "reviewed", "building"}, state)
}

// periodAndReports is R12. A centre still recorded as building after its period contradicts;
// a report that nobody recorded does not.
func periodAndReports(s *scene) verdict {
	c := ScheduleOf(s.v, s.n)
	if c.Started.IsZero() {
		return notRecorded(phrase.New("rule.r12.no_start")).wanting(phrase.New("rule.record.started"))
	}
	facts := append(slices.Clone(c.Applications), c.Reports...)
	var missing []phrase.Text
	reports, evaluated := 0, false
	for _, d := range c.Deadlines {
		switch {
		case d.What == DeadlineEvaluation:
			evaluated = d.State == DeadlineDone
		case d.What == DeadlineReport && d.State == DeadlineOverdue:
			missing = append(missing, phrase.New("rule.r12.report", "year", d.Year, "party", s.term("report_party", d.Party)).Both())
		case d.What == DeadlineReport && d.State == DeadlineDone:
			reports++
		}
	}
	overdue := s.v.Day() > c.BuildEnd
	switch {
	case overdue && inBuilding(c.State) && !evaluated:
		return notMet(phrase.New("rule.r12.overdue", "end", c.BuildEnd.Date().String(), "state", s.term("lifecycle_state", c.State)), s.property("state"), facts...)
	case len(missing) > 0:
		return notRecorded(phrase.New("rule.r12.missing", "n", reports, "missing", len(missing)), facts...).
			wanting(phrase.New("rule.record", "what", missing[:min(len(missing), maxNames)]))
	case overdue && c.State == "" && !evaluated:
		return notRecorded(phrase.New("rule.r12.no_evaluation", "end", c.BuildEnd.Date().String()), facts...).wanting(phrase.New("rule.record.evaluation"))
	}
	if c.State != "" {
		facts = append(facts, s.property("state"))
	}
	return met(phrase.New("rule.r12.kept", "n", reports, "end", c.BuildEnd.Date().String()), facts...)
}
