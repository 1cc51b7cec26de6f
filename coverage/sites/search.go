package sites

import (
	"cmp"
	"context"
	"math"
	"slices"

	"chuangmai/coverage/sites/locate"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// Find finds the best places in a region for what is asked. A question that cannot be meant
// is a [phrase.QuestionError]. It ends with the context, with what it can prove by then.
func Find(ctx context.Context, inv *supply.Inventory, region supply.Place, q Question) (Answer, error) {
	a, err := q.read(inv.View.Schema())
	if err != nil {
		return Answer{}, err
	}
	s := &searcher{inv: inv, q: a}
	return s.find(ctx, region), nil
}

// searcher answers one question.
type searcher struct {
	inv    *supply.Inventory
	q      asked
	ground ground
	// today is the supply that counts, by place and what it is worth.
	today []standing
}

// standing is supply of one kind and worth at one place.
type standing struct {
	at    supply.Place
	reach float64
	worth float64
	nodes []snapshot.N
}

func (s *searcher) find(ctx context.Context, region supply.Place) Answer {
	s.ground = s.survey(region)
	out := Answer{
		Region: s.place(region), Field: s.q.Field, Stage: s.q.Stage, Kind: s.q.Kind, N: s.q.N, Coverage: s.q.Coverage,
		ReachKm: s.inv.Settings.Reach(s.q.kind), Sites: []Site{}, Candidates: len(s.ground.candidates), Points: len(s.ground.points),
		Firms: s.ground.firms, Needs: s.ground.needs, Unplaced: s.ground.unplaced, Stateless: s.ground.stateless,
	}
	if all := out.Firms + out.Needs; all > 0 {
		out.Synthetic = float64(s.ground.made) / float64(all)
	}
	out.Existing = s.stock()
	p := s.problem()
	for i, w := range p.Weight {
		out.Demand += w
		out.Covered += w * p.Base[i]
	}
	solution := p.Solve(ctx)
	out.Gain, out.Upper, out.Gap, out.Exact, out.Guarantee = solution.Value, solution.Upper, solution.Gap(), solution.Exact, solution.Ratio
	out.With = out.Covered + out.Gain
	covered := slices.Clone(p.Base)
	for i, c := range solution.Chosen {
		if solution.Gains[i] <= 0 {
			break // nothing is left to gain: no place is better than another
		}
		out.Sites = append(out.Sites, s.site(&p, covered, c, solution.Gains[i], out.Demand))
	}
	out.Notes = s.notes(out)
	return out
}

// stock finds the supply of today that does the same work and is not shut.
func (s *searcher) stock() Existing {
	out := Existing{Kinds: s.q.kinds, IDs: []graph.ID{}}
	type key struct {
		at    supply.Place
		kind  graph.Kind
		worth float64
	}
	at := make(map[key]*standing)
	var ids []graph.ID
	for i := range s.inv.Supplies {
		x := &s.inv.Supplies[i]
		quality, serves := s.serves(x)
		if !slices.Contains(s.q.kinds, x.Kind) || !serves {
			continue
		}
		switch {
		case x.OpenState.Shut():
			out.Closed++
			continue
		case !s.inv.Regions.Points(x.Place):
			out.Unplaced++
			continue
		}
		out.Count++
		ids = append(ids, s.inv.View.ID(x.Node))
		k := key{x.Place, x.Kind, math.Round(quality*x.Openness*1e6) / 1e6}
		if at[k] == nil {
			at[k] = &standing{at: x.Place, reach: s.inv.Settings.Reach(x.Kind), worth: k.worth}
		}
		at[k].nodes = append(at[k].nodes, x.Node)
	}
	for _, x := range at {
		s.sort(x.nodes)
		s.today = append(s.today, *x)
	}
	slices.SortFunc(s.today, func(a, b standing) int {
		return cmp.Or(
			cmp.Compare(s.code(a.at), s.code(b.at)), cmp.Compare(b.worth, a.worth), cmp.Compare(s.inv.View.ID(a.nodes[0]), s.inv.View.ID(b.nodes[0])),
		)
	})
	slices.Sort(ids)
	out.IDs = append(out.IDs, ids[:min(s.q.Evidence, len(ids))]...)
	return out
}

// serves reports whether a supply is of the field and stage, and its quality there.
func (s *searcher) serves(x *supply.Supply) (quality float64, serves bool) {
	if s.q.field < 0 {
		return x.Quality, s.q.stage < 0 || x.Stages.Has(s.q.stage)
	}
	p, there := x.Part(supply.Field(s.q.field)) //nolint:gosec // six fields
	return p.Quality, there && (s.q.stage < 0 || p.Stages.Has(s.q.stage))
}

// problem states what is asked as numbers.
func (s *searcher) problem() locate.Problem {
	p := locate.Problem{N: s.q.N, Saturating: s.q.Coverage == CoverageSaturating}
	reach := s.inv.Settings.Reach(s.q.kind)
	for _, x := range s.ground.points {
		p.Weight = append(p.Weight, x.weight)
		p.Base = append(p.Base, s.covered(x.at, p.Saturating))
	}
	for _, c := range s.ground.candidates {
		row := make([]float64, len(s.ground.points))
		for i, x := range s.ground.points {
			row[i] = s.decay(c, x.at, reach)
		}
		p.Reach = append(p.Reach, row)
	}
	return p
}

// covered is how well a place is covered today.
func (s *searcher) covered(at supply.Place, saturating bool) float64 {
	best, free := 0.0, 1.0
	last, km, known := supply.NoPlace, 0.0, false
	for _, x := range s.today { // those of one place stand beside each other
		if x.at != last {
			km, known = s.distance(x.at, at)
			last = x.at
		}
		if !known {
			continue
		}
		r := x.worth * supply.Decay(km, x.reach)
		best = max(best, r)
		free *= math.Pow(1-r, float64(len(x.nodes)))
	}
	if saturating {
		return 1 - free
	}
	return best
}

// decay is the part of a supply's worth that is left between two places, 0 when the
// distance is not known.
func (s *searcher) decay(a, b supply.Place, reach float64) float64 {
	km, known := s.distance(a, b)
	if !known {
		return 0
	}
	return supply.Decay(km, reach)
}

func (s *searcher) distance(a, b supply.Place) (km float64, known bool) {
	if a == b {
		return 0, true
	}
	return s.inv.Regions.Km(a, b)
}

func (s *searcher) place(p supply.Place) Place {
	at := s.inv.Regions.At(p)
	return Place{s.inv.Regions.Region(at.Code), at.Precision}
}

// notes say how to read the figures.
func (s *searcher) notes(a Answer) []phrase.Message {
	notes := []phrase.Message{phrase.New("sites.note.method", "reach", a.ReachKm, "weight", needWeight)}
	add := func(when bool, code string, pairs ...any) {
		if when {
			notes = append(notes, phrase.New(code, pairs...))
		}
	}
	add(a.Exact, "sites.note.exact")
	add(!a.Exact, "sites.note.gap", "percent", 100*a.Gap, "guarantee", 100*a.Guarantee)
	add(a.Firms+a.Needs == 0, "sites.note.no_demand")
	add(a.Existing.Count == 0, "sites.note.no_supply")
	add(len(a.Sites) < a.N && a.Firms+a.Needs > 0, "sites.note.fewer", "n", len(a.Sites))
	add(a.Unplaced > 0, "sites.note.unplaced", "n", a.Unplaced)
	add(a.Stateless > 0, "sites.note.stateless", "n", a.Stateless)
	add(a.Synthetic > 0, "sites.note.synthetic", "percent", 100*a.Synthetic)
	return notes
}
