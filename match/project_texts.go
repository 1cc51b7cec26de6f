package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph/snapshot"
)

// ProjectText is the words of a question in the words of the network's nodes, as text
// search counts them. Of the nodes only projects count, and what they say counts for
// those who took part.
type ProjectText struct {
	// Terms hold each word of the question once.
	Terms []TermPostings
	// Lengths are the words of each node's text by its number; nodes beyond have none.
	Lengths []int32
	// Own is true when the words are those of the requester's own projects, which are then
	// no evidence.
	Own bool
}

// TermPostings say where a word of the question stands.
type TermPostings struct {
	Times    int // in the question
	Postings []Posting
}

// Posting says how often a node holds a word.
type Posting struct {
	N     snapshot.N
	Times int32
}

// Parameters of BM25: k1 and b of projects, and of bodies, whose text is that of all their
// projects.
const (
	projectK1, projectB = 1.2, 0.75
	bodyK1, bodyB       = 2.0, 0.5
)

// projectTexts are the words of a question over a history.
type projectTexts struct {
	*ProjectText
	length []int32   // by event; 0 for events without words
	score  []float64 // BM25 of each event; 0 for the requester's own when Own
	scored []int32   // events with a score, ascending
	best   []int32   // the best of them in order, no more than maxBest
	top    float64   // the greatest score

	forward map[int32][]termCount // words of the question by event, made when asked for
}

type termCount struct{ term, times int32 }

// readTexts scores the projects.
//
// weight(t,p) = 2q/(q+1) · ln(1 + (N - df + .5)/(df + .5)) · tf·(k1 + 1) / (tf + k1·(1 - b +
// b·|p|/avg)), q = times in the question; N, df and avg over the projects with words.
func (net *inquiry) readTexts() {
	in := net.q.Text.Projects
	if in == nil {
		return
	}
	t := &projectTexts{ProjectText: in, length: make([]int32, len(net.h.events)), score: make([]float64, len(net.h.events))}
	documents, total := 0, 0.0
	for p, ev := range net.h.events {
		if ev.node >= 0 && !ev.earlier && int(ev.node) < len(in.Lengths) && in.Lengths[ev.node] > 0 {
			t.length[p] = in.Lengths[ev.node]
			documents++
			total += float64(t.length[p])
		}
	}
	if documents == 0 {
		return
	}
	net.texts = t
	long := longness(t.length, projectK1, projectB, total/float64(documents))
	for _, term := range in.Terms {
		df := 0
		for _, post := range term.Postings {
			if p := net.event(post.N); p >= 0 && t.length[p] > 0 {
				df++
			}
		}
		weight := rarity(documents, df) * asked(term.Times) * (projectK1 + 1)
		for _, post := range term.Postings {
			if p := net.event(post.N); p >= 0 && t.length[p] > 0 {
				tf := float64(post.Times)
				t.score[p] += weight * tf / (tf + long[p])
			}
		}
	}
	if in.Own && net.from >= 0 {
		for _, p := range net.h.by(net.from) {
			t.score[p] = 0
		}
	}
	for p, score := range t.score {
		if score > 0 {
			t.scored = append(t.scored, int32(p))
			t.top = max(t.top, score)
		}
	}
	t.best = net.bestTexts(t)
}

// maxBest is how many of the best projects any signal looks at.
const maxBest = 800

// bestTexts orders the best projects, equal scores by id.
func (net *inquiry) bestTexts(t *projectTexts) []int32 {
	best := slices.Clone(t.scored)
	if len(best) > maxBest {
		scores := make([]float64, len(best))
		for i, p := range best {
			scores[i] = t.score[p]
		}
		slices.Sort(scores)
		least := scores[len(scores)-maxBest]
		best = slices.DeleteFunc(best, func(p int32) bool { return t.score[p] < least })
	}
	slices.SortFunc(best, func(a, b int32) int {
		if by := cmp.Compare(t.score[b], t.score[a]); by != 0 {
			return by
		}
		return compareIDs(net.view, net.h.events[a].node, net.h.events[b].node)
	})
	return best[:min(maxBest, len(best))]
}

// event returns the number of the event that a node is, -1 for none.
func (net *inquiry) event(n snapshot.N) int32 {
	if n < 0 || int(n) >= len(net.h.eventOf) {
		return -1
	}
	return net.h.eventOf[n]
}

// rarity is the weight of a word by how few texts hold it.
func rarity(documents, df int) float64 {
	return math.Log(1 + (float64(documents)-float64(df)+0.5)/(float64(df)+0.5))
}

