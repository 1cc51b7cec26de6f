package match

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// maxPath is the greatest number of edges of a path from the requester.
const maxPath = 4

// path leads to the hit: from the requester when one is known and connected, else from
// the capability or discipline that the strongest evidence is about.
func (rk *Ranking) path(n snapshot.N, rec Recommendation) []Step {
	if r := rk.state.q.Requester; r.Known && rk.state.view.Has(r.Node) {
		if steps := rk.shortest(r.Node, n); steps != nil {
			return steps
		}
	}
	for _, a := range rec.Addends {
		if len(a.Evidence) == 0 || a.Evidence[0].Edge == "" {
			continue
		}
		other, ok := rk.state.view.Lookup(a.Evidence[0].Node)
		if !ok {
			continue
		}
		for e, y := range rk.state.view.Edges(n) {
			if y == other && rk.state.view.EdgeID(e) == a.Evidence[0].Edge {
				return []Step{rk.first(other), rk.step(e, other, n)}
			}
		}
	}
	return []Step{}
}

func (rk *Ranking) first(n snapshot.N) Step {
	v := rk.state.view
	return Step{Node: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n)}
}

func (rk *Ranking) step(e snapshot.E, from, to snapshot.N) Step {
	s := rk.first(to)
	info := rk.state.view.Edge(e)
	s.Edge, s.Relation, s.Forward = rk.state.view.EdgeID(e), info.Relation, info.From == from
	return s
}

// along are the relations a path may use: those that tie bodies, people and what they
// hold, not those that sort them.
func along(r graph.Relation) bool {
	switch r {
	case graph.RelCollaboratesWith, graph.RelParticipatesIn, graph.RelAppointedAt, graph.RelHostedBy, graph.RelPartOf,
		graph.RelBuilds, graph.RelOwns, graph.RelOffers, graph.RelMemberOf, graph.RelInTeam, graph.RelSitsOn,
		graph.RelGoverns, graph.RelSpunOffFrom, graph.RelIncubates, graph.RelInvestsIn, graph.RelHoldsEquity:
		return true
	default:
		return false
	}
}

// shortest is a path with the fewest edges, the smallest ids where several are as short;
// nil when there is none of at most maxPath edges.
func (rk *Ranking) shortest(from, to snapshot.N) []Step {
	type arrival struct {
		edge snapshot.E
		by   snapshot.N
	}
	v := rk.state.view
	came := map[snapshot.N]arrival{from: {noEdge, from}}
	frontier := []snapshot.N{from}
	for range maxPath {
		var next []snapshot.N
		for _, x := range frontier {
			for e, y := range v.Edges(x) {
				before, seen := came[y]
				switch {
				case !along(v.Edge(e).Relation):
				case !seen:
					came[y] = arrival{e, x}
					next = append(next, y)
				case y != from && before.by == x && v.EdgeID(e) < v.EdgeID(before.edge): // parallel edges
					came[y] = arrival{e, x}
				}
			}
		}
		if _, found := came[to]; found {
			break
		}
		slices.SortFunc(next, func(a, b snapshot.N) int { return compareIDs(v, a, b) })
		frontier = next
	}
	if _, found := came[to]; !found || from == to {
		return nil
	}
	steps := []Step{}
	for x := to; x != from; x = came[x].by {
		steps = append(steps, rk.step(came[x].edge, came[x].by, x))
	}
	steps = append(steps, rk.first(from))
	slices.Reverse(steps)
	return steps
}

func compareIDs(v snapshot.View, a, b snapshot.N) int {
	switch ia, ib := v.ID(a), v.ID(b); {
	case ia < ib:
		return -1
	case ia > ib:
		return 1
	}
	return 0
}
