package structure

// Communities are groups that are tied among themselves more than chance would have it.
type Communities struct {
	// Of is the group of each member; groups are numbered by their least member.
	Of    []int32
	Sizes []int
	// Modularity is the share of the ties' weight that lies within groups less the share
	// expected if ties kept their members' strengths and were otherwise drawn at random
	// (Newman and Girvan 2004); 0 for a network without ties.
	Modularity float64
}

const (
	maxRounds = 30    // of moving members on one level
	leastGain = 1e-10 // of modularity, for a member to move
)

// Communities groups the members by the method of Louvain (Blondel and others 2008): members
// join, in the order of their numbers, the neighbouring group that raises modularity most,
// of several the one of the least number, until none gains; then groups become members.
func (w *Network) Communities() Communities {
	of := make([]int32, w.Len())
	for v := range of {
		of[v] = int32(v)
	}
	level, own := w, make([]float64, w.Len())
	for {
		group, moved := level.move(own)
		if !moved {
			break
		}
		group, count := compact(group)
		for v := range of {
			of[v] = group[of[v]]
		}
		level, own = level.merge(group, count, own)
	}
	of, count := compact(of)
	out := Communities{Of: of, Sizes: make([]int, count), Modularity: w.Modularity(of)}
	for _, c := range of {
		out.Sizes[c]++
	}
	return out
}

// move moves members between groups. own is the weight of each member's tie with itself,
// counted from both ends.
func (w *Network) move(own []float64) (group []int32, moved bool) {
	n := w.Len()
	group = make([]int32, n)
	strength, total, sum := make([]float64, n), make([]float64, n), 0.0
	for v := range n {
		group[v] = int32(v)
		strength[v] = own[v]
		for _, x := range w.weight[w.start[v]:w.start[v+1]] {
			strength[v] += x
		}
		total[v] = strength[v]
		sum += strength[v]
	}
	if sum == 0 {
		return group, false
	}
	toGroup := make([]float64, n)
	var near []int32
	for range maxRounds {
		again := false
		for v := range n {
			near = near[:0]
			for i := w.start[v]; i < w.start[v+1]; i++ {
				g := group[w.to[i]]
				if toGroup[g] == 0 {
					near = append(near, g)
				}
				toGroup[g] += w.weight[i]
			}
			from := group[v]
			total[from] -= strength[v]
			best, most := from, toGroup[from]-total[from]*strength[v]/sum
			for _, g := range near {
				gain := toGroup[g] - total[g]*strength[v]/sum
				if gain > most+leastGain*sum || gain > most-leastGain*sum && g < best && best != from {
					best, most = g, max(gain, most)
				}
			}
			for _, g := range near {
				toGroup[g] = 0
			}
			total[best] += strength[v]
			if best != from {
				group[v] = best
				again, moved = true, true
			}
		}
		if !again {
			break
		}
	}
	return group, moved
}

// compact numbers groups from 0 by their least member.
func compact(group []int32) (out []int32, count int) {
	number := make([]int32, len(group))
	for g := range number {
		number[g] = -1
	}
	out = make([]int32, len(group))
	for v, g := range group {
		if number[g] < 0 {
			number[g] = int32(count)
			count++
		}
		out[v] = number[g]
	}
	return out, count
}

// merge makes a network whose members are groups.
func (w *Network) merge(group []int32, count int, own []float64) (*Network, []float64) {
	inner := make([]float64, count)
	var ties []Tie
	for v := range w.Len() {
		a := group[v]
		inner[a] += own[v]
		for i := w.start[v]; i < w.start[v+1]; i++ {
			switch b := group[w.to[i]]; {
			case a == b:
				inner[a] += w.weight[i]
			case a < b:
				ties = append(ties, Tie{a, b, w.weight[i]})
			}
		}
	}
	return New(count, ties), inner
}

// Modularity returns what [Communities] says of any grouping; groups are numbered below the
// number of members.
func (w *Network) Modularity(of []int32) float64 {
	within, strength, sum := 0.0, make([]float64, w.Len()), 0.0
	for v := range w.Len() {
		for i := w.start[v]; i < w.start[v+1]; i++ {
			strength[of[v]] += w.weight[i]
			sum += w.weight[i]
			if of[w.to[i]] == of[v] {
				within += w.weight[i]
			}
		}
	}
	if sum == 0 {
		return 0
	}
	q := within / sum
	for _, s := range strength {
		q -= s / sum * (s / sum)
	}
	return q
}
