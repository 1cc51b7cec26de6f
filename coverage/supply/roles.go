package supply

import (
	"sync"
	"sync/atomic"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// role is what a node is to an inventory: the place of its kind in [Kinds] for a supply, or
// one of the constants.
type role uint8

const (
	roleNone   role = 255 - iota
	roleDemand      // a need
	roleFirm        // an enterprise that offers nothing
)

// found is what is where in a view.
type found struct {
	roles []role // of each node
	// words are the nodes by which records are read, by kind, in the order of their numbers.
	words map[graph.Kind][]snapshot.N
	rated []snapshot.N
	// portions are ranges of nodes, each with its supplies and demands among all.
	portions          []nodeRange
	supplies, demands int
}

// nodeRange is a range of nodes being read apart.
type nodeRange struct {
	from, to          snapshot.N
	supplies, demands int
	supply, demand    int // number of its first supply and demand
	words             map[graph.Kind][]snapshot.N
	rated             []snapshot.N
}

// portionNodes is how many nodes are read apart: few enough that what is heavy to read does
// not all fall to one processor.
const portionNodes = 4096

// roles says what role each node has, in one pass over them.
func (b *builder) roles() found {
	bound := b.v.Bound()
	out := found{roles: make([]role, bound), words: make(map[graph.Kind][]snapshot.N)}
	for from := 0; from < bound; from += portionNodes {
		out.portions = append(out.portions, nodeRange{from: snapshot.N(from), to: snapshot.N(min(from+portionNodes, bound))}) //nolint:gosec // node numbers
	}
	inPortions(b.workers, len(out.portions), func(_, i int) {
		r := &out.portions[i]
		r.words = make(map[graph.Kind][]snapshot.N)
		for n := r.from; n < r.to; n++ {
			out.roles[n] = b.enter(r, n)
		}
	})
	for i := range out.portions {
		r := &out.portions[i]
		r.supply, r.demand = out.supplies, out.demands
		out.supplies, out.demands = out.supplies+r.supplies, out.demands+r.demands
		out.rated = append(out.rated, r.rated...)
		for k, list := range r.words {
			out.words[k] = append(out.words[k], list...)
		}
	}
	return out
}

// enter notes a node in its range.
func (b *builder) enter(r *nodeRange, n snapshot.N) role {
	if !b.v.Has(n) {
		return roleNone
	}
	k := b.v.Kind(n)
	switch k {
	case graph.KindField, graph.KindStage, graph.KindCapability, graph.KindDiscipline, graph.KindZone, graph.KindRegion:
		r.words[k] = append(r.words[k], n)
		return roleNone
	default:
	}
	what := b.role(n, k)
	switch what {
	case roleNone, roleFirm:
	case roleDemand:
		r.demands++
	default:
		r.supplies++
	}
	if rated(k) {
		r.rated = append(r.rated, n)
	}
	return what
}

// role is the role of a node of a kind.
func (b *builder) role(n snapshot.N, k graph.Kind) role {
	if k == graph.KindDemand {
		return roleDemand
	}
	i, is := b.number(k)
	switch {
	case !is:
		return roleNone
	case k == graph.KindEnterprise && !b.offers(n):
		return roleFirm
	}
	return role(i)
}

// inPortions lets workers call do for the numbers below n, each number once, and waits. Who
// gets which number is left to chance: nothing may depend on it.
func inPortions(workers, n int, do func(worker, i int)) {
	var next atomic.Int64
	var work sync.WaitGroup
	for worker := range min(workers, n) {
		work.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(worker, i)
			}
		})
	}
	work.Wait()
}
