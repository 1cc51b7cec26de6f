package intro

import (
	"cmp"
	"slices"

	"chuangmai/graph/snapshot"
)

// cheapest returns the k cheapest ways without a loop (Yen 1971), the cheapest first and
// of equal ones the one with the smaller ids.
func (f *finder) cheapest(k int, limit money) []way {
	f.measure(limit)
	first, found := f.shortest(f.from, nil, nil, limit)
	if !found {
		return nil
	}
	ways := []way{first}
	var waiting []way
	for len(ways) < k {
		for _, w := range f.branches(ways, limit) {
			at, there := slices.BinarySearchFunc(waiting, w, f.compare)
			if !there {
				waiting = slices.Insert(waiting, at, w)
			}
		}
		if len(waiting) == 0 {
			return ways
		}
		ways = append(ways, waiting[0])
		waiting = waiting[1:]
	}
	return ways
}

// branches are the cheapest ways that leave the last found one at each of its nodes.
func (f *finder) branches(ways []way, limit money) []way {
	var out []way
	last := ways[len(ways)-1]
	banned := make(map[snapshot.N]bool)
	root := way{nodes: []snapshot.N{f.from}}
	for i := 0; i+1 < len(last.nodes); i++ {
		spur := last.nodes[i]
		notFirst := make(map[snapshot.N]bool)
		for _, w := range ways {
			if len(w.nodes) > i+1 && slices.Equal(w.nodes[:i+1], root.nodes) {
				notFirst[w.nodes[i+1]] = true
			}
		}
		if tail, found := f.shortest(spur, banned, notFirst, limit-root.cost); found {
			out = append(out, way{
				nodes: append(slices.Clone(root.nodes), tail.nodes[1:]...), arcs: append(slices.Clone(root.arcs), tail.arcs...),
				cost: root.cost + tail.cost,
			})
		}
		banned[spur] = true
		next := last.arcs[i]
		root.nodes = append(slices.Clone(root.nodes), next.to)
		root.arcs = append(slices.Clone(root.arcs), next)
		root.cost += next.cost + f.pass(next.to)
	}
	return out
}

// compare orders ways by cost, then by the ids along them.
func (f *finder) compare(a, b way) int {
	if c := cmp.Compare(a.cost, b.cost); c != 0 {
		return c
	}
	return slices.CompareFunc(a.nodes, b.nodes, func(x, y snapshot.N) int { return cmp.Compare(f.view.ID(x), f.view.ID(y)) })
}

// How many ways are looked at for different ones, and what part of the nodes between the
// ends two different ones may share (Jaccard).
const (
	lookedAt  = 30
	mostAlike = 1.0 / 3
)

// different returns up to k ways that differ clearly, the cheapest first. Where the
// cheapest ones are all alike, it goes on around those who would introduce.
func (f *finder) different(k int) []way {
	limit := micro(maxCost)
	var out []way
	for _, w := range f.nearest(lookedAt, limit) {
		if len(out) < k && f.unlike(w, out) {
			out = append(out, w)
		}
	}
	if len(out) > 0 && len(out) < k {
		f.measure(limit)
	}
	banned := make(map[snapshot.N]bool)
	for len(out) > 0 && len(out) < k {
		clear(banned)
		for _, w := range out {
			if len(w.nodes) > 2 {
				banned[w.nodes[1]] = true
			}
		}
		w, found := f.shortest(f.from, banned, map[snapshot.N]bool{f.to: true}, limit)
		if !found || !f.unlike(w, out) {
			break
		}
		out = append(out, w)
	}
	slices.SortFunc(out, f.compare)
	return out
}

// nearest returns the k cheapest ways. It looks near the ends first: where there are
// enough ways, the rest of the network need not be seen.
func (f *finder) nearest(k int, limit money) []way {
	for near := limit / 4; near < limit; near = near * 3 / 2 {
		if ways := f.cheapest(k, near); len(ways) == k {
			return ways
		}
	}
	return f.cheapest(k, limit)
}

func (f *finder) unlike(w way, others []way) bool {
	for _, o := range others {
		common, all := 0, len(w.nodes)+len(o.nodes)-4
		for _, n := range w.nodes[1 : len(w.nodes)-1] {
			if slices.Contains(o.nodes, n) {
				common++
			}
		}
		if all == 0 || float64(common) > mostAlike*float64(all-common) {
			return false
		}
	}
	return true
}
