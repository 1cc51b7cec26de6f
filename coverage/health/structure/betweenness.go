package structure

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Betweenness is how many pairs of other members each member stands between: the sum over
// the pairs of the share of their shortest paths that run through it. All ties count as
// equally long.
type Betweenness struct {
	Score []float64
	// Error is the standard error of each score; nil when the scores are exact.
	Error []float64
	// Pivots is from how many members paths were followed; all that have a tie when exact.
	Pivots int
	// Bound is how far, with 95% probability, no score of all is off, as a share of the
	// greatest possible one (Hoeffding's inequality for each member, and their union); 0 when exact.
	Bound float64
}

// parts is into how many lists the starting points are split: a fixed number, so that sums
// are made in the same order on any machine.
const parts = 2

// Betweenness follows shortest paths from at most the given number of members, exactly when
// that is enough for all that have a tie (Brandes 2001), otherwise from a sample without
// replacement whose mean is unbiased. It ends with the context.
func (w *Network) Betweenness(ctx context.Context, pivots int, rng *rand.Rand) (Betweenness, error) {
	var starts []int32
	for v := range int32(w.Len()) { //nolint:gosec // members are numbered in 32 bits
		if w.Degree(v) > 0 {
			starts = append(starts, v)
		}
	}
	tied := len(starts)
	exact := tied <= pivots
	if !exact {
		rng.Shuffle(tied, func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })
		starts = starts[:max(pivots, 1)]
		slices.Sort(starts)
	}
	followers := make([]*follower, parts)
	var work sync.WaitGroup
	for i := range followers {
		followers[i] = newFollower(w)
		chunk := starts[i*len(starts)/parts : (i+1)*len(starts)/parts]
		work.Go(func() { followers[i].all(ctx, chunk) })
	}
	work.Wait()
	if err := ctx.Err(); err != nil {
		return Betweenness{}, err
	}
	b := Betweenness{Score: make([]float64, w.Len()), Pivots: len(starts)}
	k, all := float64(len(starts)), float64(tied)
	if !exact {
		b.Error = make([]float64, w.Len())
		b.Bound = math.Sqrt(math.Log(2*all/0.05) / (2 * k))
	}
	for v := range b.Score {
		sum, squares := 0.0, 0.0
		for _, f := range followers {
			sum, squares = sum+f.sum[v], squares+f.squares[v]
		}
		if exact {
			b.Score[v] = sum / 2 // each pair was met from both ends
			continue
		}
		b.Score[v] = all / k * sum / 2
		if k > 1 {
			variance := max(0, (squares-sum*sum/k)/(k-1))
			b.Error[v] = all / 2 * math.Sqrt(variance/k*(1-k/all))
		}
	}
	return b, nil
}

// follower follows the shortest paths from one member after the other.
type follower struct {
	w            *Network
	sum, squares []float64 // of what each member carries, over the starts
	at           []visit
	reached      []int32
}

// visit is what is known of a member on the way: one place in memory for what is looked up
// together.
type visit struct {
	paths, carried float64
	distance       int32 // -1 before it is reached
}

func newFollower(w *Network) *follower {
	n := w.Len()
	f := &follower{w: w, sum: make([]float64, n), squares: make([]float64, n), at: make([]visit, n), reached: make([]int32, 0, n)}
	for v := range f.at {
		f.at[v].distance = -1
	}
	return f
}

func (f *follower) all(ctx context.Context, starts []int32) {
	for _, s := range starts {
		if ctx.Err() != nil {
			return
		}
		f.from(s)
	}
}

func (f *follower) from(s int32) {
	f.reached = append(f.reached[:0], s)
	f.at[s] = visit{paths: 1}
	for i := 0; i < len(f.reached); i++ {
		v := f.reached[i]
		next, paths := f.at[v].distance+1, f.at[v].paths
		for _, u := range f.w.Neighbours(v) {
			at := &f.at[u]
			if at.distance < 0 {
				at.distance = next
				f.reached = append(f.reached, u)
			}
			if at.distance == next {
				at.paths += paths
			}
		}
	}
	for _, u := range slices.Backward(f.reached) {
		carried := f.at[u].carried
		share, before := (1+carried)/f.at[u].paths, f.at[u].distance-1
		for _, v := range f.w.Neighbours(u) {
			if at := &f.at[v]; at.distance == before {
				at.carried += at.paths * share
			}
		}
		if u != s {
			f.sum[u] += carried
			f.squares[u] += carried * carried
		}
	}
	for _, v := range f.reached {
		f.at[v] = visit{distance: -1}
	}
}

func sortBridges(list []Bridge) {
	slices.SortFunc(list, func(a, b Bridge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
}
