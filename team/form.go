package team

import (
	"cmp"
	"errors"
	"slices"

	"chuangmai/phrase"
	"chuangmai/team/ability"
	"chuangmai/team/cover"
)

// ErrNothingAsked says that the need asks for no capability, so that there is nothing to
// form a team for.
var ErrNothingAsked = errors.New("teams: the need asks for no capability")

// How different teams have to be, and how good the later ones: ours.
const (
	mostAlike   = 1.0 / 3 // share of members two teams may have in common (Jaccard), those that must be in apart
	goodEnough  = 0.8     // of the first team's coverage: no sharing of members is tried
	stillWorth  = 0.5     // of the first team's coverage
	factsSuffer = 0.9     // of what all records cover: then recorded facts alone are taken
)

// Form answers a question. Teams come with the greatest coverage
// first; there may be fewer than wanted, and none when nobody can do anything of what is
// asked. A constraint that cannot be met is a [phrase.QuestionError] that names it.
func Form(q Question) (Answer, error) {
	if err := q.check(q.Known); err != nil {
		return Answer{}, err
	}
	asked := ability.AskedIn(q.Need)
	if len(asked) == 0 {
		return Answer{}, ErrNothingAsked
	}
	table := ability.New(q.Sources, asked)
	p, first, err := choose(&q, table)
	if errors.Is(err, cover.ErrInfeasible) {
		return Answer{}, diagnose(q, table)
	}
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Asked: asked, Teams: []Team{}, Candidates: len(p.nodes), Notes: []phrase.Message{}}
	if first.Coverage == 0 {
		a.Notes = append(a.Notes, phrase.New("team.note.nobody"))
		return a, nil
	}
	chosen := p.others(first)
	slices.SortStableFunc(chosen, func(a, b cover.Solution) int { return cmp.Compare(round(b.Coverage), round(a.Coverage)) })
	for _, s := range chosen {
		a.Teams = append(a.Teams, p.explain(s))
	}
	if len(chosen) < q.teams() {
		a.Notes = append(a.Notes, phrase.New("team.note.fewer", "n", len(chosen), "wanted", q.teams()))
	}
	return a, nil
}

// choose forms the best team: of recorded facts where these do nearly as well as all
// records, else of all.
func choose(q *Question, table *ability.Table) (*pool, cover.Solution, error) {
	all, err := newPool(q, table, q.FactsOnly)
	if err != nil {
		return nil, cover.Solution{}, err
	}
	best, err := cover.Solve(all.problem)
	if err != nil || q.FactsOnly {
		return all, best, err
	}
	facts, err := newPool(q, table, true)
	if err != nil {
		return nil, cover.Solution{}, err
	}
	s, err := cover.Solve(facts.problem)
	if err != nil || s.Coverage < factsSuffer*best.Coverage {
		return all, best, nil //nolint:nilerr // facts alone do not do: all records count
	}
	return facts, s, nil
}

// others adds teams that differ clearly from the first and from each other.
func (p *pool) others(first cover.Solution) []cover.Solution {
	chosen := []cover.Solution{first}
	for len(chosen) < p.q.teams() {
		next, ok := p.apart(chosen)
		if !ok {
			return chosen
		}
		chosen = append(chosen, next)
	}
	return chosen
}

// apart forms a team without the members of earlier ones or, where that does much worse,
// with one of them.
func (p *pool) apart(chosen []cover.Solution) (cover.Solution, bool) {
	var used []int
	for _, s := range chosen {
		for _, m := range s.Members {
			if !slices.Contains(p.problem.Must, m) && !slices.Contains(used, m) {
				used = append(used, m)
			}
		}
	}
	slices.Sort(used)
	best, found := p.without(used, chosen)
	if found && best.Coverage >= goodEnough*chosen[0].Coverage {
		return best, true
	}
	for i := range used {
		rest := slices.Delete(slices.Clone(used), i, i+1)
		if s, ok := p.without(rest, chosen); ok && (!found || s.Coverage > best.Coverage+1e-9) {
			best, found = s, true
		}
	}
	return best, found && best.Coverage >= stillWorth*chosen[0].Coverage
}

// without forms a team without some candidates; false when there is none that differs.
func (p *pool) without(used []int, chosen []cover.Solution) (cover.Solution, bool) {
	problem := p.problem
	problem.Banned = make([]bool, len(p.nodes))
	for _, m := range used {
		problem.Banned[m] = true
	}
	s, err := cover.Solve(problem)
	if err != nil || s.Coverage == 0 {
		return s, false
	}
	for _, other := range chosen {
		if p.alike(s.Members, other.Members) > mostAlike {
			return s, false
		}
	}
	return s, true
}

// alike is the share of members that two teams have in common, those that must be in apart.
func (p *pool) alike(a, b []int) float64 {
	common, all := 0, 0
	for _, m := range a {
		if slices.Contains(p.problem.Must, m) {
			continue
		}
		all++
		if slices.Contains(b, m) {
			common++
		}
	}
	for _, m := range b {
		if !slices.Contains(p.problem.Must, m) && !slices.Contains(a, m) {
			all++
		}
	}
	if all == 0 {
		return 1
	}
	return float64(common) / float64(all)
}
