package advise

import (
	"context"
	"slices"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/search"
)

// SearchQuery asks for nodes by what they are called and can do. What only classifies
// ([graph.Kind.Classifies]) is searched when the filter asks for such a kind.
type SearchQuery struct {
	Text   string
	Mode   search.Mode
	Filter Filter
	// Limit and Offset cut the page; Limit 0 means 20.
	Limit, Offset int
}

// SearchAnswer is what a search finds.
type SearchAnswer struct {
	Items  []SearchHit `json:"items"`
	Total  int         `json:"total"`
	Facets []Facet     `json:"facets"`
	// Step says how far the search had to go.
	Step search.Step `json:"step"`
	Meta
}

// SearchHit is a node found.
type SearchHit struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Synthetic bool       `json:"synthetic"`
	Score     float64    `json:"score"`
	// Highlights are the texts in which the words stand; absent when the store did not
	// give the record in time.
	Highlights []Highlight `json:"highlights,omitempty"`
}

// Highlight is a text of a record with the places that answer the query, in characters.
type Highlight struct {
	Property string   `json:"property"`
	Text     string   `json:"text"`
	Spans    [][2]int `json:"spans"`
}

// searchDepth is how many hits facets are counted over.
const searchDepth = 1000

// Search finds nodes by words.
func (a *Advisor) Search(ctx context.Context, query SearchQuery, scope Scope) (SearchAnswer, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return SearchAnswer{}, err
	}
	defer release()
	start := a.clock()
	answer := SearchAnswer{Items: []SearchHit{}, Facets: []Facet{}}
	hits, err := s.find(ctx, query, &answer)
	if err != nil {
		return SearchAnswer{}, err
	}
	if query.Limit <= 0 {
		query.Limit = 20
	}
	for _, h := range page(hits, query.Offset, query.Limit) {
		v := s.view
		answer.Items = append(answer.Items, SearchHit{
			ID: v.ID(h.N), Kind: v.Kind(h.N), Name: v.Name(h.N), NameEn: v.NameEn(h.N), Region: v.Region(h.N),
			Synthetic: v.Synthetic(h.N), Score: h.Score,
		})
	}
	s.highlight(ctx, query.Text, answer.Items)
	answer.Meta = s.meta
	answer.TookMs = float64(a.clock().Sub(start).Microseconds()) / 1000
	return answer, nil
}

// find asks the index, or the names of the picture while there is none.
func (s *session) find(ctx context.Context, query SearchQuery, answer *SearchAnswer) ([]match.Hit, error) {
	var hits []match.Hit
	classes := slices.ContainsFunc(query.Filter.Kinds, graph.Kind.Classifies)
	if s.net.Texts == nil {
		hits = s.byName(query.Text, classes)
		answer.Total = len(hits)
	} else {
		texts := s.texts()
		if classes {
			texts = s.allTexts()
		}
		found, err := s.net.Texts.Search(ctx, search.Query{Text: query.Text, Mode: query.Mode, Limit: searchDepth}, texts)
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits {
			hits = append(hits, match.Hit{N: snapshot.N(h.N), Score: h.Score})
		}
		answer.Total, answer.Step = found.Total, found.Step
	}
	answer.Facets = s.facets(hits)
	kept := s.filter(hits, query.Filter)
	if len(kept) < len(hits) {
		answer.Total = len(kept)
	}
	return kept, nil
}

// highlight fetches the records of a page and cuts out where the words stand.
func (s *session) highlight(ctx context.Context, text string, items []SearchHit) {
	if s.net.Texts == nil {
		return
	}
	records, ok := s.detail(ctx, items)
	if !ok {
		s.meta.Degraded = append(s.meta.Degraded, "detail")
		return
	}
	for i := range items {
		record, found := records[items[i].ID]
		if !found {
			continue
		}
		for _, part := range s.parts(record) {
			spans := s.net.Texts.Highlight(part.Text, text)
			if len(spans) == 0 {
				continue
			}
			h := Highlight{Property: part.Property, Text: part.Text}
			for _, span := range spans {
				start := utf8.RuneCountInString(part.Text[:span.Start])
				h.Spans = append(h.Spans, [2]int{start, start + utf8.RuneCountInString(part.Text[span.Start:span.End])})
			}
			items[i].Highlights = append(items[i].Highlights, h)
		}
	}
}

// parts are the texts of a record that search reads.
func (s *session) parts(n graph.Node) []Highlight {
	out := []Highlight{{Property: "name", Text: n.Name}, {Property: "name_en", Text: n.NameEn}}
	for _, alias := range n.Aliases {
		out = append(out, Highlight{Property: "aliases", Text: alias})
	}
	for _, name := range n.Properties.Names() {
		if def := s.view.Schema().NodeProperty(n.Kind, name); def == nil || !def.Searched {
			continue
		}
		for _, text := range n.Properties.Texts(name) {
			out = append(out, Highlight{Property: name, Text: text})
		}
	}
	return slices.DeleteFunc(out, func(h Highlight) bool { return h.Text == "" })
}

// detail reads whole records under a deadline.
func (s *session) detail(ctx context.Context, items []SearchHit) (map[graph.ID]graph.Node, bool) {
	ids := make([]graph.ID, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	ctx, cancel := context.WithTimeout(ctx, s.settings.DetailTimeout)
	defer cancel()
	out := make(map[graph.ID]graph.Node, len(ids))
	if len(ids) == 0 {
		return out, true
	}
	for n, err := range s.records.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
		if err != nil {
			return nil, false
		}
		out[n.ID] = n
	}
	return out, true
}
