package match

import (
	"math"
	"slices"

	"chuangmai/graph/snapshot"
)

// Features are what the signals of one set of weights say of the candidates of a question,
// before they are weighed: score = sum of weight × share^power.
type Features struct {
	Signals []string // in order of their names
	// Rows are candidates in the order of their scores, then ids.
	Rows []FeatureRow
}

// FeatureRow is one candidate: per signal its raw value over the greatest of all
// candidates, 0 to 1.
type FeatureRow struct {
	N      snapshot.N
	Shares []float64
}

// Features returns the candidates of a question under the set of weights q.Use with what
// each of the set's signals says of them, one of weight 0 too. Of more than most
// candidates it keeps those that stand first by score or by any one signal, and those of
// keep; most 0 keeps all. Scales are those of all candidates.
func (r *Ranker) Features(q Question, most int, keep map[snapshot.N]bool) Features {
	table := &featureTable{weights: r.weights.Sets[q.Use].Signals}
	table.signals = sortedKeys(table.weights)
	if slices.Contains(NetworkSets(), q.Use) {
		rk, net, hits := r.gatherNetwork(&q)
		table.lay(rk, hits)
		for k, name := range table.signals {
			if sig := net.signal(name); sig != nil {
				table.fill(k, func(n snapshot.N) float64 { return sig.value(n, noEdge) })
			}
		}
	} else {
		rk, columns, bySet := r.gather(&q)
		table.lay(rk, bySet[q.Use])
		for i, sig := range rk.signals {
			if k, wanted := slices.BinarySearch(table.signals, sig.name()); wanted {
				table.fill(k, func(n snapshot.N) float64 { return columns[i].at[n] })
			}
		}
		r.giveBack(columns)
	}
	return table.best(most, keep)
}

// featureTable is features being gathered.
type featureTable struct {
	weights map[string]SignalWeight
	signals []string
	ranking *Ranking
	hits    []Hit
	shares  [][]float64 // by signal, then hit
}

func (t *featureTable) lay(rk *Ranking, hits []Hit) {
	t.ranking, t.hits, t.shares = rk, hits, make([][]float64, len(t.signals))
	for k := range t.shares {
		t.shares[k] = make([]float64, len(hits))
	}
}

// fill reads one signal and adds it to the scores.
func (t *featureTable) fill(k int, raw func(snapshot.N) float64) {
	column := t.shares[k]
	top := 0.0
	for i, h := range t.hits {
		column[i] = max(0, raw(h.N))
		top = max(top, column[i])
	}
	if top == 0 {
		return
	}
	w, scale := t.weights[t.signals[k]], significant6(top)
	for i := range column {
		if column[i] > 0 {
			column[i] = significant6(column[i]) / scale
			t.hits[i].Score += round6(w.Weight * math.Pow(column[i], w.Power))
		}
	}
}

// best lists the candidates that stay.
func (t *featureTable) best(most int, keep map[snapshot.N]bool) Features {
	order := make([]int, len(t.hits))
	for i := range order {
		order[i] = i
		t.hits[i].Score = round6(t.hits[i].Score)
	}
	slices.SortFunc(order, func(a, b int) int { return t.ranking.compare(t.hits[a], t.hits[b]) })
	stays := t.staying(order, most, keep)
	out := Features{Signals: t.signals}
	for _, i := range order {
		if stays != nil && !stays[i] {
			continue
		}
		row := FeatureRow{N: t.hits[i].N, Shares: make([]float64, len(t.signals))}
		for k := range t.signals {
			row.Shares[k] = t.shares[k][i]
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// staying says which candidates stay, nil for all: half of most go by the score, the
// other half in equal parts by the single signals.
func (t *featureTable) staying(order []int, most int, keep map[snapshot.N]bool) []bool {
	if most <= 0 || len(order) <= most {
		return nil
	}
	stays := make([]bool, len(order))
	for _, i := range order[:most/2] {
		stays[i] = true
	}
	for i, h := range t.hits {
		stays[i] = stays[i] || keep[h.N]
	}
	each := most / 2 / max(1, len(t.signals))
	if each == 0 {
		return stays
	}
	sorted := make([]float64, len(t.hits))
	for _, column := range t.shares {
		copy(sorted, column)
		slices.Sort(sorted)
		least := sorted[len(sorted)-each]
		if least == 0 { // fewer than that have any
			least = math.SmallestNonzeroFloat64
		}
		left := each // of those that are equal, the first by score
		for _, i := range order {
			switch {
			case column[i] > least:
				stays[i] = true
				left--
			case column[i] == least && left > 0:
				stays[i] = true
				left--
			}
		}
	}
	return stays
}
