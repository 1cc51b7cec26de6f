package match

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// The sets of weights for networks with a history of joint projects.
const (
	// SetNext: whom a body that says nothing else may work with next.
	SetNext = "next"
	// SetResearch: research partners for a stated project.
	SetResearch = "research"
	// SetResearchText: the same, when nothing is known of who asks.
	SetResearchText = "research_text"
	// SetConsortium: partners of any kind for a stated project.
	SetConsortium = "consortium"
)

// NetworkSets are the sets of weights over a history.
func NetworkSets() []string { return []string{SetNext, SetResearch, SetResearchText, SetConsortium} }

// histories keeps the histories of the views asked last.
type histories struct {
	mu   sync.Mutex
	kept []*keptHistory
}

type keptHistory struct {
	picture  *snapshot.Picture
	day      graph.Day
	audience snapshot.Audience
	once     sync.Once
	history  *history
	rich     bool // see HasHistory
}

// maxHistories is how many views are remembered: one per audience, and a spare.
const maxHistories = 3

func (r *Ranker) history(v snapshot.View) *history { return r.kept(v).history }

func (r *Ranker) kept(v snapshot.View) *keptHistory {
	r.histories.mu.Lock()
	i := slices.IndexFunc(r.histories.kept, func(k *keptHistory) bool {
		return k.picture == v.Picture() && k.day == v.Day() && k.audience == v.Audience()
	})
	var k *keptHistory
	if i >= 0 {
		k = r.histories.kept[i]
		r.histories.kept = slices.Delete(r.histories.kept, i, i+1)
	} else {
		k = &keptHistory{picture: v.Picture(), day: v.Day(), audience: v.Audience()}
		if len(r.histories.kept) == maxHistories {
			r.histories.kept = slices.Delete(r.histories.kept, 0, 1)
		}
	}
	r.histories.kept = append(r.histories.kept, k)
	r.histories.mu.Unlock()
	k.once.Do(func() {
		k.history = newHistory(v, r.weights.Earlier)
		k.rich = k.history.rich(v)
	})
	return k
}

// When a network has a history that partners can be ranked by.
const (
	leastEvents = 200
	leastJoined = 0.5
)

// HasHistory reports whether most organisations of a view took part in joint projects
// and there are enough of these for the signals over a history.
func (r *Ranker) HasHistory(v snapshot.View) bool { return manyEvents(v) && r.kept(v).rich }

// manyEvents reports whether a view has nodes enough for a history. It spares most networks
// the history itself, which would be laid out anew after every write.
func manyEvents(v snapshot.View) bool {
	events := 0
	for range v.Nodes(EventKinds()...) {
		if events++; events >= leastEvents {
			return true
		}
	}
	return false
}

func (h *history) rich(v snapshot.View) bool {
	events := 0
	for p := range h.events {
		if h.events[p].node >= 0 && h.weight[p] > 0 {
			events++
		}
	}
	if events < leastEvents {
		return false
	}
	bodies, joined := 0, 0
	for n := range v.Nodes() {
		if def := v.Schema().Kind(v.Kind(n)); def != nil && def.Organisation {
			bodies++
			if _, known := h.lookup(n); known {
				joined++
			}
		}
	}
	return float64(joined) >= leastJoined*float64(bodies)
}

// Earlier reports whether a project belongs to an earlier framework, of which only the
// members are known.
func (r *Ranker) Earlier(v snapshot.View, project snapshot.N) bool {
	_, earlier := r.weights.Earlier[v.Text(project, "framework")]
	return earlier
}

// NetworkSet names the set of weights for a question over a history.
func (r *Ranker) NetworkSet(q Question) string {
	switch {
	case q.Text.Projects == nil || q.Text.Projects.Own:
		return SetNext
	case !researchOnly(q):
		return SetConsortium
	case !q.Requester.Known && q.Requester.Country == "" && q.Requester.Region == "":
		return SetResearchText
	}
	return SetResearch
}

// researchOnly reports whether all candidates do research by their kind.
func researchOnly(q Question) bool {
	research := func(k graph.Kind) bool { return DoesResearch(q.View.Schema(), k) }
	if q.Among == nil {
		return len(q.Kinds) > 0 && !slices.ContainsFunc(q.Kinds, func(k graph.Kind) bool { return !research(k) })
	}
	return !slices.ContainsFunc(q.Among, func(n snapshot.N) bool { return !research(q.View.Kind(n)) })
}

// DoesResearch reports whether bodies of a kind do research by their kind.
func DoesResearch(schema *graph.Schema, k graph.Kind) bool {
	def := schema.Kind(k)
	return def != nil && (def.Actor == "research" || def.Actor == "university")
}

