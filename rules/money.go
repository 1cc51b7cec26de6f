package rules

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/phrase"
)

// Sources of income and modes of funding.
const (
	incomeTransfer = "transfer"
	incomeDirect   = "direct_subsidy"
	fundPost       = "post_subsidy"
)

// mainly is the share above which 主要 is read as met; ours.
const mainly = 0.5

// transferIncome is R14: the use of all transfer income on record, by amount where every
// amount is known.
func transferIncome(s *scene) verdict {
	var facts []Cite
	var shares, used, amounts float64
	weighed := true
	for _, e := range s.papers(s.n, graph.KindIncome) {
		share, stated := s.v.Number(e.node, "use_rd_team_share")
		if s.v.Text(e.node, "source") != incomeTransfer || !stated {
			continue
		}
		amount, known := s.v.Number(e.node, "amount_wan")
		weighed = weighed && known && amount > 0
		shares += share
		used += amount * share
		amounts += amount
		facts = append(facts, Cite{Node: e.node, Property: "use_rd_team_share"})
	}
	if len(facts) == 0 {
		return notRecorded(phrase.New("rule.r14.none"))
	}
	share := shares / float64(len(facts))
	if weighed {
		share = used / amounts
	}
	found := phrase.New("rule.r14.share", "percent", 100*share, "n", len(facts))
	if share > mainly {
		return met(found, facts...)
	}
	return notMet(found, facts[0], facts[1:]...)
}

// earnedIncome is R15, for the latest year with amounts on record.
func earnedIncome(s *scene) verdict {
	type year struct {
		total, direct float64
		facts         []Cite
	}
	years := make(map[int]*year)
	latest := 0
	for _, e := range s.papers(s.n, graph.KindIncome) {
		when, dated := s.v.Number(e.node, "year")
		amount, known := s.v.Number(e.node, "amount_wan")
		if !dated || !known || amount <= 0 {
			continue
		}
		y := years[int(when)]
		if y == nil {
			y = &year{}
			years[int(when)] = y
		}
		latest = max(latest, int(when))
		y.total += amount
		if s.v.Text(e.node, "source") == incomeDirect {
			y.direct += amount
		}
		y.facts = append(y.facts, Cite{Node: e.node, Property: "amount_wan"})
	}
	y := years[latest]
	if y == nil {
		return notRecorded(phrase.New("rule.r15.none"))
	}
	found := phrase.New("rule.r15.share", "year", latest, "percent", 100*y.direct/y.total, "n", len(y.facts))
	if y.direct > y.total*mainly {
		return notMet(found, y.facts[0], y.facts[1:]...)
	}
	return met(found, y.facts...)
}

// postSubsidy is R16. A subsidy with no evaluation on record is unknown; one that came
// before every dated evaluation contradicts.
func postSubsidy(s *scene) verdict {
	grants := with(s.into(s.n, graph.RelFunds), fundPost)
	evaluations := s.papers(s.n, graph.KindEvaluation)
	if len(grants) == 0 {
		return notRecorded(phrase.New("rule.r16.none"))
	}
	facts := cites(grants, evaluations)
	if len(evaluations) == 0 {
		return notRecorded(phrase.New("rule.r16.no_evaluation", "n", len(grants)), facts...)
	}
	var early []end
	for _, g := range grants {
		follows := slices.ContainsFunc(evaluations, func(e end) bool {
			date, err := graph.ParseDate(s.v.Text(e.node, "date"))
			return err != nil || date.IsZero() || date.First() <= lastOf(g.about.Start)
		})
		if !follows {
			early = append(early, g)
		}
	}
	if len(early) > 0 {
		fact, more := first(cites(early))
		return notMet(phrase.New("rule.r16.early", "n", len(early)), fact, append(more, cites(evaluations)...)...)
	}
	return met(phrase.New("rule.r16.after", "n", len(grants)), facts...)
}

// lastOf is a beginning, or the end of time where it is not recorded.
func lastOf(d graph.Day) graph.Day {
	if d == graph.DayMin {
		return graph.DayMax
	}
	return d
}
