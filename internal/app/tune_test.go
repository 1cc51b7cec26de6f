package app

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chuangmai/internal/evaluation"
	"chuangmai/match"
	"chuangmai/tune"
	"chuangmai/tune/feedback"
)

// tunedNeeds are how many of the judged needs tuning is tried on: enough for two folds.
const tunedNeeds = 3

// checkTuned: what tuning measures before it changes anything is what evaluation measures.
func checkTuned(t *testing.T, s *Service, judged evaluation.Judgements, figures map[string]float64) {
	t.Helper()
	lines := slices.Collect(strings.Lines(string(relevanceFile(t, "needs.jsonl"))))
	queries := strings.Join(lines[:tunedNeeds], "")
	report, err := s.Tune(t.Context(), strings.NewReader(queries), "needs.jsonl", TuneOptions{Set: RankPartners, Judged: judged, Folds: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.PerQuery) != tunedNeeds || report.Unknown != 0 || report.Unjudged != 0 || report.After < report.Before {
		t.Errorf("%+v", report)
	}
	for _, q := range report.PerQuery {
		if math.Abs(q.Before-figures[q.ID]) > 1e-6 {
			t.Errorf("%s: tune measures %.6f, evaluation %.6f", q.ID, q.Before, figures[q.ID])
		}
	}
}

// judgedOwn are needs over the small network with what is judged of them.
func judgedOwn(tb testing.TB) (queries string, judged evaluation.Judgements) {
	tb.Helper()
	judged, err := evaluation.ReadJudgements(strings.NewReader("a\t0\tlocal:lab\t3\na\t0\tnowhere\t1\nb\t0\t滨湖焊接技术研究所\t2\n"), "qrels")
	if err != nil {
		tb.Fatal(err)
	}
	return `{"qid":"a","text":"铝合金焊接有气孔"}
{"qid":"b","text":"焊缝无损检测"}

{"qid":"c","text":"焊接工艺"}
`, judged
}

func TestTune(t *testing.T) {
	s := started(t, smallFolder(t))
	defer stop(t, s)
	queries, judged := judgedOwn(t)
	opts := TuneOptions{Set: RankPartners, Judged: judged, Folds: 2}
	report, err := s.Tune(t.Context(), strings.NewReader(queries), "q.jsonl", opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.PerQuery) != 2 || report.Unjudged != 1 || report.Unknown != 1 || len(report.Weights) < 10 || report.PerQuery[1].Before != 1 {
		t.Errorf("%+v", report)
	}
	opts.Marks = []Mark{{Query: "b", Hit: "local:lab", Verdict: feedback.NotSuitable, Because: "做不了"}}
	if report, err = s.Tune(t.Context(), strings.NewReader(queries), "q.jsonl", opts); err != nil || report.PerQuery[1].Before >= 0 {
		t.Errorf("a marked hit in the first place counts %+v, %v", report.PerQuery, err)
	}
	opts.Folds = 3
	if _, err := s.Tune(t.Context(), strings.NewReader(queries), "q.jsonl", opts); !errors.Is(err, tune.ErrNoFolds) {
		t.Errorf("three folds of two queries: %v", err)
	}
	if _, err := s.Tune(t.Context(), strings.NewReader("\n{\"text\":\"x\"}\n"), "q.jsonl", opts); err == nil || !strings.HasPrefix(err.Error(), "q.jsonl:2: ") {
		t.Errorf("a query without qid: %v", err)
	}
}

func TestTuneLeavesHistoriesAlone(t *testing.T) {
	s := started(t, jointFolder(t))
	defer stop(t, s)
	queries, judged := judgedOwn(t)
	_, err := s.Tune(t.Context(), strings.NewReader(queries), "q.jsonl", TuneOptions{Set: RankPartners, Judged: judged, Folds: 2})
	if !errors.Is(err, ErrTuneHistory) {
		t.Errorf("got %v", err)
	}
}

func TestWeightsFile(t *testing.T) {
	report := TuneReport{Result: tune.Result{Folds: 2, Weights: []tune.Change{{Signal: "words", Before: 1, After: 0.25, Power: 2}}}}
	good, err := TunedWeights(match.SetResources, filepath.Join("some", "qrels.tsv"), report, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(good, []byte("some")) || !bytes.Contains(good, []byte(`"date": "2026-03-01"`)) {
		t.Errorf("%s", good)
	}
	for name, c := range map[string]struct{ content, fault string }{
		"good":     {string(good), ""},
		"no json":  {"weights", "invalid character"},
		"set":      {strings.Replace(string(good), "resources", "friends", 1), "there is no set"},
		"signal":   {strings.Replace(string(good), `"words"`, `"charm"`, 1), `no signal "charm"`},
		"power":    {strings.Replace(string(good), `"power": 2`, `"power": 0`, 1), "must be above 0"},
		"key":      {strings.Replace(string(good), `"date"`, `"day"`, 1), "unknown field"},
		"no words": {`{"version":1,"set":"partners"}`, "no signals"},
	} {
		path := filepath.Join(t.TempDir(), "w.json")
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		weights, err := match.BuiltinWeights()
		if err != nil {
			t.Fatal(err)
		}
		switch err := ownWeights(weights, path); {
		case c.fault == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.fault == "":
			if got := weights.Sets[match.SetResources].Signals; len(got) != 1 || got["words"] != (match.SignalWeight{Weight: 0.25, Power: 2}) {
				t.Errorf("%s: %v", name, got)
			}
		case err == nil || !strings.Contains(err.Error(), c.fault) || !strings.HasPrefix(err.Error(), "match.weights_file: "):
			t.Errorf("%s: %v does not say %q", name, err, c.fault)
		}
	}
}

// TestServiceTakesWeightsFile: a service does not open with a file it cannot read.
func TestServiceTakesWeightsFile(t *testing.T) {
	settings := in(t, t.TempDir())
	settings.Match.WeightsFile = filepath.Join(t.TempDir(), "missing.json")
	if s, err := Open(t.Context(), settings, options(t)); err == nil {
		stop(t, s)
		t.Error("opened")
	} else if !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestReadMarks(t *testing.T) {
	marks, err := ReadMarks(strings.NewReader("{\"query\":\"a\",\"id\":\" x \",\"because\":\"too far\"}\n\n"), "m")
	if err != nil || len(marks) != 1 || marks[0] != (Mark{Query: "a", Hit: "x", Verdict: feedback.NotSuitable, Because: "too far"}) {
		t.Errorf("%+v, %v", marks, err)
	}
	listed := `{"id":"mark:1","question":"ab","text":"焊接","hit":"local:x","verdict":"suitable","date":"2026-01-01"}`
	if marks, err = ReadMarks(strings.NewReader(listed), "m"); err != nil || marks[0].Text != "焊接" || marks[0].Hit != "local:x" || marks[0].Verdict != feedback.Suitable {
		t.Errorf("as the API lists them: %+v, %v", marks, err)
	}
	for _, bad := range []string{`{"query":"a","id":"x"}`, `{"text":"a","hit":"x","verdict":"good"}`, `{"text":"a","hit":"x","reason":"ugly"}`, `{"query":"","id":"x","because":"y"}`, `{"q":"a"}`, `[]`, `{"query":"a","id":"x","because":"y"}{}`} {
		if _, err := ReadMarks(strings.NewReader("\n"+bad), "m"); err == nil || !strings.HasPrefix(err.Error(), "m:2: ") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func FuzzReadMarks(f *testing.F) {
	f.Add(`{"query":"a","id":"x","because":"y"}`)
	f.Add("{}\n[1]")
	f.Fuzz(func(t *testing.T, text string) {
		marks, err := ReadMarks(strings.NewReader(text), "m")
		if err != nil && marks != nil {
			t.Error("marks beside an error")
		}
		for _, m := range marks {
			if m.Query == "" && m.Text == "" && m.Need == nil && m.Requester == "" || m.Hit == "" || m.Verdict == "" {
				t.Errorf("%+v", m)
			}
		}
	})
}