// RankNetwork ranks the candidates of a question by the signals over the network's history
// of joint projects, with the set of weights that q.Use names. Candidates are those given,
// or all organisations of the wanted kinds that took part in anything.
func (r *Ranker) RankNetwork(q Question) *Ranking {
	rk, net, hits := r.gatherNetwork(&q)
	sr := setRanking{weights: r.weights.Sets[q.Use].Signals, scale: make(map[string]float64)}
	for _, name := range networkSignalNames() {
		if sr.weights[name].Weight != 0 {
			rk.signals = append(rk.signals, net.signal(name))
		}
	}
	rk.sets[q.Use] = sr
	rk.addUp(hits, sr)
	for _, h := range rk.best(hits) {
		rk.hits[h.Group] = append(rk.hits[h.Group], h)
	}
	return rk
}

// gatherNetwork finds the candidates and reads what the signals over the history share.
func (r *Ranker) gatherNetwork(q *Question) (*Ranking, *inquiry, []Hit) {
	s := newState(q, r.lex, &r.weights)
	rk := &Ranking{state: s, sets: make(map[string]setRanking), hits: make(map[string][]Hit)}
	net := &inquiry{state: s, h: r.history(q.View), from: -1}
	if b, known := net.h.lookup(q.Requester.Node); known && q.Requester.Known && q.View.Has(q.Requester.Node) {
		net.from = b
	}
	hits := rk.networkCandidates(net)
	net.among = make([]bool, len(net.h.bodies))
	for _, h := range hits {
		if b, known := net.h.lookup(h.N); known {
			net.among[b] = true
		}
	}
	net.readTexts()
	return rk, net, hits
}

// addUp scores the hits.
func (rk *Ranking) addUp(hits []Hit, sr setRanking) {
	raw := make([]float64, len(hits))
	for _, sig := range rk.signals {
		top := 0.0
		for i, h := range hits {
			raw[i] = sig.value(h.N, noEdge)
			top = max(top, raw[i])
		}
		sr.scale[sig.name()] = top
		weight, scale := sr.weights[sig.name()], significant6(top)
		for i := range hits {
			if raw[i] > 0 { // what addend computes
				hits[i].Score += round6(weight.Weight * math.Pow(significant6(raw[i])/scale, weight.Power))
			}
		}
	}
	for i := range hits {
		hits[i].Score = round6(hits[i].Score)
	}
}

// best returns the hits in order, no more than the question wants.
func (rk *Ranking) best(hits []Hit) []Hit {
	if depth := rk.state.q.Depth; depth > 0 && depth < len(hits) {
		scores := make([]float64, len(hits))
		for i, h := range hits {
			scores[i] = h.Score
		}
		slices.Sort(scores)
		least := scores[len(scores)-depth]
		hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < least })
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		if by := cmp.Compare(b.Score, a.Score); by != 0 {
			return by
		}
		return compareIDs(rk.state.view, a.N, b.N)
	})
	if depth := rk.state.q.Depth; depth > 0 {
		hits = hits[:min(depth, len(hits))]
	}
	return hits
}

// networkCandidates are the nodes to rank.
func (rk *Ranking) networkCandidates(net *inquiry) []Hit {
	q := rk.state.q
	among := q.Among
	if among == nil {
		among = net.h.bodies
	}
	var met []bool
	if q.NewOnly && net.from >= 0 {
		met = net.h.met(net.from)
	}
	place := newPlaceSignal(rk.state)
	seen := make(map[snapshot.N]bool, len(among))
	hits := make([]Hit, 0, len(among))
	for _, n := range among {
		if !q.View.Has(n) || seen[n] || q.Exclude[n] || q.Requester.Known && n == q.Requester.Node {
			continue
		}
		seen[n] = true
		if b, known := net.h.lookup(n); met != nil && known && met[b] {
			continue
		}
		group := GroupOf(q.View, n)
		if q.Among == nil && !rk.wantsBody(n, group) || place.outside(q.View.Region(n)) {
			continue
		}
		hits = append(hits, Hit{N: n, Group: group})
	}
	return hits
}

func (rk *Ranking) wantsBody(n snapshot.N, group string) bool {
	q := rk.state.q
	kind := q.View.Kind(n)
	if q.Kinds != nil {
		return slices.Contains(q.Kinds, kind)
	}
	def := q.View.Schema().Kind(kind)
	return def != nil && def.Organisation && (q.Groups == nil || group == "" || slices.Contains(q.Groups, group))
}
