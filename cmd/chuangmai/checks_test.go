package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/report/plan"
)

// centreNetwork has a provincial centre with some of its papers.
func centreNetwork(t *testing.T) string {
	t.Helper()
	return file(t, "centres.jsonl",
		`{"node":{"id":"local:c","kind":"`+string(graph.KindCenter)+`","name":"焊接技术创新中心","name_en":"Welding Centre","region":"320500","properties":{"level":"provincial","legal_form":"company","approved":"2022-06","state":"building"}}}`,
		`{"node":{"id":"local:u","kind":"university","name":"江南大学","name_en":"Jiangnan University","region":"320200"}}`,
		`{"edge":{"id":"builds:1","relation":"BUILDS","from":"local:u","to":"local:c","properties":{"role":"lead"}}}`,
	)
}

// TestRuleCommands: checks, papers, policies and briefings over a network of one's own, for
// people and for programs, and what cannot be meant.
func TestRuleCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", centreNetwork(t), "--data", data).exits(exitDone)
	invoke(t, "checks", "--data", data, "--outcome", "not_met").exits(exitDone).says("R4", "不符", "local:c.legal_form", "J五(一)", "R12")
	en := invoke(t, "--lang", "en", "checks", "--data", data, "--"+string(graph.KindCenter), "local:c", "--rule", "R4,R12").exits(exitDone).says("not met", "Welding Centre", "company")
	if strings.Contains(en.out, "R5") {
		t.Errorf("more rules than asked for:\n%s", en.out)
	}
	a := decoded[plan.Checks](invoke(t, "checks", "--data", data, "--region", "苏州", "--json", "--limit", "3").exits(exitDone))
	if len(a.Items) != 3 || a.Total < 21 || a.Place == nil || a.Place.Code != "320500" || len(a.Conflicts) == 0 {
		t.Errorf("%d items of %d at %v", len(a.Items), a.Total, a.Place)
	}
	invoke(t, "dossier", "local:c", "--data", data).exits(exitDone).says("建设背景与意义", "江南大学", "____", "已到期，未记录")
	d := decoded[plan.Dossier](invoke(t, "dossier", "local:c", "--data", data, "--form", "report", "--year", "2024", "--format", "json").exits(exitDone))
	if d.Year != 2024 || d.Form != "report" || d.Lifecycle.Overdue == 0 {
		t.Errorf("%+v", d.Lifecycle)
	}
	page := filepath.Join(t.TempDir(), "plan.html")
	invoke(t, "dossier", "local:c", "--data", data, "--format", "html", "--out", page, "--lang", "en").exits(exitDone)
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), "Background and significance") {
		t.Errorf("the page: %v", err)
	}
	invoke(t, "policies", "local:c", "--data", data).exits(exitDone).says("可能符合", "省科技厅", "不构成承诺")
	for _, c := range [][]string{
		{"checks", "--" + string(graph.KindCenter), "local:nobody"},
		{"checks", "--" + string(graph.KindCenter), "local:u"},
		{"checks", "--rule", "R99"},
		{"checks", "--region", "没有这个地方"},
		{"dossier", "local:u"},
		{"dossier", "local:nobody"},
		{"policies", "local:nobody"},
		{"briefing", "--region", "没有这个地方", "--out", page},
	} {
		invoke(t, append(c, "--data", data)...).exits(exitFailed)
	}
	for _, c := range [][]string{
		{"checks", "--outcome", "perhaps"},
		{"checks", "--as-of", "soon"},
		{"checks", "--limit", "-1"},
		{"dossier"},
		{"dossier", "local:c", "--form", "song"},
		{"dossier", "local:c", "--year", "2024"},
		{"dossier", "local:c", "--form", "report", "--year", "12"},
		{"dossier", "local:c", "--format", "pdf"},
		{"policies"},
		{"briefing"},
		{"briefing", "--out", "x.pdf"},
		{"briefing", "--out", page, "--view", "weather"},
		{"briefing", "--out", page, "--compare-with", "once"},
		{"briefing", "--out", page, "--against", "b.json"},
	} {
		invoke(t, append(c, "--data", data)...).exits(exitWrongUse)
	}
}

func TestBriefingCommand(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), t.TempDir()
	invoke(t, "load", centreNetwork(t), "--data", data).exits(exitDone)
	for name, want := range map[string]string{"b.html": "技术创新中心布局简报：江苏", "b.csv": "\ufeff", "b.xlsx": "PK"} {
		path := filepath.Join(dir, name)
		invoke(t, "briefing", "--region", "江苏", "--out", path, "--data", data).exits(exitDone)
		if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	scenario, page := filepath.Join(dir, "s.json"), filepath.Join(dir, "s.html")
	if err := os.WriteFile(scenario, []byte(`{"name":"甲方案","changes":[{"op":"close","id":"local:c"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	invoke(t, "briefing", "--region", "江苏", "--by", "province", "--compare-with", "2019", "--scenario", scenario, "--out", page, "--data", data).exits(exitDone)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"与之比较的日期", "2019", "甲方案"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing in the briefing", want)
		}
	}
	invoke(t, "briefing", "--region", "江苏", "--scenario", filepath.Join(dir, "none.json"), "--out", page, "--data", data).exits(exitFailed)
}
