package health

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"sync"

	"chuangmai/coverage/divisions"
	"chuangmai/coverage/health/structure"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Limits of what is computed exactly: betweenness follows paths from every tied body where
// tied bodies times (bodies and pairs) is at most exactWork steps, else from samplePivots of
// them.
const (
	exactWork    = 150_000_000
	samplePivots = 64
)

// Survey is everything that takes long to find out about a region; questions read it. It is
// immutable and safe for concurrent use.
type Survey struct {
	inv    *supply.Inventory
	region supply.Place
	web    *weaver
	city   []string   // of each member
	actors [][]string // of each member
	inside []int32    // members in the region, by number
	local  []int32    // of a member among inside, -1
	shape  *structure.Network
	parts  structure.Communities
	number []int // of a community in lists, from 1 by size; 0 for one of a single body
	cuts   map[int32]structure.Cut
	bridge []structure.Bridge
	paths  structure.Betweenness
	sizes  []int // of components
	cells  []cell
}

// Look surveys the region of an inventory, all of it for [supply.NoPlace]. It ends with the
// context.
func Look(ctx context.Context, inv *supply.Inventory, region supply.Place) (*Survey, error) {
	scope := divisions.New(inv.Regions, region)
	s := &Survey{inv: inv, region: region, web: weave(inv.View), cuts: make(map[int32]structure.Cut)}
	s.place(scope)
	var ties []structure.Tie
	for _, t := range s.web.ties {
		if a, b := s.local[t.a], s.local[t.b]; a >= 0 && b >= 0 {
			ties = append(ties, structure.Tie{A: a, B: b, Weight: float64(t.weight)})
		}
	}
	s.shape = structure.New(len(s.inside), ties)
	var work sync.WaitGroup
	work.Go(func() {
		s.parts = s.shape.Communities()
		s.rankCommunities()
	})
	work.Go(func() {
		s.cells = readCells(inv, scope)
		var cuts []structure.Cut
		s.bridge, cuts = s.shape.Cuts()
		for _, c := range cuts {
			s.cuts[c.Member] = c
		}
		_, s.sizes = s.shape.Components()
		s.sortBridges()
	})
	var err error
	s.paths, err = s.shape.Betweenness(ctx, s.pivots(), rand.New(rand.NewPCG(uint64(len(s.inside)), uint64(len(ties))))) //nolint:gosec // a sample, the same for the same network
	work.Wait()
	return s, err
}

// place says where the members lie and what kinds of actor they are.
func (s *Survey) place(scope *divisions.Scope) {
	view := s.inv.View
	poses := view.Rel(graph.RelPoses)
	s.city, s.actors = make([]string, len(s.web.members)), make([][]string, len(s.web.members))
	s.local = make([]int32, len(s.web.members))
	for i, n := range s.web.members {
		region := view.Region(n)
		s.city[i] = scope.City(region)
		if def := view.Schema().Kind(view.Kind(n)); def.Actor != "" {
			s.actors[i] = append(s.actors[i], def.Actor)
		}
		for range view.Out(n, poses) {
			s.actors[i] = append(s.actors[i], actorUser)
			break
		}
		s.local[i] = -1
		if scope.Has(region) {
			s.local[i] = int32(len(s.inside)) //nolint:gosec // members are numbered in 32 bits
			s.inside = append(s.inside, int32(i))
		}
	}
}

// pivots says from how many bodies paths are followed.
func (s *Survey) pivots() int {
	tied := 0
	for v := range s.inside {
		if s.shape.Degree(int32(v)) > 0 {
			tied++
		}
	}
	if tied*(tied+s.shape.Ties()) <= exactWork {
		return tied
	}
	return samplePivots
}

// rankCommunities numbers the communities of two bodies or more by size, then by their least
// body.
func (s *Survey) rankCommunities() {
	order := make([]int, len(s.parts.Sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.parts.Sizes[b], s.parts.Sizes[a]) })
	s.number = make([]int, len(order))
	for i, c := range order {
		if s.parts.Sizes[c] > 1 {
			s.number[c] = i + 1
		}
	}
}

// sortBridges puts the bridges first that hold the most together on their lesser side.
func (s *Survey) sortBridges() {
	slices.SortStableFunc(s.bridge, func(x, y structure.Bridge) int {
		return cmp.Compare(min(y.SideA, y.SideB), min(x.SideA, x.SideB))
	})
}

// community is the number of a body's community, 0 for none.
func (s *Survey) community(local int32) int { return s.number[s.parts.Of[local]] }

func (s *Survey) body(local int32) supply.Record { return s.describe(s.web.members[s.inside[local]]) }

func (s *Survey) describe(n snapshot.N) supply.Record {
	v := s.inv.View
	return supply.RecordOf(v, n)
}

// between yields the ties of two members.
func (s *Survey) between(a, b int32) []tie {
	if a > b {
		a, b = b, a
	}
	find := func(b int32) int {
		i, _ := slices.BinarySearchFunc(s.web.ties, tie{a: a, b: b}, func(t, want tie) int {
			return cmp.Or(cmp.Compare(t.a, want.a), cmp.Compare(t.b, want.b), 1) // before the first of the pair
		})
		return i
	}
	return s.web.ties[find(b):find(b+1)]
}

// cite lists the edges of ties.
func (s *Survey) cite(r *Records, t tie, limit int) {
	for _, e := range []snapshot.E{t.first, t.second} {
		if e == noEdge {
			continue
		}
		if len(r.IDs) < limit {
			if id := s.inv.View.EdgeID(e); !slices.Contains(r.IDs, id) {
				r.IDs = append(r.IDs, id)
			}
		}
		r.Total++
	}
}
