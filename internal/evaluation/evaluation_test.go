package evaluation_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/internal/evaluation"
)

func judgements(t *testing.T, text string) evaluation.Judgements {
	t.Helper()
	j, err := evaluation.ReadJudgements(strings.NewReader(text), "q")
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func run(t *testing.T, text string) evaluation.Run {
	t.Helper()
	r, err := evaluation.ReadRun(strings.NewReader(text), "r", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The cases are worked out by hand from the definitions.
func TestScore(t *testing.T) {
	j := judgements(t, "q1 0 a 1\nq1 0 b 1\nq1 0 z 0\nq2 0 c 1\nq3 0 a 1\nq4 0 a 0\n")
	r := run(t, "q1 Q0 x 1 3 t\nq1 Q0 a 2 2 t\nq1 Q0 b 3 1 t\nq2 Q0 d 1 1 t\nq2 Q0 c 2 1 t\nq9 Q0 a 1 1 t\n")
	got := evaluation.Score(j, r, evaluation.Options{Candidates: []string{"a", "b", "c", "d", "x", "z"}})
	l3 := 1 / math.Log2(3)
	for _, want := range []struct {
		name string
		have float64
		want float64
	}{
		{"queries", float64(got.Queries), 3},
		{"without run", float64(got.WithoutRun), 1},
		{"ignored", float64(got.RunIgnored), 1},
		{"hit@10", got.Mean.Hit10, 2.0 / 3},
		{"q1 rr", got.PerQuery["q1"].MRR, 0.5},
		{"q1 ndcg", got.PerQuery["q1"].NDCG10, (l3 + 0.5) / (1 + l3)},
		{"q2: equal scores by id", got.PerQuery["q2"].MRR, 1},
		{"q3: no run", got.PerQuery["q3"].NDCG10, 0},
		{"recall", got.Mean.Recall50, 2.0 / 3},
		{"coverage", got.Coverage, 5.0 / 6},
	} {
		if math.Abs(want.have-want.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", want.name, want.have, want.want)
		}
	}
	excluded := evaluation.Score(j, r, evaluation.Options{Exclude: evaluation.Exclusions{"q1": {"x": true}}})
	if excluded.Dropped != 1 || excluded.PerQuery["q1"].MRR != 1 {
		t.Errorf("with an exclusion: %+v", excluded.PerQuery["q1"])
	}
	only := evaluation.Score(j, r, evaluation.Options{Only: map[string]bool{"q1": true}})
	if only.Queries != 1 || only.Mean.Hit10 != 1 {
		t.Errorf("one query: %+v", only)
	}
}

func TestDepth(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "q1 Q0 n%03d %d %d t\n", i, i, 200-i)
	}
	got := evaluation.Score(judgements(t, "q1 0 a 1\n"), run(t, b.String()+"q1 Q0 a 101 1 t\n"), evaluation.Options{})
	if got.Mean.MRR != 0 {
		t.Errorf("a document below rank 100 counts: %v", got.Mean.MRR)
	}
}

func TestGraded(t *testing.T) {
	got := evaluation.Score(judgements(t, "q1\t0\ta b\t3\nq1\t0\tc\t1\n"), run(t, "q1\tQ0\tc\t1\t2\tt\nq1\tQ0\ta b\t2\t1\tt\n"), evaluation.Options{})
	l3 := 1 / math.Log2(3)
	if want := (1 + 7*l3) / (7 + l3); math.Abs(got.Mean.GradedNDCG10-want) > 1e-12 {
		t.Errorf("graded nDCG %v, want %v", got.Mean.GradedNDCG10, want)
	}
	if m := got.Mean; m.GradedSuccess5 != 1 || math.Abs(m.GradedP10-0.1) > 1e-12 || m.Success5 != 1 || math.Abs(m.P10-0.2) > 1e-12 {
		t.Errorf("success@5 %v, P@10 %v; of grade 2 and more %v, %v", m.Success5, m.P10, m.GradedSuccess5, m.GradedP10)
	}
}

func TestBadInputNamesItsLine(t *testing.T) {
	for name, text := range map[string]string{
		"twice": "q1 Q0 a 1 1 t\nq1 Q0 a 2 1 t\n", "nan": "q1 Q0 b 1 1 t\nq1 Q0 a 1 nan t\n",
		"columns": "\nq1 a 1 1 t\n", "candidate": "q1 Q0 a 1 1 t\nq1 Q0 y 1 1 t\n", "number": "q1 Q0 a 1 1 t\nq1 Q0 b 1 high t\n",
	} {
		_, err := evaluation.ReadRun(strings.NewReader(text), "run.txt", map[string]bool{"a": true, "b": true})
		if err == nil || !strings.HasPrefix(err.Error(), "run.txt:2: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{"columns": "q1 0 a\n", "grade": "q1 0 a x\n", "twice": "q1 0 a 1\nq1 0 a 1\n", "none": "q1 0 a 0\n"} {
		if _, err := evaluation.ReadJudgements(strings.NewReader(text), "q"); err == nil {
			t.Errorf("judgements, %s: accepted", name)
		}
	}
	long := "q1 0 a 1\nq1 0 " + strings.Repeat("b", 5<<20) + " 1\n"
	if _, err := evaluation.ReadJudgements(strings.NewReader(long), "q"); err == nil || !strings.HasPrefix(err.Error(), "q:2: ") {
		t.Errorf("a line of 5 MiB: %.100v", err)
	}
	for name, text := range map[string]string{"column": "id\tx\na\t1\n", "ragged": "id\tT\na\n", "none": "id\tT\na\t0\n"} {
		if _, err := evaluation.ReadCandidates(strings.NewReader(text), "c", "T"); err == nil {
			t.Errorf("candidates, %s: accepted", name)
		}
	}
}

func TestOpenUnpacks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gz")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte("q1 0 a 1\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := evaluation.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := evaluation.ReadJudgements(file, path); err != nil {
		t.Error(err)
	}
}

func TestWhere(t *testing.T) {
	queries := `{"qid":"q1","task":"T2","known":true,"n":3}` + "\n" + `{"qid":"q2","task":"T2","known":false,"n":3}`
	got, err := evaluation.ReadWhere(strings.NewReader(queries), "f", evaluation.Conditions{"task=T2", "known=true", "n=3"})
	if err != nil || len(got) != 1 || !got["q1"] {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"task", "nothing=1"} {
		if _, err := evaluation.ReadWhere(strings.NewReader(queries), "f", evaluation.Conditions{bad}); err == nil {
			t.Errorf("condition %q accepted", bad)
		}
	}
}

func TestCompareSelfIsZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j, r := evaluation.Judgements{}, evaluation.Run{}
		for q := range rapid.IntRange(1, 5).Draw(t, "queries") {
			qid := strconv.Itoa(q)
			j[qid] = map[string]int{"d0": rapid.IntRange(1, 3).Draw(t, "grade")}
			r[qid] = map[string]float64{}
			for d := range rapid.IntRange(0, 12).Draw(t, "documents") {
				r[qid][fmt.Sprintf("d%d", d)] = rapid.Float64Range(0, 1).Draw(t, "score")
			}
		}
		report := evaluation.Score(j, r, evaluation.Options{})
		for _, name := range evaluation.Names() {
			if v := report.Mean.Value(name); v < 0 || v > 1+1e-9 {
				t.Fatalf("%s is %v", name, v)
			}
		}
		if d := evaluation.Compare(report, report); d.Better+d.Worse != 0 || d.Difference != (evaluation.Measures{}) {
			t.Fatalf("a run differs from itself: %+v", d)
		}
	})
}

func FuzzReadRun(f *testing.F) {
	f.Add("q1 Q0 a 1 1 t\n")
	f.Fuzz(func(_ *testing.T, text string) {
		if r, err := evaluation.ReadRun(strings.NewReader(text), "f", nil); err == nil {
			evaluation.Score(evaluation.Judgements{"q1": {"a": 1}}, r, evaluation.Options{})
		}
	})
}

func FuzzReadJudgements(f *testing.F) {
	f.Add("q1 0 a 1\n")
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = evaluation.ReadJudgements(strings.NewReader(text), "f")
		_, _ = evaluation.ReadCandidates(strings.NewReader(text), "f", "")
		_, _ = evaluation.ReadExclusions(strings.NewReader(text), "f")
		_, _ = evaluation.ReadWhere(strings.NewReader(text), "f", nil)
	})
}
