package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// history is who took part in what, laid out for walks: the bodies and the events of a
// view, numbered from 0, and the memberships that join them, each once. An event is a
// project, or a collaboration of two bodies, which counts as a project of two.
//
// Of an event p with n members: its weight w is 1, or less when it belongs to an earlier
// framework, if n is 2 to 60, else 0. It is close-knit (valid) when w is above 0 but for
// that. All values are those of the view; [without] shows them with one edge gone.
type history struct {
	bodies []snapshot.N
	body   []int32 // by node number; -1 for others
	events []event

	// members are the bodies of each event and joined the events of each body, ascending.
	memberFrom, joinedFrom []int32
	members, joined        []int32

	ofEdge  map[snapshot.E]int32 // collaboration → event
	eventOf []int32              // event by node number; -1 for others

	weight []float64 // w of each event
	out    []float64 // sum of w over the events of each body
	tied   []int32   // close-knit events of each body
	degree []int32   // bodies that share a close-knit event with each body
	renown []float64 // see renownSignal
	newest graph.Day // latest start of an event
}

type event struct {
	node    snapshot.N // the project; -1 for a collaboration
	edge    snapshot.E // the collaboration; [noEdge] for a project
	start   graph.Day  // [graph.DayMin] when not known
	earlier bool       // of an earlier framework: known by its members alone
	share   float64    // w when it is close-knit
}

// EventKinds are the kinds of node that bodies take part in.
func EventKinds() []graph.Kind {
	return []graph.Kind{graph.KindProject, "consortium", "joint_lab", "programme", "cluster"}
}

func newHistory(v snapshot.View, earlier map[string]float64) *history {
	h := &history{body: make([]int32, v.Bound()), eventOf: make([]int32, v.Bound()), ofEdge: make(map[snapshot.E]int32), newest: graph.DayMin}
	for i := range h.body {
		h.body[i], h.eventOf[i] = -1, -1
	}
	var pairs []membership
	took, worked := v.Rel(graph.RelParticipatesIn), v.Rel(graph.RelCollaboratesWith)
	for n := range v.Nodes(EventKinds()...) {
		p := int32(len(h.events)) //nolint:gosec // node numbers fit
		start, _ := v.Validity(n)
		ev := event{node: n, edge: noEdge, start: start, share: 1}
		if share, known := earlier[v.Text(n, "framework")]; known {
			ev.earlier, ev.share = true, share
		}
		h.events = append(h.events, ev)
		h.eventOf[n] = p
		for _, m := range v.In(n, took) {
			pairs = append(pairs, membership{h.number(m), p})
		}
	}
	for n := range v.Nodes() {
		for e, y := range v.Out(n, worked) {
			if y == n {
				continue
			}
			p := int32(len(h.events)) //nolint:gosec // edge numbers fit
			h.ofEdge[e] = p
			h.events = append(h.events, event{node: -1, edge: e, start: v.Edge(e).Start, share: 1})
			pairs = append(pairs, membership{h.number(n), p}, membership{h.number(y), p})
		}
	}
	h.lay(pairs)
	h.count()
	return h
}

// membership joins a body and an event.
type membership struct{ body, event int32 }

func (h *history) number(n snapshot.N) int32 {
	if h.body[n] < 0 {
		h.body[n] = int32(len(h.bodies)) //nolint:gosec // node numbers fit
		h.bodies = append(h.bodies, n)
	}
	return h.body[n]
}

// lay makes the two lists of memberships from pairs, which may repeat.
func (h *history) lay(pairs []membership) {
	slices.SortFunc(pairs, func(a, b membership) int { return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.body, b.body)) })
	pairs = slices.Compact(pairs)
	h.memberFrom = make([]int32, len(h.events)+1)
	h.joinedFrom = make([]int32, len(h.bodies)+1)
	for _, p := range pairs {
		h.memberFrom[p.event+1]++
		h.joinedFrom[p.body+1]++
	}
	for i := range h.events {
		h.memberFrom[i+1] += h.memberFrom[i]
	}
	for i := range h.bodies {
		h.joinedFrom[i+1] += h.joinedFrom[i]
	}
	h.members, h.joined = make([]int32, len(pairs)), make([]int32, len(pairs))
	next := slices.Clone(h.joinedFrom)
	for i, p := range pairs {
		h.members[i] = p.body
		h.joined[next[p.body]] = p.event
		next[p.body]++
	}
}

func (h *history) of(p int32) []int32 { return h.members[h.memberFrom[p]:h.memberFrom[p+1]] }
func (h *history) by(a int32) []int32 { return h.joined[h.joinedFrom[a]:h.joinedFrom[a+1]] }

func closeKnit(n int) bool { return n >= minMembers && n <= maxMembers }

// count derives what walks need of every body.
func (h *history) count() {
	h.weight = make([]float64, len(h.events))
	for p, ev := range h.events {
		if closeKnit(len(h.of(int32(p)))) {
			h.weight[p] = ev.share
		}
		if ev.start != graph.DayMin {
			h.newest = max(h.newest, ev.start)
		}
	}
	h.out, h.tied = make([]float64, len(h.bodies)), make([]int32, len(h.bodies))
	h.degree, h.renown = make([]int32, len(h.bodies)), make([]float64, len(h.bodies))
	met := make([]int32, len(h.bodies))   // by whom a body was counted last, plus 1
	for a := range int32(len(h.bodies)) { //nolint:gosec // numbers fit
		met[a] = a + 1
		for _, p := range h.by(a) {
			h.out[a] += h.weight[p]
			h.renown[a] += h.fame(p)
			if !closeKnit(len(h.of(p))) {
				continue
			}
			h.tied[a]++
			for _, z := range h.of(p) {
				if met[z] != a+1 {
					met[z] = a + 1
					h.degree[a]++
				}
			}
		}
	}
}

// leastFame is how many members a project must have to make its members known.
const leastFame = 3

// fame is what an event adds to the renown of its members: 2^-age for a project of 3 to
// 60 members of the present framework.
func (h *history) fame(p int32) float64 {
	n := len(h.of(p))
	if ev := h.events[p]; ev.earlier || n < leastFame || n > maxMembers {
		return 0
	}
	return math.Exp2(-h.age(p))
}

// age is how many years before the newest event this one began; 0 when it is not known.
func (h *history) age(p int32) float64 {
	if h.events[p].start == graph.DayMin {
		return 0
	}
	return float64(h.newest-h.events[p].start) / 365.25
}

// lookup returns the number of a body that took part in something.
func (h *history) lookup(n snapshot.N) (int32, bool) {
	if n < 0 || int(n) >= len(h.body) || h.body[n] < 0 {
		return -1, false
	}
	return h.body[n], true
}

// met reports for every body whether it shares an event of the present framework, of any
// size, with a.
func (h *history) met(a int32) []bool {
	out := make([]bool, len(h.bodies))
	for _, p := range h.by(a) {
		if h.events[p].earlier {
			continue
		}
		for _, z := range h.of(p) {
			out[z] = true
		}
	}
	return out
}
