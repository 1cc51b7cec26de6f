package app

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chuangmai/advise"
	"chuangmai/internal/evaluation"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The judged needs over the recorded facts of the sample: needs.jsonl holds the sentences,
// judgements.tsv the grades 0 to 3 of bodies and resources by name, ndcg.tsv the figures
// that were reached.
const relevanceFolder = "testdata/relevance"

// A drop beyond noise: of the mean by more than greatestDrop, or by more than two standard
// errors of the paired difference and more than the rounding of the golden file.
const (
	greatestDrop = 0.02
	roundingDrop = 0.0005
)

// paired is the mean of the differences and its standard error.
func paired(before, after map[string]float64) (mean, se float64) {
	n := float64(len(before))
	for _, qid := range slices.Sorted(maps.Keys(before)) {
		mean += (after[qid] - before[qid]) / n
	}
	if n < 2 {
		return mean, 0
	}
	for _, qid := range slices.Sorted(maps.Keys(before)) {
		d := after[qid] - before[qid] - mean
		se += d * d / (n - 1) / n
	}
	return mean, math.Sqrt(se)
}

// dropped reports whether figures fell by more than noise.
func dropped(before, after map[string]float64) bool {
	mean, se := paired(before, after)
	return mean < -greatestDrop || mean < -roundingDrop && mean < -2*se
}

func TestDropsBeyondNoise(t *testing.T) {
	before := make(map[string]float64)
	for i := range 20 {
		before[strconv.Itoa(i)] = 0.5
	}
	with := func(change func(i int) float64) map[string]float64 {
		after := make(map[string]float64)
		for i := range 20 {
			after[strconv.Itoa(i)] = 0.5 + change(i)
		}
		return after
	}
	for name, c := range map[string]struct {
		change func(i int) float64
		want   bool
	}{
		"unchanged":            {func(int) float64 { return 0 }, false},
		"rounding":             {func(int) float64 { return -0.0001 }, false},
		"one need a bit worse": {func(i int) float64 { return map[int]float64{3: -0.1}[i] }, false},
		"up and down":          {func(i int) float64 { return 0.1 * float64(1-i%2*2) }, false},
		"better":               {func(int) float64 { return 0.1 }, false},
		"all a bit worse":      {func(int) float64 { return -0.004 }, true},
		"one need lost":        {func(i int) float64 { return map[int]float64{3: -0.5}[i] }, true},
	} {
		if got := dropped(before, with(c.change)); got != c.want {
			t.Errorf("%s: dropped is %v, want %v", name, got, c.want)
		}
	}
}

// TestRelevance ranks the judged needs and compares, need by need, with the figures that
// were reached before; -update writes those anew.
func TestRelevance(t *testing.T) {
	sample, err := OpenSample(patient(t), in(t, t.TempDir()), true, options(t))
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, sample)
	judged, err := evaluation.ReadJudgements(bytes.NewReader(relevanceFile(t, "judgements.tsv")), "judgements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	checkJudged(t, sample.Service, judged)
	report := evaluation.Score(judged, judgedRun(t, sample.Service), evaluation.Options{})
	if report.WithoutRun > 0 || report.RunIgnored > 0 || len(judged) != report.Queries {
		t.Errorf("needs and judgements do not fit: %+v", report)
	}
	after := make(map[string]float64)
	for qid, m := range report.PerQuery {
		after[qid] = m.GradedNDCG10
	}
	t.Run("tune measures the same", func(t *testing.T) { checkTuned(t, sample.Service, judged, after) })
	if *update {
		writeFigures(t, after)
	}
	before := readFigures(t)
	if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
		t.Fatal("ndcg.tsv holds other needs than needs.jsonl: -update writes it anew")
	}
	for _, qid := range slices.Sorted(maps.Keys(after)) {
		if math.Abs(after[qid]-before[qid]) > roundingDrop {
			t.Logf("%s: nDCG@10 %.4f, was %.4f", qid, after[qid], before[qid])
		}
	}
	for set, initial := range map[string]string{"all": "", RankPartners: "p", RankResources: "r"} {
		before, after := begun(before, initial), begun(after, initial)
		mean, se := paired(before, after)
		t.Logf("%s: graded nDCG@10 over %d needs, difference %+.4f se %.4f", set, len(after), mean, se)
		if dropped(before, after) {
			t.Errorf("%s: relevance fell by more than noise: graded nDCG@10 %+.4f se %.4f; -update takes the new figures", set, mean, se)
		}
	}
	t.Logf("graded nDCG@10 %.4f se %.4f", report.Mean.GradedNDCG10, report.StandardError.GradedNDCG10)
}

// begun are the figures of the needs whose id begins with a letter: p for partners, r for
// resources. What only one kind of question loses would be lost among the others.
func begun(figures map[string]float64, initial string) map[string]float64 {
	out := make(map[string]float64)
	for qid, figure := range figures {
		if strings.HasPrefix(qid, initial) {
			out[qid] = figure
		}
	}
	return out
}

// judgedRun ranks the judged needs, those for partners and those for resources.
func judgedRun(tb testing.TB, s *Service) evaluation.Run {
	tb.Helper()
	run := make(evaluation.Run)
	needs := relevanceFile(tb, "needs.jsonl")
	for _, set := range []string{RankPartners, RankResources} {
		var out bytes.Buffer
		opts := RankOptions{
			What: set, Where: evaluation.Conditions{"set=" + set}, Doc: "name", Tag: "t",
			Warn: func(text string) { tb.Errorf("%s: %s", set, text) },
		}
		if _, err := s.Rank(tb.Context(), bytes.NewReader(needs), "needs.jsonl", &out, opts); err != nil {
			tb.Fatal(err)
		}
		part, err := evaluation.ReadRun(&out, set, nil)
		if err != nil {
			tb.Fatal(err)
		}
		maps.Copy(run, part)
	}
	return run
}

// checkJudged checks that what is judged is in the sample.
func checkJudged(tb testing.TB, s *Service, judged evaluation.Judgements) {
	tb.Helper()
	view, _, release, err := s.Advisor.View(advise.Scope{})
	if err != nil {
		tb.Fatal(err)
	}
	defer release()
	find := newFinder(view)
	for qid, grades := range judged {
		for name := range grades {
			if _, known := find.id(name); !known {
				tb.Errorf("%s: %s is not in the sample", qid, name)
			}
		}
	}
}

func relevanceFile(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(relevanceFolder, name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func writeFigures(tb testing.TB, figures map[string]float64) {
	tb.Helper()
	var b strings.Builder
	for _, qid := range slices.Sorted(maps.Keys(figures)) {
		_, _ = fmt.Fprintf(&b, "%s\t%.4f\n", qid, figures[qid]) // a builder takes everything
	}
	if err := os.WriteFile(filepath.Join(relevanceFolder, "ndcg.tsv"), []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func readFigures(tb testing.TB) map[string]float64 {
	tb.Helper()
	figures := make(map[string]float64)
	for in := bytes.NewReader(relevanceFile(tb, "ndcg.tsv")); ; {
		var qid string
		var figure float64
		_, err := fmt.Fscan(in, &qid, &figure)
		if errors.Is(err, io.EOF) {
			return figures
		}
		if err != nil {
			tb.Fatal(err)
		}
		figures[qid] = figure
	}
}
