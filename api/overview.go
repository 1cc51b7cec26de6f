package api

import (
	"context"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/steward"
)

// maxSources is how many sources an overview names.
const maxSources = 50

// GetOverview says what the network holds and what one can ask it.
func (h *handlers) GetOverview(ctx context.Context, _ GetOverviewRequestObject) (GetOverviewResponseObject, error) {
	c := callOf(ctx)
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	defer release()
	out := h.overview(h.stats.of(view, c, h.count))
	out.OpenResources, out.Collaborations = h.counted(view, c)
	survey, err := h.desk.Survey(ctx, view, c.atLeast)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		survey = new(steward.Survey)
		meta.Degraded = append(meta.Degraded, "detail")
	}
	out.SourcesTotal, out.Sources = len(survey.Sources), sourcesOf(survey)
	out.Examples = examplesOf(view, survey)
	if out.Newest.First() > view.Day() { // the last day of a year that has not ended
		out.Newest = view.Day().Date()
	}
	out.AsOf, out.Degraded, out.TookMs = meta.AsOf, meta.Degraded, c.took()
	return GetOverview200JSONResponse(out), nil
}

// overview takes from the statistics what a start page shows.
func (h *handlers) overview(s Stats) Overview {
	out := Overview{
		Nodes: s.Nodes, Edges: s.Edges, SyntheticNodes: s.SyntheticNodes, SyntheticShare: s.SyntheticShare,
		Kinds: []KindCount{}, Newest: s.Sources.Newest, Revision: s.Revision,
	}
	for _, k := range s.Kinds {
		if k.Count > 0 {
			out.Kinds = append(out.Kinds, k)
		}
	}
	return out
}

// highlights are counts that only a start page shows.
type highlights struct{ open, collaborations Counted }

// counted counts the resources that are open and the collaborations.
func (h *handlers) counted(view snapshot.View, c *call) (open, collaborations Counted) {
	kept, err := h.highlights.Of(view, c.atLeast, c.clock, func() (highlights, error) {
		var out highlights
		rel := view.Rel(graph.RelCollaboratesWith)
		for n := range view.Nodes() {
			if o := match.OpennessOf(view, n); o != nil && o.AtLeast("accessible") {
				out.open.add(view.Synthetic(n))
			}
			for e := range view.Out(n, rel) {
				out.collaborations.add(view.Edge(e).Synthetic)
			}
		}
		return out, nil
	})
	if err != nil { // counting what is in memory does not fail
		return open, collaborations
	}
	return kept.open, kept.collaborations
}

func (c *Counted) add(synthetic bool) {
	c.Count++
	if synthetic {
		c.Synthetic++
	}
}

func sourcesOf(s *steward.Survey) []SourceCount {
	out := []SourceCount{}
	for _, source := range s.Sources[:min(len(s.Sources), maxSources)] {
		out = append(out, SourceCount{Title: source.Title, Address: source.Address, Records: source.Records, Newest: source.Newest})
	}
	return out
}

// examplesOf shows needs with who poses them. One that is gone by now is left out.
func examplesOf(v snapshot.View, s *steward.Survey) []NeedExample {
	out := []NeedExample{}
	for _, e := range s.Examples {
		n, there := v.Lookup(e.ID)
		if !there {
			continue
		}
		example := NeedExample{ID: e.ID, Text: e.Text, Title: e.Title, Synthetic: e.Synthetic, Posted: e.Posted}
		for _, poser := range v.In(n, v.Rel(graph.RelPoses)) {
			example.Requester = brief(v, poser)
			break
		}
		out = append(out, example)
	}
	return out
}
