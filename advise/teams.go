package advise

import (
	"context"
	"errors"

	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team"
	"chuangmai/team/ability"
)

// TeamsQuery asks for teams.
type TeamsQuery struct {
	// Query says what is needed and who asks; its groups, kinds, filter and page do not
	// count here.
	Query
	team.Constraints
}

// TeamsAnswer is what it gets.
type TeamsAnswer struct {
	Need need.Need `json:"need"`
	team.Answer
	// Abstained says why there is no answer and what to add; nil when there is one.
	Abstained *phrase.Message `json:"abstained,omitempty"`
	Meta
}

// Teams forms a few clearly different teams for a need. A constraint that cannot be met is
// a [phrase.QuestionError]; a place that nobody knows an [UnknownPlaceError].
func (a *Advisor) Teams(ctx context.Context, query TeamsQuery, scope Scope) (TeamsAnswer, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return TeamsAnswer{}, err
	}
	defer release()
	start := a.clock()
	q, err := s.question(ctx, query.Query)
	if err != nil {
		return TeamsAnswer{}, err
	}
	if query.Places, err = s.placeCodes(query.Places); err != nil {
		return TeamsAnswer{}, err
	}
	answer := TeamsAnswer{Need: q.Need, Answer: team.Answer{Asked: []ability.Asked{}, Teams: []team.Team{}, Notes: []phrase.Message{}}}
	formed, err := team.Form(team.Question{
		Sources: s.sources(), Need: q.Need, Requester: q.Requester.Node, Known: q.Requester.Known,
		Prefer: s.preferences(q), Constraints: query.Constraints,
	})
	switch {
	case errors.Is(err, team.ErrNothingAsked):
		answer.Abstained = s.abstain(q)
		if answer.Abstained == nil {
			why := phrase.New("abstain.no_capability")
			answer.Abstained = &why
		}
	case err != nil:
		return TeamsAnswer{}, err
	default:
		answer.Answer = formed
	}
	answer.Meta = s.meta
	answer.TookMs = float64(a.clock().Sub(start).Microseconds()) / 1000
	return answer, nil
}

func (s *session) sources() ability.Sources {
	return ability.Sources{View: s.view, Words: s.net.Words, Quality: s.net.Ranker.Weights().Quality}
}

// placeCodes reads places that are given by name or code.
func (s *session) placeCodes(places []string) ([]string, error) {
	out := make([]string, 0, len(places))
	for _, p := range places {
		place, known := s.net.Words.Place(p)
		if !known {
			place, known = s.net.Words.PlaceByName(p)
		}
		if !known {
			return nil, &UnknownPlaceError{Name: p}
		}
		out = append(out, place.Code)
	}
	return out, nil
}

// preferences rank the bodies that could be members as partners are ranked, the best 1.
func (s *session) preferences(q match.Question) map[snapshot.N]float64 {
	q.Use, q.Groups, q.Among = match.SetPartners, nil, nil
	q.Kinds = nil
	for _, def := range s.view.Schema().Kinds {
		if def.Organisation && def.Provider {
			q.Kinds = append(q.Kinds, def.Name)
		}
	}
	q.Exclude = nil
	hits := s.net.Ranker.Rank(q).All()
	out := make(map[snapshot.N]float64, len(hits))
	for _, h := range hits {
		out[h.N] = max(0, h.Score/hits[0].Score)
	}
	return out
}
