package evaluation

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Measures are the values of one query, or their means over queries.
type Measures struct {
	Hit10    float64 `json:"hit@10"`    // a relevant document among the first 10
	MRR      float64 `json:"MRR"`       // 1 / rank of the first relevant one
	NDCG10   float64 `json:"nDCG@10"`   // gain 1 for any relevant document
	Recall50 float64 `json:"Recall@50"` // share of the relevant ones among the first 50
	P10      float64 `json:"P@10"`      // share of relevant ones among 10
	Success5 float64 `json:"success@5"` // a relevant document among the first 5
	// Graded measures: gain 2^grade - 1, and documents of grade 2 and more.
	GradedNDCG10   float64 `json:"graded nDCG@10"`
	GradedP10      float64 `json:"P@10 (2+)"`
	GradedSuccess5 float64 `json:"success@5 (2+)"`
}

// Names are the measures in the order in which they are shown; the last three need
// graded judgements.
func Names() []string {
	return []string{"hit@10", "MRR", "nDCG@10", "Recall@50", "P@10", "success@5", "graded nDCG@10", "P@10 (2+)", "success@5 (2+)"}
}

func (m *Measures) values() []*float64 {
	return []*float64{&m.Hit10, &m.MRR, &m.NDCG10, &m.Recall50, &m.P10, &m.Success5, &m.GradedNDCG10, &m.GradedP10, &m.GradedSuccess5}
}

// Value returns the measure with one of the names of [Names].
func (m Measures) Value(name string) float64 {
	i := slices.Index(Names(), name)
	if i < 0 {
		return math.NaN()
	}
	return *m.values()[i]
}

// Report is the outcome of [Score].
type Report struct {
	Queries       int      `json:"queries"`
	WithoutRun    int      `json:"queries_without_run"`
	RunIgnored    int      `json:"run_queries_ignored"`
	Dropped       int      `json:"excluded_dropped"`
	Mean          Measures `json:"mean"`
	StandardError Measures `json:"standard_error"` // sample standard deviation / sqrt(queries)
	Distinct      int      `json:"distinct_in_top10"`
	// Coverage is Distinct over the number of candidates; -1 when those are not known.
	Coverage float64             `json:"coverage"`
	PerQuery map[string]Measures `json:"-"`
}

// Options restrict a [Score]; zero values restrict nothing.
type Options struct {
	Exclude    Exclusions
	Candidates []string
	Only       map[string]bool // queries to score; nil for all
}

// Score measures a run.
func Score(judged Judgements, run Run, opts Options) Report {
	report := Report{Coverage: -1, PerQuery: make(map[string]Measures)}
	shown := make(map[string]bool)
	for qid := range run {
		if !relevantQuery(judged[qid]) || opts.Only != nil && !opts.Only[qid] {
			report.RunIgnored++
		}
	}
	for _, qid := range slices.Sorted(maps.Keys(judged)) {
		if !relevantQuery(judged[qid]) || opts.Only != nil && !opts.Only[qid] {
			continue
		}
		docs, present := run[qid]
		if !present {
			report.WithoutRun++
		}
		top, dropped := ranking(docs, opts.Exclude[qid])
		report.Dropped += dropped
		for _, doc := range top[:min(10, len(top))] {
			shown[doc] = true
		}
		report.PerQuery[qid] = measure(judged[qid], top)
		report.Queries++
	}
	report.Mean, report.StandardError = aggregate(report.PerQuery)
	report.Distinct = len(shown)
	if len(opts.Candidates) > 0 {
		report.Coverage = float64(len(shown)) / float64(len(opts.Candidates))
	}
	return report
}

func relevantQuery(grades map[string]int) bool {
	for _, g := range grades {
		if g > 0 {
			return true
		}
	}
	return false
}

// ranking orders a query's documents and cuts them at Depth.
func ranking(docs map[string]float64, excluded map[string]bool) (top []string, dropped int) {
	top = make([]string, 0, len(docs))
	for doc := range docs {
		if excluded[doc] {
			dropped++
			continue
		}
		top = append(top, doc)
	}
	slices.SortFunc(top, func(a, b string) int {
		return cmp.Or(cmp.Compare(docs[b], docs[a]), cmp.Compare(a, b))
	})
	return top[:min(Depth, len(top))], dropped
}

func measure(grades map[string]int, top []string) Measures {
	var m Measures
	relevant := 0
	ideal := make([]float64, 0, len(grades))
	for _, g := range grades {
		if g > 0 {
			relevant++
		}
		ideal = append(ideal, gain(g))
	}
	slices.SortFunc(ideal, func(a, b float64) int { return cmp.Compare(b, a) })
	var dcg, best, gradedDCG, gradedBest float64
	for i := range 10 {
		discount := 1 / math.Log2(float64(i)+2)
		if i < relevant {
			best += discount
		}
		if i < len(ideal) {
			gradedBest += ideal[i] * discount
		}
		if i >= len(top) {
			continue
		}
		g := grades[top[i]]
		gradedDCG += gain(g) * discount
		if g > 0 {
			dcg += discount
			m.Hit10 = 1
			m.P10 += 0.1
			if i < 5 {
				m.Success5 = 1
			}
		}
		if g >= 2 {
			m.GradedP10 += 0.1
			if i < 5 {
				m.GradedSuccess5 = 1
			}
		}
	}
	for i, doc := range top {
		if grades[doc] <= 0 {
			continue
		}
		if m.MRR == 0 {
			m.MRR = 1 / float64(i+1)
		}
		if i < 50 {
			m.Recall50 += 1 / float64(relevant)
		}
	}
	m.NDCG10, m.GradedNDCG10 = dcg/best, gradedDCG/gradedBest
	return m
}

func gain(grade int) float64 { return math.Exp2(float64(grade)) - 1 }

func aggregate(per map[string]Measures) (mean, se Measures) {
	n := float64(len(per))
	if n == 0 {
		return mean, se
	}
	ids := slices.Sorted(maps.Keys(per)) // a fixed order, as sums of floats depend on it
	for _, id := range ids {
		m := per[id]
		for i, v := range m.values() {
			*mean.values()[i] += *v / n
		}
	}
	if n < 2 {
		return mean, se
	}
	for _, id := range ids {
		m := per[id]
		for i, v := range m.values() {
			d := *v - *mean.values()[i]
			*se.values()[i] += d * d
		}
	}
	for _, v := range se.values() {
		*v = math.Sqrt(*v / (n - 1) / n)
	}
	return mean, se
}

// Paired compares two runs query by query.
type Paired struct {
	Queries       int      `json:"queries"`        // judged in both
	Difference    Measures `json:"difference"`     // mean of second minus first
	StandardError Measures `json:"standard_error"` // of the mean difference
	Better        int      `json:"better"`         // queries whose nDCG@10 the second improves
	Worse         int      `json:"worse"`
}

// Compare returns by how much the second report differs from the first.
func Compare(first, second Report) Paired {
	var out Paired
	diffs := make(map[string]Measures)
	for qid, a := range first.PerQuery {
		b, both := second.PerQuery[qid]
		if !both {
			continue
		}
		var d Measures
		for i, v := range d.values() {
			*v = *b.values()[i] - *a.values()[i]
		}
		switch {
		case d.NDCG10 > 0:
			out.Better++
		case d.NDCG10 < 0:
			out.Worse++
		}
		diffs[qid] = d
	}
	out.Queries = len(diffs)
	out.Difference, out.StandardError = aggregate(diffs)
	return out
}
