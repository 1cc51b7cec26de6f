package sites

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"chuangmai/coverage/fields"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// point is a place with demand.
type point struct {
	at     supply.Place
	firms  []snapshot.N // by id
	needs  []snapshot.N // by id
	weight float64
}

// ground is what a region holds: demand by place, and the places that could take a site.
type ground struct {
	points     []point
	candidates []supply.Place
	// firms and needs are all in the region that speak for the field; unplaced ones could not
	// be counted: nobody knows where in the region they are.
	firms, needs, unplaced, stateless, made int
}

// survey reads the demand of a region and the places in it.
func (s *searcher) survey(region supply.Place) ground {
	g := ground{candidates: s.places(region)}
	at := make(map[supply.Place]*point)
	inside := make(map[supply.Place]bool)
	within := func(p supply.Place) bool {
		in, seen := inside[p]
		if !seen {
			in = s.inv.Regions.Within(p, region)
			inside[p] = in
		}
		return in
	}
	put := func(p supply.Place, n snapshot.N) *point {
		if s.inv.View.Synthetic(n) {
			g.made++
		}
		if !s.inv.Regions.Points(p) {
			g.unplaced++
			return &point{}
		}
		x := at[p]
		if x == nil {
			x = &point{at: p}
			at[p] = x
		}
		return x
	}
	where := make(map[string]supply.Place)
	var firms []snapshot.N
	var places []supply.Place // of the firms
	for n := range s.inv.View.Nodes(graph.KindEnterprise) {
		code := s.inv.View.Region(n)
		p, seen := where[code]
		if !seen {
			p, _ = s.inv.Regions.Locate(code)
			where[code] = p
		}
		if p != supply.NoPlace && within(p) {
			firms, places = append(firms, n), append(places, p)
		}
	}
	for i, in := range s.inField(firms) {
		if in {
			g.firms++
			x := put(places[i], firms[i])
			x.firms = append(x.firms, firms[i])
		}
	}
	for i := range s.inv.Demands {
		d := &s.inv.Demands[i]
		if d.State == supply.DemandDone || d.Place == supply.NoPlace || !within(d.Place) || !s.asksFor(d) {
			continue
		}
		g.needs++
		if d.State == supply.DemandUnknown {
			g.stateless++
		}
		x := put(d.Place, d.Node)
		x.needs = append(x.needs, d.Node)
	}
	for _, x := range at {
		s.sort(x.firms)
		s.sort(x.needs)
		x.weight = float64(len(x.firms)) + needWeight*float64(len(x.needs))
		g.points = append(g.points, *x)
	}
	slices.SortFunc(g.points, func(a, b point) int { return cmp.Compare(s.code(a.at), s.code(b.at)) })
	return g
}

// inField marks the firms of the field, on all processors: each has many edges to look at.
func (s *searcher) inField(firms []snapshot.N) []bool {
	marks := make([]bool, len(firms))
	var work sync.WaitGroup
	reader := fields.New(s.inv.View, s.inv.Settings.MinShare)
	threads := max(1, runtime.GOMAXPROCS(0))
	for t := range threads {
		work.Go(func() {
			for i := t * len(firms) / threads; i < (t+1)*len(firms)/threads; i++ {
				marks[i] = s.q.field < 0 || reader.In(firms[i], s.q.field)
			}
		})
	}
	work.Wait()
	return marks
}

// asksFor reports whether a need is of the field and stage; one of no recorded stage is of any.
func (s *searcher) asksFor(d *supply.Demand) bool {
	if s.q.field < 0 {
		return s.q.stage < 0 || d.Stages == 0 || d.Stages.Has(s.q.stage)
	}
	for _, p := range d.Fields {
		if int(p.Field) == s.q.field {
			return s.q.stage < 0 || p.Stages == 0 || p.Stages.Has(s.q.stage)
		}
	}
	return false
}

// places lists the counties of a region, and its cities of which no county is known, by code.
func (s *searcher) places(region supply.Place) []supply.Place {
	var out []supply.Place
	for i := range s.inv.Regions.Len() {
		p := supply.Place(i)
		at := s.inv.Regions.At(p)
		fits := at.Type == lexicon.PlaceCounty || at.Type == lexicon.PlaceCity && !s.hasCounties(p)
		if fits && s.inv.Regions.Points(p) && s.inv.Regions.Within(p, region) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b supply.Place) int { return cmp.Compare(s.code(a), s.code(b)) })
	return out
}

func (s *searcher) hasCounties(p supply.Place) bool {
	return slices.ContainsFunc(s.inv.Regions.Children(p), func(c supply.Place) bool {
		return s.inv.Regions.At(c).Type == lexicon.PlaceCounty
	})
}

func (s *searcher) code(p supply.Place) string { return s.inv.Regions.At(p).Code }

func (s *searcher) sort(list []snapshot.N) {
	slices.SortFunc(list, func(a, b snapshot.N) int { return cmp.Compare(s.inv.View.ID(a), s.inv.View.ID(b)) })
}
