package advise

import (
	"context"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// RankQuery asks for an order of candidates without explanations: what batch ranking and
// evaluation need.
type RankQuery struct {
	Query
	// Set names the set of weights; [match.SetPartners], [match.SetResources] or one of
	// [match.NetworkSets]. For partners in a network with a history of joint projects the
	// question decides which of the latter it is.
	Set string
	// Country and Region are codes of where the requester is, when it is not in the network;
	// only a network with a history looks at them, and for it an unknown requester is no
	// error.
	Country, Region string
	// At is where the requester is when no region is known, nil for not known.
	At *match.Point
	// NewOnly leaves out those who took part in a project with the requester; only a network
	// with a history looks at it.
	NewOnly bool
	// Among are the only candidates; nil for all that the question finds.
	Among []graph.ID
	// Exclude are never candidates.
	Exclude []graph.ID
	// Depth is the greatest number returned; 0 for all.
	Depth int
}

// Ranked is a candidate in order.
type Ranked struct {
	ID    graph.ID
	Name  string
	Score float64
}

// Rank orders candidates, the best first. It never abstains: a weak answer still has an
// order.
func (a *Advisor) Rank(ctx context.Context, query RankQuery, scope Scope) ([]Ranked, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return nil, err
	}
	defer release()
	if slices.Contains(match.NetworkSets(), query.Set) || query.Set == match.SetPartners && s.net.Ranker.HasHistory(s.view) {
		return s.rankNetwork(ctx, query)
	}
	q, err := s.rankQuestion(ctx, query)
	if err != nil {
		return nil, err
	}
	hits := s.net.Ranker.Rank(q).All()
	if query.Depth > 0 {
		hits = hits[:min(query.Depth, len(hits))]
	}
	return s.ranked(hits), nil
}

// rankQuestion turns a query into a question over abilities and resources.
func (s *session) rankQuestion(ctx context.Context, query RankQuery) (match.Question, error) {
	q, err := s.question(ctx, query.Query)
	if err != nil {
		return q, err
	}
	q.Use = query.Set
	q.Requester.At = query.At
	if query.Among != nil {
		q.Among = s.numbers(query.Among)
	}
	q.Exclude = make(map[snapshot.N]bool)
	for _, n := range s.numbers(query.Exclude) {
		q.Exclude[n] = true
	}
	return q, nil
}

func (s *session) numbers(ids []graph.ID) []snapshot.N {
	out := make([]snapshot.N, 0, len(ids))
	for _, id := range ids {
		if n, known := s.view.Lookup(id); known {
			out = append(out, n)
		}
	}
	return out
}

func (s *session) ranked(hits []match.Hit) []Ranked {
	out := make([]Ranked, len(hits))
	for i, h := range hits {
		out[i] = Ranked{ID: s.view.ID(h.N), Name: s.view.Name(h.N), Score: h.Score}
	}
	return out
}

// RankSearch orders nodes by text search alone.
func (a *Advisor) RankSearch(ctx context.Context, query SearchQuery, among map[graph.ID]bool, scope Scope) ([]Ranked, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return nil, err
	}
	defer release()
	var unused SearchAnswer
	hits, err := s.find(ctx, query, &unused)
	if err != nil {
		return nil, err
	}
	var out []Ranked
	for _, r := range s.ranked(hits) {
		if (among == nil || among[r.ID]) && (query.Limit <= 0 || len(out) < query.Limit) {
			out = append(out, r)
		}
	}
	return out, nil
}
