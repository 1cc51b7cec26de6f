package advise

import (
	"context"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
)

// Query asks for partners and resources.
type Query struct {
	// Text is a sentence; Need, when given, corrects its reading part by part.
	Text string
	Need *need.Need
	// Field is a field as a technology exchange names it ("新材料/金属材料"), or in own words.
	Field string
	// Requester is a body of the network; Profile describes one that is not in it.
	Requester graph.ID
	Profile   Profile
	// Groups and Kinds restrict the answer; nil for all.
	Groups []string
	Kinds  []graph.Kind
	Filter Filter
	// Limit is the number of hits per group, Offset how many are passed over; 0 means the default.
	Limit, Offset int
}

// Profile describes an asking body that is not in the network.
type Profile struct {
	City     string // a name or region code
	Industry string // a name or code of GB/T 4754
	Size     string // micro, small, medium, large
	SME      string // yes, no, unknown
}

// Filter keeps some of the ranked hits. It never changes a score.
type Filter struct {
	Kinds   []graph.Kind
	Regions []string // region codes; what lies within counts
	// Openness keeps resources that are "accessible" or "usable".
	Openness string
	// FactsOnly leaves made-up records out.
	FactsOnly bool
}

// Answer is what a query gets.
type Answer struct {
	Need   need.Need     `json:"need"`
	Groups []GroupAnswer `json:"groups"`
	// Hits counts the hits shown, OnFacts those that rest on recorded facts alone.
	Hits    int `json:"hits"`
	OnFacts int `json:"on_facts"`
	// Abstained says why there is no answer and what to add; nil when there is one.
	Abstained *phrase.Message `json:"abstained,omitempty"`
	Weights   []WeightsUsed   `json:"weights,omitempty"`
	Meta
}

// GroupAnswer is one group of an answer.
type GroupAnswer struct {
	Group  string                 `json:"group"`
	Total  int                    `json:"total"`
	Hits   []match.Recommendation `json:"hits"`
	Facets []Facet                `json:"facets"`
}

// Facet counts the values of one property among all hits of a group, before filters.
type Facet struct {
	Name   string       `json:"name"` // kind, city, openness
	Values []FacetValue `json:"values"`
}

// FacetValue is a value with how many hits have it.
type FacetValue struct {
	Value string      `json:"value"`
	Label phrase.Text `json:"label"`
	Count int         `json:"count"`
}

// WeightsUsed names a set of weights and what it was fitted on.
type WeightsUsed struct {
	Set      string `json:"set"`
	FittedOn string `json:"fitted_on"`
	Date     string `json:"date"`
}

// Recommend answers a query. Nothing that could be understood is an answer too: it has
// no hits and says why.
func (a *Advisor) Recommend(ctx context.Context, query Query, scope Scope) (Answer, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return Answer{}, err
	}
	defer release()
	start := a.clock()
	question, err := s.question(ctx, query)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Need: question.Need, Groups: []GroupAnswer{}}
	if why := s.abstain(question); why != nil {
		answer.Abstained = why
	} else if err := s.rank(ctx, &answer, question, query); err != nil {
		return Answer{}, err
	}
	answer.Meta = s.meta
	answer.TookMs = float64(a.clock().Sub(start).Microseconds()) / 1000
	return answer, nil
}

// question turns a query into what match ranks.
func (s *session) question(ctx context.Context, query Query) (match.Question, error) {
	q := match.Question{View: s.view, Groups: query.Groups, Kinds: query.Kinds, StaleDays: s.settings.StaleDays}
	if query.Requester != "" {
		n, known := s.view.Lookup(query.Requester)
		if !known {
			return q, &UnknownRequesterError{ID: query.Requester}
		}
		q.Requester = match.Requester{Node: n, Known: true}
	}
	if err := s.profile(&q, query.Profile); err != nil {
		return q, err
	}
	industry, err := s.industry(query.Profile)
	if err != nil {
		return q, err
	}
	if query.Field == "" && industry != nil {
		query.Field = industry.Name
	}
	if q.Need, err = s.read(query); err != nil {
		return q, err
	}
	if industry != nil && len(q.Need.Capabilities) == 0 {
		s.industryNeed(&q, *industry)
	}
	text := query.Text
	if text == "" && q.Need.Empty() && q.Requester.Known {
		s.ownNeed(&q)
		text = strings.Join(s.ownWords(q.Requester.Node), " ")
	}
	if err := s.gather(ctx, &q, text); err != nil {
		return q, err
	}
	return q, nil
}

