package complement

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/team/ties"
)

// Weights of the signals, and how raw values bend; ours.
const (
	addsWeight   = 2.0
	recordWeight = 0.5
	reachWeight  = 0.4
	actorWeight  = 0.3
	tieWeight    = 1.0 // shared between known and new by the slider
	madeUpWeight = -0.3
	knownPower   = 0.5
	reachKm      = 100.0
)

// signal is one reason why a body suits: what it says of each, and the weight of that.
type signal struct {
	name          string
	weight, power float64
	raw           func(snapshot.N) float64
	evidence      func(n snapshot.N, raw float64) ([]match.Evidence, int)
}

func (f *finder) signals() []signal {
	own := func(n snapshot.N, raw float64) ([]match.Evidence, int) { return f.self(n, raw), 0 }
	return []signal{
		{"adds", addsWeight, 1, f.adds, f.addsEvidence},
		{"record", recordWeight, 1, func(n snapshot.N) float64 { return math.Log1p(float64(len(f.record(n)))) }, f.recordEvidence},
		{"reach", reachWeight, 1, f.reach, own},
		{"actor", actorWeight, 1, f.actor, own},
		{"known", tieWeight * (1 - f.q.Novelty), knownPower, func(n snapshot.N) float64 { return f.ties[n].Strength }, f.knownEvidence},
		{"new", tieWeight * f.q.Novelty, 1, func(n snapshot.N) float64 { return yes(f.ties[n].Strength == 0) }, own},
		{"made_up", madeUpWeight, 1, func(n snapshot.N) float64 { return yes(f.q.View.Synthetic(n)) }, own},
	}
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// adds: raw = Σ over what is asked of share · what the body has beyond the centre.
func (f *finder) adds(n snapshot.N) float64 {
	sum := 0.0
	for a, level := range f.table.Levels(n) {
		sum += f.table.Asked()[a].Share * max(0, level-f.own[a])
	}
	return sum
}

func (f *finder) addsEvidence(n snapshot.N, raw float64) (list []match.Evidence, more int) {
	for a, level := range f.table.Levels(n) {
		if level <= f.own[a] {
			continue
		}
		share := f.table.Asked()[a].Share
		for _, e := range f.table.Evidence(n, a) {
			e.Amount = share * min(e.Amount, level-f.own[a])
			list = append(list, e)
		}
	}
	return merge(list, raw)
}

// record: the edges by which a body has shown that it works with others and brings
// things forth: collaborations, projects, results and services. raw = ln(1 + their number).
func (f *finder) record(n snapshot.N) []snapshot.E {
	v := f.q.View
	var out []snapshot.E
	add := func(rel graph.Relation, keep func(snapshot.N) bool) {
		for e, y := range v.Out(n, v.Rel(rel)) {
			if y != n && keep(y) {
				out = append(out, e)
			}
		}
	}
	all := func(snapshot.N) bool { return true }
	brought := func(y snapshot.N) bool { return v.Kind(y) == graph.KindResult || v.Kind(y) == graph.KindIPAsset }
	add(graph.RelCollaboratesWith, all)
	for e, y := range v.In(n, v.Rel(graph.RelCollaboratesWith)) {
		if y != n {
			out = append(out, e)
		}
	}
	add(graph.RelParticipatesIn, all)
	add(graph.RelOwns, brought)
	add(graph.RelAnswers, all)
	return out
}

func (f *finder) recordEvidence(n snapshot.N, raw float64) ([]match.Evidence, int) {
	edges := f.record(n)
	fall := raw - math.Log(float64(max(1, len(edges))))
	return f.edges(n, edges, raw, func(snapshot.E) float64 { return fall })
}

// reach: raw = exp(-d / 100 km), 0 where a place is not known.
func (f *finder) reach(n snapshot.N) float64 {
	d := f.distance(n)
	if d == nil {
		return 0
	}
	return math.Exp(-d.Km / reachKm)
}

// actor: raw = 1 / (1 + the centre's partners of the same kind of actor).
func (f *finder) actor(n snapshot.N) float64 {
	actor := f.actorOf(n)
	if actor == "" {
		return 0
	}
	return 1 / float64(1+f.partners[actor])
}

func (f *finder) knownEvidence(n snapshot.N, raw float64) ([]match.Evidence, int) {
	return f.edges(f.q.Centre, f.ties[n].Edges, raw, func(e snapshot.E) float64 {
		return raw - ties.Without(f.q.View, f.q.Centre, e)[n].Strength
	})
}

// self is the evidence where a record itself speaks.
func (f *finder) self(n snapshot.N, raw float64) []match.Evidence {
	v := f.q.View
	return []match.Evidence{{Node: v.ID(n), Name: v.Name(n), NameEn: v.NameEn(n), Amount: significant(raw), Share: 1, Synthetic: v.Synthetic(n)}}
}

// edges are evidence at a node, each with by how much the raw value falls without it.
func (f *finder) edges(n snapshot.N, edges []snapshot.E, raw float64, fall func(snapshot.E) float64) ([]match.Evidence, int) {
	v := f.q.View
	var list []match.Evidence
	for _, e := range edges {
		info := v.Edge(e)
		other := info.To
		if other == n {
			other = info.From
		}
		list = append(list, match.Evidence{
			Edge: v.EdgeID(e), Relation: info.Relation, Node: v.ID(other), Name: v.Name(other), NameEn: v.NameEn(other), Note: info.Note,
			Amount: fall(e), Synthetic: info.Synthetic || v.Synthetic(other),
		})
	}
	return merge(list, raw)
}

const maxEvidence = 5

// merge orders evidence by what it brings, once an edge, and cuts it.
func merge(list []match.Evidence, raw float64) ([]match.Evidence, int) {
	slices.SortFunc(list, func(a, b match.Evidence) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(b.Amount, a.Amount))
	})
	var once []match.Evidence
	for _, e := range list {
		if last := len(once) - 1; last >= 0 && once[last].Edge == e.Edge {
			once[last].Amount += e.Amount
			continue
		}
		once = append(once, e)
	}
	for i := range once {
		once[i].Amount = significant(once[i].Amount)
		once[i].Share = round(min(1, once[i].Amount/raw))
	}
	slices.SortStableFunc(once, func(a, b match.Evidence) int { return cmp.Compare(b.Amount, a.Amount) })
	telling := slices.IndexFunc(once, func(e match.Evidence) bool { return e.Share < 1e-6 })
	if telling > 0 {
		once = once[:telling]
	}
	if len(once) > maxEvidence {
		return once[:maxEvidence:maxEvidence], len(once) - maxEvidence
	}
	if once == nil {
		once = []match.Evidence{}
	}
	return once, 0
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// significant rounds to six digits, so that what is reported does not depend on the order
// in which a store numbered its records.
func significant(x float64) float64 {
	if x == 0 {
		return 0
	}
	unit := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*unit) / unit
}
