package advise

import (
	"context"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/search"
)

// rankNetwork orders candidates by the network's history of joint projects.
func (s *session) rankNetwork(ctx context.Context, query RankQuery) ([]Ranked, error) {
	q, err := s.networkQuestion(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ranked(s.net.Ranker.RankNetwork(q).All()), nil
}

// Explained orders candidates by the network's history of joint projects, as Rank does for
// a network that has one, and says why each stands where it does.
func (a *Advisor) Explained(ctx context.Context, query RankQuery, scope Scope) ([]match.Recommendation, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return nil, err
	}
	defer release()
	q, err := s.networkQuestion(ctx, query)
	if err != nil {
		return nil, err
	}
	ranking := s.net.Ranker.RankNetwork(q)
	var out []match.Recommendation
	for _, h := range ranking.All() {
		out = append(out, ranking.Explain(h))
	}
	return out, nil
}

// networkQuestion turns a query into a question over the history.
func (s *session) networkQuestion(ctx context.Context, query RankQuery) (match.Question, error) {
	q := match.Question{
		View: s.view, Groups: query.Groups, Kinds: query.Kinds, NewOnly: query.NewOnly, Depth: query.Depth,
		StaleDays: s.settings.StaleDays, Exclude: make(map[snapshot.N]bool),
		Requester: match.Requester{Region: query.Region, Country: query.Country, At: query.At, SME: query.Profile.SME},
	}
	if n, known := s.view.Lookup(query.Requester); known {
		q.Requester.Node, q.Requester.Known = n, true
	}
	if query.Among != nil {
		q.Among = s.numbers(query.Among)
	}
	for _, n := range s.numbers(query.Exclude) {
		q.Exclude[n] = true
	}
	text, own := query.Text, false
	if strings.TrimSpace(text) == "" && q.Requester.Known {
		var err error
		if text, err = s.ownProjects(ctx, q.Requester.Node); err != nil {
			return q, err
		}
		own = true
	}
	if err := s.projectWords(ctx, &q, text, own); err != nil {
		return q, err
	}
	if q.Use = query.Set; !slices.Contains(match.NetworkSets(), q.Use) {
		q.Use = s.net.Ranker.NetworkSet(q)
	}
	return q, nil
}

// ownProjects returns the words of the projects that a body took part in, as the index
// counts them: names and key words twice.
func (s *session) ownProjects(ctx context.Context, n snapshot.N) (string, error) {
	var ids []graph.ID
	for _, to := range s.view.Out(n, s.view.Rel(graph.RelParticipatesIn)) {
		if s.view.Kind(to) == graph.KindProject && !s.net.Ranker.Earlier(s.view, to) {
			ids = append(ids, s.view.ID(to))
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	slices.Sort(ids)
	ctx, cancel := context.WithTimeout(ctx, s.settings.DetailTimeout)
	defer cancel()
	var b strings.Builder
	for node, err := range s.records.Nodes(ctx, graph.NodeFilter{IDs: slices.Compact(ids)}) {
		if err != nil {
			return "", err
		}
		twice := append([]string{node.Name}, node.Properties.Texts("capability_words")...)
		once := []string{node.Properties.Text("objective"), node.Properties.Text("topic")}
		for _, part := range slices.Concat(twice, twice, once) {
			b.WriteString(part)
			b.WriteByte('\n')
		}
	}
	return b.String(), nil
}

// projectWords asks the text index where the words of a text stand.
func (s *session) projectWords(ctx context.Context, q *match.Question, text string, own bool) error {
	if s.net.Texts == nil {
		q.Text.Degraded = true
		return nil
	}
	field := search.FieldEnglish
	if strings.ContainsFunc(text, lexicon.IsHan) {
		field = search.FieldWords
	}
	terms := s.net.Texts.Terms(text, field)
	if len(terms) == 0 {
		return nil
	}
	words := &match.ProjectText{Own: own, Lengths: s.net.Texts.Lengths(field, s.texts()).Of}
	err := s.net.Texts.Postings(ctx, terms, s.texts(), func(term search.Term, postings []search.Posting) error {
		t := match.TermPostings{Times: term.Times, Postings: make([]match.Posting, len(postings))}
		for i, p := range postings {
			t.Postings[i] = match.Posting{N: snapshot.N(p.N), Times: int32(p.Frequency)} //nolint:gosec // at most 65,535
		}
		words.Terms = append(words.Terms, t)
		return nil
	})
	if err != nil {
		return s.degrade(ctx, q, err)
	}
	q.Text.Projects = words
	return nil
}

// HasHistory reports whether partners are ranked by a history of joint projects.
func (a *Advisor) HasHistory(scope Scope) (bool, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return false, err
	}
	defer release()
	return s.net.Ranker.HasHistory(s.view), nil
}
