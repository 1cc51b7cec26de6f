package team

import (
	"slices"

	"chuangmai/phrase"
	"chuangmai/team/ability"
	"chuangmai/team/cover"
)

// relaxation is a constraint with how to go without it and how to say that it was the one.
type relaxation struct {
	constraint string
	drop       func(*Question)
	reason     phrase.Message
}

// diagnose names the constraint that cannot be met: the first without which there would
// be a team, or all of them together.
func diagnose(q Question, table *ability.Table) error {
	list := relaxations(q)
	for _, r := range list {
		relaxed := q
		r.drop(&relaxed)
		if solvable(&relaxed, table) {
			return &phrase.QuestionError{Parameter: r.constraint, Reason: r.reason}
		}
	}
	return phrase.Wrong(Together, "team.error.together", "constraints", names(list))
}

func solvable(q *Question, table *ability.Table) bool {
	p, err := newPool(q, table, q.FactsOnly)
	if err != nil {
		return false
	}
	_, err = cover.Solve(p.problem)
	return err == nil
}

func names(list []relaxation) []phrase.Text {
	var out []phrase.Text
	for _, r := range list {
		if t := phrase.New("team.constraint." + r.constraint).Both(); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// relaxations are the constraints of a question, those on the team before those on its
// members.
func relaxations(q Question) []relaxation {
	var out []relaxation
	add := func(holds bool, constraint string, drop func(*Question), reason phrase.Message) {
		if holds {
			out = append(out, relaxation{constraint, drop, reason})
		}
	}
	for i, word := range q.Actors {
		actor, _ := ActorOf(word)
		add(true, "actors", func(r *Question) { r.Actors = slices.Delete(slices.Clone(q.Actors), i, i+1) },
			phrase.New("team.error.actor", "actor", actorText(actor)))
	}
	add(q.SMEShare > 0, "sme_share", func(r *Question) { r.SMEShare = 0 }, phrase.New("team.error.sme_share", "percent", 100*q.SMEShare))
	add(q.Ties == TiesSome, "ties", func(r *Question) { r.Ties = "" }, phrase.New("team.error.ties_some"))
	add(q.Ties == TiesNone, "ties", func(r *Question) { r.Ties = "" }, phrase.New("team.error.ties_none"))
	required := len(q.Places) > 0
	for _, p := range q.Need.Places {
		required = required || p.Required
	}
	add(required, "places", func(r *Question) { r.Places, r.Need.Places = nil, nil }, phrase.New("team.error.places", "places", q.placeNames()))
	add(q.size() < MaxSize, "size", func(r *Question) { r.Size = MaxSize }, phrase.New("team.error.too_small", "size", q.size()))
	add(len(q.Exclude) > 0, "exclude", func(r *Question) { r.Exclude = nil }, phrase.New("team.error.exclude"))
	add(len(q.Include) > 0, "include", func(r *Question) { r.Include = nil }, phrase.New("team.error.include"))
	add(q.FactsOnly, "facts_only", func(r *Question) { r.FactsOnly = false }, phrase.New("team.error.facts_only"))
	return out
}

func (q *Question) placeNames() []phrase.Text {
	var out []phrase.Text
	add := func(code string) {
		t := phrase.Text{Zh: code, En: code}
		if p, known := q.Words.Place(code); known {
			t = phrase.Text{Zh: p.Name, En: p.NameEn}
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	for _, code := range q.Places {
		add(code)
	}
	for _, p := range q.Need.Places {
		if p.Required && !p.Own {
			add(p.Code)
		}
	}
	return out
}

func actorText(actor string) phrase.Text { return phrase.New("actor." + actor).Both() }
