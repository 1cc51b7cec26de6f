package api

import (
	"context"
	"sync"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// GetStats says how large, fresh and well sourced the network is.
func (h *handlers) GetStats(ctx context.Context, _ GetStatsRequestObject) (GetStatsResponseObject, error) {
	c := callOf(ctx)
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return nil, err
	}
	defer release()
	stats := h.stats.of(view, c, h.count)
	stats.AsOf, stats.Degraded, stats.TookMs = meta.AsOf, meta.Degraded, c.took()
	return GetStats200JSONResponse(stats), nil
}

// count counts what a view shows.
func (h *handlers) count(v snapshot.View) Stats {
	s := Stats{Revision: v.Revision(), Kinds: []KindCount{}, Relations: []EdgeCount{}}
	kinds := make(map[graph.Kind]*KindCount)
	relations := make(map[graph.Relation]*EdgeCount)
	oldest, newest := graph.DayMax, graph.DayMin
	for n := range v.Nodes() {
		s.Nodes++
		k := of(kinds, v.Kind(n))
		k.Count++
		if v.Synthetic(n) {
			s.SyntheticNodes++
			k.Synthetic++
		} else {
			countSource(&s.Sources, v, n)
			if fresh := v.Fresh(n); fresh != graph.DayMin {
				oldest, newest = min(oldest, fresh), max(newest, fresh)
			}
		}
		for e := range v.Edges(n) {
			if info := v.Edge(e); info.From == n {
				s.Edges++
				countEdge(of(relations, info.Relation), info)
			}
		}
	}
	if s.Nodes > 0 {
		s.SyntheticShare = float64(s.SyntheticNodes) / float64(s.Nodes)
	}
	s.Sources.Oldest, s.Sources.Newest = oldest.Date(), newest.Date()
	h.listCounts(&s, kinds, relations)
	return s
}

func of[K comparable, T any](m map[K]*T, key K) *T {
	if m[key] == nil {
		m[key] = new(T)
	}
	return m[key]
}

func countSource(s *SourceStats, v snapshot.View, n snapshot.N) {
	if v.Fresh(n) == graph.DayMin {
		s.Undated++
	} else {
		s.Dated++
	}
	if v.MirrorOnly(n) {
		s.MirrorOnly++
	}
}

func countEdge(c *EdgeCount, e snapshot.Edge) {
	c.Count++
	if e.Synthetic {
		c.Synthetic++
	}
	if e.Derived {
		c.Derived++
	}
}

// listCounts lists the counts in the order of the schema. Kinds and relations without a
// record stand there with 0: what is missing is said.
func (h *handlers) listCounts(s *Stats, kinds map[graph.Kind]*KindCount, relations map[graph.Relation]*EdgeCount) {
	for _, def := range h.schema.Kinds {
		k := *of(kinds, def.Name)
		k.Kind, k.Label, k.Group = def.Name, phrase.Text{Zh: def.Zh, En: def.En}, def.Group
		s.Kinds = append(s.Kinds, k)
	}
	for i := range h.schema.Relations {
		def := &h.schema.Relations[i]
		r := *of(relations, def.Name)
		r.Relation, r.Label = def.Name, phrase.Text{Zh: def.Zh, En: def.En}
		s.Relations = append(s.Relations, r)
	}
}

// statsCache keeps counts, which walk the whole network. Where that takes long, counts of
// an older revision do for a while, so that counting never takes more than a small part of
// the time. Its zero value is empty; it is safe for concurrent use.
type statsCache struct {
	mu   sync.Mutex
	kept map[statsKey]keptStats
}

type statsKey struct {
	day      graph.Day
	audience snapshot.Audience
}

type keptStats struct {
	stats Stats
	at    time.Time
	took  time.Duration
}

// Bounds of the cache.
const (
	maxKept  = 16                     // views
	quick    = 100 * time.Millisecond // counting that is done anew for every revision
	restFor  = 20                     // times the time it took, counts of an older revision do
	maxRests = time.Minute
)

func (s *statsCache) of(v snapshot.View, c *call, count func(snapshot.View) Stats) Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, now := statsKey{v.Day(), v.Audience()}, c.clock()
	old, have := s.kept[key]
	resting := old.took > quick && now.Sub(old.at) < min(restFor*old.took, maxRests) && old.stats.Revision >= c.atLeast
	if have && (old.stats.Revision == v.Revision() || resting) {
		return old.stats
	}
	stats := count(v)
	if len(s.kept) >= maxKept || s.kept == nil {
		s.kept = make(map[statsKey]keptStats)
	}
	end := c.clock()
	s.kept[key] = keptStats{stats: stats, at: end, took: end.Sub(now)}
	return stats
}