// asked is the weight of a word by how often the question holds it.
func asked(times int) float64 { return 2 * float64(times) / (float64(times) + 1) }

// longness is k1·(1 - b + b·length/average) of each text.
func longness(length []int32, k1, b, average float64) []float64 {
	out := make([]float64, len(length))
	for i, l := range length {
		out[i] = k1 * (1 - b + b*float64(l)/average)
	}
	return out
}

// neighbours: who took part in the projects most like the question.
//
// raw(c) = Σ over the best projects p of c of (s(p)/s max)^power · members^-.25, times
// 2^(-age/2) with recent.
func (net *inquiry) neighbours(called string, best int, power float64, recent bool) signal {
	sig := &networkSignal{inquiry: net, called: called}
	if net.texts == nil {
		return sig
	}
	votes := make(map[int32]float64, best)
	sig.at = net.column()
	sized := func(n int) float64 { return 1 / math.Sqrt(math.Sqrt(float64(n))) }
	for _, p := range net.texts.best[:min(best, len(net.texts.best))] {
		vote := math.Pow(net.texts.score[p]/net.texts.top, power)
		if recent {
			vote *= math.Exp2(-net.h.age(p) / 2)
		}
		votes[p] = vote
		members := net.h.of(p)
		for _, c := range members {
			sig.at[c] += vote * sized(len(members))
		}
	}
	sig.lacking = func(c int32, w *without) float64 {
		sum := 0.0
		for _, p := range net.h.by(c) {
			if vote := votes[p]; vote > 0 && !w.drops(p, c) {
				sum += vote * sized(w.size(net.h, p))
			}
		}
		return sum
	}
	sig.brings = func(_, p int32) float64 {
		if votes[p] == 0 {
			return 0
		}
		return votes[p] * sized(len(net.h.of(p)))
	}
	return sig
}

// bestProject: raw(c) = the greatest s(p) of the projects of c.
func (net *inquiry) bestProject() signal {
	sig := &networkSignal{inquiry: net, called: signalMax}
	if net.texts == nil {
		return sig
	}
	sig.at = net.column()
	for _, p := range net.texts.scored {
		for _, c := range net.h.of(p) {
			sig.at[c] = max(sig.at[c], net.texts.score[p])
		}
	}
	sig.lacking = func(c int32, w *without) float64 {
		best := 0.0
		for _, p := range net.h.by(c) {
			if !w.drops(p, c) {
				best = max(best, net.texts.score[p])
			}
		}
		return best
	}
	sig.brings = func(_, p int32) float64 { return net.texts.score[p] }
	return sig
}

// textSeeds is how many projects a walk from the question starts at.
const textSeeds = 100

// textWalk: closeness to the projects most like the question by a random walk with restart.
//
// v(p) is proportional to (s(p)/s max)^4 over the 100 best projects, sum 1, spread evenly
// to their members: e. raw(c) = .4 e(c) + .6 (T e)(c), T as for ppr.
func (net *inquiry) textWalk() signal {
	sig := &networkSignal{inquiry: net, called: signalTPPR}
	if net.texts == nil {
		return sig
	}
	v := make(map[int32]float64, textSeeds)
	total := 0.0
	seeds := net.texts.best[:min(textSeeds, len(net.texts.best))]
	for _, p := range seeds {
		v[p] = math.Pow(net.texts.score[p]/net.texts.top, 4)
		total += v[p]
	}
	e := net.column()
	for _, p := range seeds {
		v[p] /= total
		members := net.h.of(p)
		for _, z := range members {
			e[z] += v[p] / float64(len(members))
		}
	}
	sig.at = net.walk(e, 1-tpprStay)
	for c, mass := range e {
		sig.at[c] += tpprStay * mass
	}
	sig.lacking = func(c int32, w *without) float64 {
		again := make(map[int32]float64) // of the members of the event that lost one
		at := func(z int32) float64 {
			if !w.touches(z) {
				return e[z]
			}
			if sum, known := again[z]; known {
				return sum
			}
			sum := 0.0
			for _, p := range net.h.by(z) {
				if v[p] > 0 && !w.drops(p, z) {
					sum += v[p] / float64(w.size(net.h, p))
				}
			}
			again[z] = sum
			return sum
		}
		return tpprStay*at(c) + (1-tpprStay)*net.arriving(w, c, at)
	}
	sig.brings = func(_, p int32) float64 {
		sum := (1 - tpprStay) * net.through(nil, p, func(z int32) float64 { return e[z] })
		if v[p] > 0 {
			sum += tpprStay * v[p] / float64(len(net.h.of(p)))
		}
		return sum
	}
	return sig
}
