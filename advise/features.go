package advise

import (
	"context"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// Features are what each signal of a set of weights says of the candidates of a query: what
// fitting weights needs.
type Features struct {
	Signals    []string // by name
	Candidates []CandidateFeatures
}

// CandidateFeatures is one candidate: per signal its raw value over the greatest of all
// candidates, 0 to 1.
type CandidateFeatures struct {
	ID     graph.ID
	Shares []float64
}

// FeatureQuery asks for features.
type FeatureQuery struct {
	RankQuery // Set names the set of weights, never ""
	// Most bounds the candidates returned, 0 for all; Keep are returned in any case, if they
	// are candidates.
	Most int
	Keep []graph.ID
}

// Features returns the signals of a query's candidates before they are weighed. A set over
// a history of joint projects is used as it is named, whatever the question would decide.
func (a *Advisor) Features(ctx context.Context, query FeatureQuery, scope Scope) (Features, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return Features{}, err
	}
	defer release()
	var q match.Question
	if slices.Contains(match.NetworkSets(), query.Set) {
		query.Depth = 0
		q, err = s.networkQuestion(ctx, query.RankQuery)
	} else {
		q, err = s.rankQuestion(ctx, query.RankQuery)
	}
	if err != nil {
		return Features{}, err
	}
	keep := make(map[snapshot.N]bool, len(query.Keep))
	for _, n := range s.numbers(query.Keep) {
		keep[n] = true
	}
	found := s.net.Ranker.Features(q, query.Most, keep)
	out := Features{Signals: found.Signals, Candidates: make([]CandidateFeatures, len(found.Rows))}
	for i, row := range found.Rows {
		out.Candidates[i] = CandidateFeatures{ID: s.view.ID(row.N), Shares: row.Shares}
	}
	return out, nil
}
