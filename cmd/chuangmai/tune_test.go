package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/match"
)

func TestTune(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	queries := file(t, "q.jsonl", `{"qid":"a","text":"铝合金焊接有气孔"}`, `{"qid":"b","text":"焊缝无损检测"}`)
	qrels := file(t, "qrels.tsv", "a\t0\tlocal:lab\t3", "b\t0\tlocal:lab\t2")
	out := filepath.Join(t.TempDir(), "weights.json")
	tune := func(more ...string) outcome {
		return invoke(t, append([]string{"tune", "--lang", "en", "--data", data, "--queries", queries, "--qrels", qrels, "--folds", "2"}, more...)...)
	}

	tune().exits(exitDone).says("2 judged queries, 2 folds", "held-out folds", "no evidence that the new weights are better", "capability")
	if _, err := os.Stat(out); err == nil {
		t.Fatal("weights are written unasked")
	}
	tune("--out", out).exits(exitDone).complains("weights written to")
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if set, _, err := match.ParseWeightSet(content); err != nil || set != match.SetPartners {
		t.Fatalf("set %q, %v:\n%s", set, err, content)
	}

	kept := `{"mine":"as it was"}`
	if err := os.WriteFile(out, []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	tune("--out", out).exits(exitFailed).complains("exists; add --yes")
	if now, err := os.ReadFile(out); err != nil || string(now) != kept {
		t.Fatalf("a refused file was changed: %s, %v", now, err)
	}
	tune("--out", out, "--yes").exits(exitDone)
	if now, err := os.ReadFile(out); err != nil || string(now) != string(content) {
		t.Fatalf("not replaced, or not the same weights: %s, %v", now, err)
	}

	settings := file(t, "settings.yaml", "match:", "  weights_file: "+out)
	invoke(t, "rank", "partners", "--config", settings, "--data", data, "--queries", queries).exits(exitDone).says("local:lab")
	bad := file(t, "bad.json", strings.Replace(string(content), `"words"`, `"charm"`, 1))
	settings = file(t, "settings.yaml", "match:", "  weights_file: "+bad)
	invoke(t, "rank", "partners", "--config", settings, "--data", data, "--queries", queries).exits(exitFailed).complains("match.weights_file", `no signal "charm"`)
}

// TestTuneOnOwnHistory: marks and later collaborations need no file.
func TestTuneOnOwnHistory(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	invoke(t, "tune", "--lang", "en", "--data", data, "--marks", "network").exits(exitFailed).complains("fewer than 5 queries")
	marks := file(t, "marks.jsonl", `{"text":"铝合金焊接有气孔","hit":"local:lab","verdict":"suitable"}`, `{"text":"焊缝无损检测","hit":"local:lab","reason":"cannot_do"}`,
		`{"text":"焊接","hit":"local:lab","reason":"outdated"}`)
	invoke(t, "tune", "--lang", "en", "--data", data, "--marks", marks, "--folds", "2").exits(exitDone).says("2 judged queries", "1 marks set aside")
	invoke(t, "tune", "--lang", "en", "--data", data, "--split", "2020", "--folds", "2").exits(exitFailed).complains("fewer than 2 queries")
}

func TestTuneMisused(t *testing.T) {
	t.Parallel()
	queries, qrels := file(t, "q.jsonl", `{"qid":"a","text":"焊接"}`), file(t, "qrels.tsv", "a\t0\tlocal:lab\t3")
	for name, args := range map[string][]string{
		"--qrels are needed":     {"--queries", queries},
		"--folds must be":        {"--queries", queries, "--qrels", qrels, "--folds", "1"},
		"--set must be":          {"--queries", queries, "--qrels", qrels, "--set", "search"},
		"--split must be a date": {"--split", "last year"},
		"do not go together":     {"--split", "2024", "--set", "resources"},
		"--questions must be":    {"--split", "2024", "--questions", "0"},
		"or --split":             {},
		"there is no flag --out": {"--outt", "x"},
	} {
		invoke(t, append([]string{"tune", "--lang", "en"}, args...)...).exits(exitWrongUse).complains(name)
	}
	marks := file(t, "marks.jsonl", `{"query":"a","id":"local:lab"}`)
	invoke(t, "tune", "--lang", "en", "--queries", queries, "--qrels", qrels, "--marks", marks).exits(exitFailed).complains("marks.jsonl:1: ")
}
