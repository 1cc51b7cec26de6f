package dossier

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/rules"
)

// Steps of a centre's life.
const (
	StepApplied   = "applied"
	StepReviewed  = "reviewed"
	StepBuilding  = "building"
	StepEvaluated = "evaluated"
	StepOutcome   = "outcome"
)

// States of a step.
const (
	StepDone        = "done"
	StepNotRecorded = "not_recorded"
)

// Lifecycle is the life of a centre by part six of the Jiangsu guide.
type Lifecycle struct {
	// Applies is false for centres that another text governs: the guide's dates are not
	// theirs.
	Applies bool
	State   string // recorded state of building, "" when none is
	Steps   []Step
	// Deadlines come in the order of their dates' kinds: end of building, evaluation,
	// reports by year and party.
	Deadlines []Deadline
	Overdue   int
}

// Step is one step of the life.
type Step struct {
	Code  string
	State string
	// Date is as precise as recorded; zero when not recorded.
	Date  graph.Date
	Note  *phrase.Message
	Nodes []rules.NodeFact
}

// Deadline is [rules.Deadline] with its facts told.
type Deadline struct {
	What, Party string
	Year        int
	Due         graph.Date
	State       string
	Nodes       []rules.NodeFact
}

func lifecycle(v snapshot.View, centre snapshot.N) Lifecycle {
	out := Lifecycle{State: v.Text(centre, "state"), Steps: []Step{}, Deadlines: []Deadline{}}
	if text, _ := rules.Governing(v, centre); text != rules.Jiangsu {
		return out
	}
	out.Applies = true
	c := rules.ScheduleOf(v, centre)
	applications, _ := rules.Facts(v, c.Applications)
	step := func(code string, done bool, date graph.Date, note *phrase.Message, nodes []rules.NodeFact) {
		s := Step{Code: code, State: StepNotRecorded, Date: date, Note: note, Nodes: nodes}
		if done {
			s.State = StepDone
		}
		out.Steps = append(out.Steps, s)
	}
	step(StepApplied, len(applications) > 0, c.Filed, nil, applications)
	step(StepReviewed, c.Technical > 0 && c.Management > 0, graph.Date{}, reviewNote(c), applications)
	step(StepBuilding, !c.Started.IsZero(), c.Started, nil, applications)
	var evaluated graph.Date
	final := []rules.NodeFact{}
	for _, e := range c.Evaluations {
		if v.Text(e.Node, "type") != "end_of_period" {
			continue
		}
		final = append(final, rules.NodeOf(v, e.Node))
		if d, err := graph.ParseDate(v.Text(e.Node, "date")); err == nil {
			evaluated = d
		}
	}
	step(StepEvaluated, len(final) > 0, evaluated, nil, final)
	own := rules.NodeOf(v, centre)
	own.Property = "state"
	switch c.State {
	case "operating", "rectify", "exited":
		label := v.Schema().TermLabel("lifecycle_state", c.State)
		note := phrase.New("dossier.step.state", "state", phrase.Text{Zh: label.Zh, En: label.En})
		step(StepOutcome, true, graph.Date{}, &note, []rules.NodeFact{own})
	default:
		step(StepOutcome, false, graph.Date{}, nil, []rules.NodeFact{})
	}
	for _, d := range c.Deadlines {
		nodes, _ := rules.Facts(v, d.Cites)
		out.Deadlines = append(out.Deadlines, Deadline{d.What, d.Party, d.Year, d.Due.Date(), d.State, nodes})
		if d.State == rules.DeadlineOverdue {
			out.Overdue++
		}
	}
	return out
}

// reviewNote says who took part in the review, where that is recorded.
func reviewNote(c rules.Schedule) *phrase.Message {
	if c.Technical < 0 || c.Management < 0 {
		return nil
	}
	note := phrase.New("dossier.step.review", "technical", c.Technical, "management", c.Management)
	if c.Technical == 0 || c.Management == 0 {
		note = phrase.New("dossier.step.review_lacks", "technical", c.Technical, "management", c.Management)
	}
	return &note
}
