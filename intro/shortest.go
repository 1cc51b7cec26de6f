package intro

import (
	"cmp"
	"container/heap"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// way is a path as its nodes and the arcs between them.
type way struct {
	nodes []snapshot.N
	arcs  []arc
	cost  money
}

// item is a node waiting to be visited.
type item struct {
	n           snapshot.N
	id          graph.ID
	known, full money // cost so far; with the least that is still to come
}

type queue []item

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].full, q[j].full), cmp.Compare(q[i].known, q[j].known), cmp.Compare(q[i].id, q[j].id)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements [heap.Interface].
func (q *queue) Push(x any) {
	if it, ok := x.(item); ok {
		*q = append(*q, it)
	}
}

// Pop implements [heap.Interface].
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// measure fills rest with what each node within limit of the end costs from there on.
func (f *finder) measure(limit money) {
	f.rest = make(map[snapshot.N]money)
	open := map[snapshot.N]money{f.to: 0}
	q := &queue{{n: f.to, id: f.view.ID(f.to)}}
	for q.Len() > 0 {
		it, _ := heap.Pop(q).(item)
		if _, done := f.rest[it.n]; done {
			continue
		}
		f.rest[it.n] = it.known
		through := it.known + f.pass(it.n)
		for _, a := range f.neighbours(it.n) {
			cost := through + a.cost
			if best, seen := open[a.to]; cost <= limit && (!seen || cost < best) {
				open[a.to] = cost
				heap.Push(q, item{n: a.to, id: f.view.ID(a.to), known: cost, full: cost})
			}
		}
	}
}

// arrival is how a node was reached.
type arrival struct {
	by   snapshot.N
	arc  arc
	cost money
}

// shortest is the cheapest way from start to the end around banned nodes, that does not
// begin with a banned first step, within limit. The measured rest guides it (A*); where
// costs are equal the smaller ids win.
func (f *finder) shortest(start snapshot.N, banned, notFirst map[snapshot.N]bool, limit money) (way, bool) {
	came := map[snapshot.N]arrival{start: {}}
	done := make(map[snapshot.N]bool)
	q := &queue{{n: start, id: f.view.ID(start), full: f.rest[start]}}
	for q.Len() > 0 {
		it, _ := heap.Pop(q).(item)
		if done[it.n] {
			continue
		}
		done[it.n] = true
		if it.n == f.to {
			return trace(came, start, f.to), true
		}
		for _, a := range f.neighbours(it.n) {
			rest, reaches := f.rest[a.to]
			if !reaches || banned[a.to] || done[a.to] || it.n == start && notFirst[a.to] {
				continue
			}
			cost := it.known + a.cost + f.pass(a.to)
			before, seen := came[a.to]
			if cost+rest > limit || seen && (cost > before.cost || cost == before.cost && f.view.ID(it.n) >= f.view.ID(before.by)) {
				continue
			}
			came[a.to] = arrival{it.n, a, cost}
			heap.Push(q, item{n: a.to, id: f.view.ID(a.to), known: cost, full: cost + rest})
		}
	}
	return way{}, false
}

func trace(came map[snapshot.N]arrival, start, end snapshot.N) way {
	w := way{cost: came[end].cost}
	for n := end; n != start; n = came[n].by {
		w.nodes = append(w.nodes, n)
		w.arcs = append(w.arcs, came[n].arc)
	}
	w.nodes = append(w.nodes, start)
	for i, j := 0, len(w.nodes)-1; i < j; i, j = i+1, j-1 {
		w.nodes[i], w.nodes[j] = w.nodes[j], w.nodes[i]
	}
	for i, j := 0, len(w.arcs)-1; i < j; i, j = i+1, j-1 {
		w.arcs[i], w.arcs[j] = w.arcs[j], w.arcs[i]
	}
	return w
}