// profile turns the description of an asking body into a region and its size.
func (s *session) profile(q *match.Question, p Profile) error {
	if p.City != "" {
		place, known := s.net.Words.Place(p.City)
		if !known {
			place, known = s.net.Words.PlaceByName(p.City)
		}
		if !known {
			return &UnknownPlaceError{Name: p.City}
		}
		q.Requester.Region = place.Code
	}
	q.Requester.SME = p.SME
	if p.SME == "" && p.Size != "" {
		q.Requester.SME = "yes"
		if p.Size == "large" {
			q.Requester.SME = "no"
		}
	}
	return nil
}

// industry returns the industry of an asking body, nil when none is given.
func (s *session) industry(p Profile) (*lexicon.Industry, error) {
	if p.Industry == "" {
		return nil, nil
	}
	one, known := s.net.Words.Industry(p.Industry)
	if !known {
		one, known = s.net.Words.IndustryByName(p.Industry)
	}
	if !known {
		return nil, &UnknownIndustryError{Name: p.Industry}
	}
	return &one, nil
}

// industryConfidence is how far an industry alone says what a body needs.
const industryConfidence = 0.5

// industryNeed asks, for a body that says no more than its industry, for what the industry
// draws on.
func (s *session) industryNeed(q *match.Question, industry lexicon.Industry) {
	for _, a := range industry.Areas {
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{
			ID: graph.ID(a.Area.ID), Name: a.Area.Name, NameEn: a.Area.NameEn, Weight: a.Weight,
			Reading: need.Reading{Confidence: industryConfidence},
		})
	}
	s.complete(&q.Need)
}

// ownNeed asks, for a body without a stated need, for what is near to its own abilities.
func (s *session) ownNeed(q *match.Question) {
	rel := s.view.Rel(graph.RelHasCapability)
	for e, n := range s.view.Out(q.Requester.Node, rel) {
		weight := 1.0
		if info := s.view.Edge(e); info.HasWeight {
			weight = info.Weight
		}
		q.Need.Capabilities = append(q.Need.Capabilities, need.Capability{
			ID: s.view.ID(n), Name: s.view.Name(n), NameEn: s.view.NameEn(n), Weight: weight, Reading: need.Reading{Confidence: 1},
		})
	}
	slices.SortFunc(q.Need.Capabilities, func(a, b need.Capability) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

func (s *session) ownWords(n snapshot.N) []string {
	return append([]string{s.view.Name(n)}, s.view.Aliases(n)...)
}

// rank fills the groups of an answer. In a network with a history of joint projects,
// partners are ranked by that history.
func (s *session) rank(ctx context.Context, answer *Answer, q match.Question, query Query) error {
	ranking := s.net.Ranker.Rank(q)
	sets := []string{match.SetPartners, match.SetResources}
	byHistory := new(match.Ranking)
	if s.net.Ranker.HasHistory(s.view) {
		over, err := s.networkQuestion(ctx, RankQuery{Query: query})
		if err != nil {
			return err
		}
		byHistory = s.net.Ranker.RankNetwork(over)
		sets[0] = over.Use
	}
	limit := query.Limit
	if limit <= 0 {
		limit = s.settings.GroupLimit
	}
	for _, group := range match.AllGroups() {
		if query.Groups != nil && !slices.Contains(query.Groups, group) {
			continue
		}
		by := ranking
		if len(byHistory.Group(group)) > 0 {
			by = byHistory
		}
		hits := by.Group(group)
		part := GroupAnswer{Group: group, Facets: s.facets(hits), Hits: []match.Recommendation{}}
		hits = s.filter(hits, query.Filter)
		part.Total = len(hits)
		for _, h := range page(hits, query.Offset, limit) {
			rec := by.Explain(h)
			part.Hits = append(part.Hits, rec)
			answer.Hits++
			if rec.RestsOnFacts {
				answer.OnFacts++
			}
		}
		answer.Groups = append(answer.Groups, part)
	}
	answer.Weights = s.weightsUsed(sets)
	return nil
}

// page cuts a page out of a list.
func page[T any](list []T, offset, limit int) []T {
	rest := list[min(max(offset, 0), len(list)):]
	return rest[:min(limit, len(rest))]
}

func (s *session) weightsUsed(names []string) []WeightsUsed {
	var out []WeightsUsed
	sets := s.net.Ranker.Weights().Sets
	for _, name := range names {
		out = append(out, WeightsUsed{Set: name, FittedOn: sets[name].FittedOn, Date: sets[name].Date})
	}
	return out
}
