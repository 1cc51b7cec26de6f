package match

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Ranker ranks. It is safe for concurrent use.
type Ranker struct {
	lex     *lexicon.Lexicon
	weights Weights
	columns sync.Pool

	histories histories
}

// New returns a ranker with the lexicon and weights.
func New(lex *lexicon.Lexicon, weights Weights) *Ranker {
	return &Ranker{lex: lex, weights: weights, columns: sync.Pool{New: func() any { return new(values) }}}
}

// Lexicon returns what the ranker reads words with.
func (r *Ranker) Lexicon() *lexicon.Lexicon { return r.lex }

// Weights returns what the ranker weighs with; the caller must not change it.
func (r *Ranker) Weights() Weights { return r.weights }

// Hit is a candidate with its place in one group.
type Hit struct {
	N     snapshot.N
	Group string
	Score float64
}

// Ranking is all candidates of a question in order, before any page is cut.
type Ranking struct {
	state   *state
	signals []signal
	sets    map[string]setRanking // by set of weights
	hits    map[string][]Hit      // by group
}

// setRanking is what the hits of one set of weights share.
type setRanking struct {
	weights map[string]SignalWeight
	scale   map[string]float64 // greatest raw value among the set's candidates
}

// Rank ranks the candidates of a question. Candidates are the nodes of the wanted kinds
// and groups that a signal of substance speaks for: capability, discipline, words,
// holdings or, for a known requester, the walk; where the need names only kinds or
// places, the nodes of those.
func (r *Ranker) Rank(q Question) *Ranking {
	rk, columns, bySet := r.gather(&q)
	for _, set := range sortedKeys(bySet) {
		rk.rankSet(set, bySet[set], columns)
	}
	r.giveBack(columns)
	return rk
}

// gather lets every signal speak and finds the candidates, by set of weights. The columns
// hold each signal's raw values, in the order of the signals; they are given back.
func (r *Ranker) gather(q *Question) (rk *Ranking, columns []*values, bySet map[string][]Hit) {
	s := newState(q, r.lex, &r.weights)
	capability, words := newCapabilitySignal(s), newTextSignal(s, "words", q.Text.Words)
	place := newPlaceSignal(s)
	rk = &Ranking{state: s, sets: make(map[string]setRanking), hits: make(map[string][]Hit)}
	rk.signals = []signal{
		capability, newDisciplineSignal(s), words, newTextSignal(s, "similar", q.Text.Similar),
		newHoldingsSignal(s, capability, words), &askedSignal{s}, place, newNearSignal(s), newWalkSignal(s),
		&opennessSignal{s}, &popularitySignal{s}, &madeUpSignal{s},
	}
	columns = make([]*values, len(rk.signals))
	substance := r.column(q.View)
	for i, sig := range rk.signals {
		columns[i] = r.column(q.View)
		sig.spread(columns[i].add)
		if slices.Contains([]string{"capability", "discipline", "words", "similar", "holdings", "walk"}, sig.name()) {
			for _, n := range columns[i].seen {
				substance.add(n, 1)
			}
		}
	}
	if len(substance.seen) == 0 && len(q.Need.Kinds) > 0 {
		rk.named(substance)
	}
	bySet = rk.candidates(substance.seen, place)
	r.columns.Put(substance)
	return rk, columns, bySet
}

func (r *Ranker) giveBack(columns []*values) {
	for _, c := range columns {
		r.columns.Put(c)
	}
}

func (r *Ranker) column(v snapshot.View) *values {
	c, _ := r.columns.Get().(*values)
	c.clear(v.Bound())
	return c
}

// named makes every node of an asked kind a candidate, near an asked place if there is one.
func (rk *Ranking) named(candidates *values) {
	asked, place := &askedSignal{rk.state}, newPlaceSignal(rk.state)
	for n := range rk.state.view.Nodes() {
		if asked.value(n, noEdge) > 0 && (len(place.places) == 0 || place.value(n, noEdge) > 0) {
			candidates.add(n, 1)
		}
	}
}

// candidates sorts the nodes worth ranking into the sets of weights that rank them.
func (rk *Ranking) candidates(nodes []snapshot.N, place *placeSignal) map[string][]Hit {
	q := rk.state.q
	among := nodes
	if q.Among != nil {
		among = q.Among
	}
	out := make(map[string][]Hit)
	for _, n := range among {
		group := GroupOf(q.View, n)
		if !q.View.Has(n) || q.Exclude[n] || q.Requester.Known && n == q.Requester.Node || place.outside(q.View.Region(n)) {
			continue
		}
		if q.Among == nil && (group == "" || q.Groups != nil && !slices.Contains(q.Groups, group) || q.Kinds != nil && !slices.Contains(q.Kinds, q.View.Kind(n)) || !rk.offers(n)) {
			continue
		}
		set := q.Use
		if set == "" {
			set = setOf(group)
		}
		out[set] = append(out[set], Hit{N: n, Group: group})
	}
	return out
}

// offers: an enterprise is a candidate only when it offers something.
func (rk *Ranking) offers(n snapshot.N) bool {
	v := rk.state.view
	return v.Kind(n) != graph.KindEnterprise || slices.Contains(rk.state.q.Kinds, graph.KindEnterprise) || Offers(v, n)
}

func (rk *Ranking) rankSet(set string, hits []Hit, columns []*values) {
	weights := rk.state.weights.Sets[set].Signals
	sr := setRanking{weights: weights, scale: make(map[string]float64, len(rk.signals))}
	for i, sig := range rk.signals {
		for _, h := range hits {
			sr.scale[sig.name()] = max(sr.scale[sig.name()], columns[i].at[h.N])
		}
	}
	rk.sets[set] = sr
	for _, h := range hits {
		for i, sig := range rk.signals {
			h.Score += sr.addend(sig.name(), columns[i].at[h.N])
		}
		h.Score = round6(h.Score)
		rk.hits[h.Group] = append(rk.hits[h.Group], h)
	}
	for group, list := range rk.hits {
		slices.SortFunc(list, rk.compare)
		rk.hits[group] = rk.worthShowing(list)
	}
}

// leastShare of the best score of its group is what a hit must reach to be an answer,
// unless the candidates were given.
const leastShare = 0.2

// worthShowing cuts the tail of an ordered list: what hardly anything speaks for.
func (rk *Ranking) worthShowing(list []Hit) []Hit {
	if rk.state.q.Among != nil || len(list) == 0 {
		return list
	}
	least := leastShare * list[0].Score
	end, _ := slices.BinarySearchFunc(list, least, func(h Hit, least float64) int {
		if h.Score >= least && h.Score > 0 {
			return -1
		}
		return 1
	})
	return list[:end]
}

// addend is weight × (raw / scale)^power, rounded so that sums are exact.
func (sr setRanking) addend(name string, raw float64) float64 {
	w, scale := sr.weights[name], sr.scale[name]
	if raw <= 0 || scale <= 0 || w.Weight == 0 {
		return 0
	}
	return round6(w.Weight * math.Pow(significant6(raw)/significant6(scale), w.Power))
}

func (rk *Ranking) compare(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(rk.state.view.ID(a.N), rk.state.view.ID(b.N)))
}

// Group returns the hits of one group in order.
func (rk *Ranking) Group(group string) []Hit { return rk.hits[group] }

// All returns the hits of all groups in one order; their scores compare only when all
// were ranked with one set of weights ([Question.Use]).
func (rk *Ranking) All() []Hit {
	var out []Hit
	for _, group := range sortedKeys(rk.hits) {
		out = append(out, rk.hits[group]...)
	}
	slices.SortFunc(out, rk.compare)
	return out
}
