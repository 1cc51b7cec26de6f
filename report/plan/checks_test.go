package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/briefing"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/rules"
	"chuangmai/rules/dossier"
	"chuangmai/team/teamtest"
)

var updateRules = flag.Bool("update-rules", false, "write the golden files of rules, papers and policies anew")

// still shows one network to everybody.
type still struct {
	view  snapshot.View
	words *lexicon.Lexicon
}

func (s still) Look(scope advise.Scope) (snapshot.View, *lexicon.Lexicon, advise.Meta, func(), error) {
	day := teamtest.Day
	if !scope.AsOf.IsZero() {
		day = scope.AsOf.Last()
	}
	return s.view.Picture().View(day, scope.Audience), s.words, advise.Meta{Revision: 7, AsOf: day.Date()}, func() {}, nil
}

// rulesNetwork has a provincial centre with some of its papers, a national one that sells, and
// a zone.
func rulesNetwork() *teamtest.Network {
	w := &teamtest.Network{}
	w.Node("c:1", graph.KindCenter, "焊接中心", "level", "provincial", "state", "building", "legal_form", "social_service", "approved", "2022-06").Region = "320500"
	w.Nodes[0].Synthetic = true
	w.Node("u:1", graph.KindUniversity, "大学")
	w.Edge(graph.RelBuilds, "u:1", "c:1", "role", "lead")
	w.Node("b:1", graph.KindBody, "理事会", "type", "council")
	w.Edge(graph.RelGoverns, "b:1", "c:1")
	w.Node("r:1", graph.KindReport, "报告", "party", rules.PartyCentre, "year", int64(2023))
	w.Edge(graph.RelConcerns, "r:1", "c:1")
	w.Node("c:2", graph.KindCenter, "国家中心", "level", "national", "class", "domain", "product_sales", true).Region = "110000"
	w.Node("z:1", graph.KindZone, "高新区").Region = "320500"
	return w
}

func rulesPlanner(t *testing.T) *planner.Planner {
	t.Helper()
	words, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	p, err := planner.New(still{rulesNetwork().View(t), words}, planner.Settings{Supply: supply.DefaultSettings()}, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rulesGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if *updateRules {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// TestRulesAreWorded: the texts that people read, in both languages.
func TestRulesAreWorded(t *testing.T) {
	p := rulesPlanner(t)
	scope := advise.Scope{Audience: snapshot.AudienceAll}
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		var b bytes.Buffer
		checks, err := p.Checks(planner.ChecksQuery{}, scope)
		if err == nil {
			err = WriteChecks(&b, checks, lang)
		}
		if err != nil {
			t.Fatal(err)
		}
		rulesGolden(t, "checks."+string(lang)+".txt", b.Bytes())
		for _, form := range []dossier.Form{dossier.FormPlan, dossier.FormReport} {
			a, err := p.Dossier(planner.DossierQuery{Centre: "c:1", Form: form}, scope)
			if err != nil {
				t.Fatal(err)
			}
			b.Reset()
			if err := WriteDossier(&b, a, lang); err != nil {
				t.Fatal(err)
			}
			rulesGolden(t, "dossier."+string(form)+"."+string(lang)+".txt", b.Bytes())
			b.Reset()
			if err := briefing.WriteHTML(&b, DossierDocument(a, lang)); err != nil {
				t.Fatal(err)
			}
			if form == dossier.FormPlan {
				rulesGolden(t, "dossier."+string(lang)+".html", b.Bytes())
			}
		}
		policies, err := p.Policies("c:1", scope)
		if err != nil {
			t.Fatal(err)
		}
		b.Reset()
		if err := WritePolicies(&b, policies, lang); err != nil {
			t.Fatal(err)
		}
		rulesGolden(t, "policies."+string(lang)+".txt", b.Bytes())
	}
}

// TestChecksForPrograms: severity only where a rule is not met, the missing record only where
// it is not recorded, and no list is absent.
func TestChecksForPrograms(t *testing.T) {
	a, err := rulesPlanner(t).Checks(planner.ChecksQuery{}, advise.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		c := NewChecks(a, report.Language{Lang: lang})
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(":null")) != bytes.Contains(data, []byte(`"subject":null`)) || strings.Contains(string(data), `"nodes":null`) {
			t.Error("a list is absent")
		}
		sum := 0
		for _, x := range c.Items {
			if (x.Severity != nil) != (x.Outcome.Code == string(rules.NotMet)) || (x.Record != nil) != (x.Outcome.Code == string(rules.NotRecorded)) {
				t.Errorf("%s is %s: severity %v, record %v", x.Rule, x.Outcome.Code, x.Severity, x.Record)
			}
			if x.Outcome.Code == string(rules.NotMet) && len(x.Nodes)+len(x.Edges) == 0 {
				t.Errorf("%s is not met without a fact", x.Rule)
			}
		}
		for _, r := range c.Rules {
			sum += r.Met + r.NotMet + r.NotRecorded + r.NotApplicable
		}
		if sum != c.Total || sum != c.Counts.Met+c.Counts.NotMet+c.Counts.NotRecorded+c.Counts.NotApplicable {
			t.Errorf("the counts do not add up: %d by rule, %d in all, %+v", sum, c.Total, c.Counts)
		}
	}
}

func TestChecksAreNarrowed(t *testing.T) {
	p := rulesPlanner(t)
	for _, c := range []struct {
		name string
		q    planner.ChecksQuery
		want func(planner.Finding) bool
	}{
		{"one centre", planner.ChecksQuery{Node: "c:2"}, func(f planner.Finding) bool { return f.Subject.ID == "c:2" }},
		{"one rule", planner.ChecksQuery{Rules: []string{"R7"}}, func(f planner.Finding) bool { return f.Rule.ID == "R7" }},
		{"one outcome", planner.ChecksQuery{Outcomes: []rules.Outcome{rules.NotMet}}, func(f planner.Finding) bool { return f.Outcome == rules.NotMet }},
		{"a city", planner.ChecksQuery{Region: "苏州"}, func(f planner.Finding) bool { return f.Subject == nil || f.Subject.Region == "320500" }},
		{"a strategic region", planner.ChecksQuery{Region: "京津冀"}, func(f planner.Finding) bool { return f.Subject == nil || f.Subject.ID == "c:2" }},
		{"a page", planner.ChecksQuery{Offset: 2, Limit: 1}, func(planner.Finding) bool { return true }},
	} {
		a, err := p.Checks(c.q, advise.Scope{})
		if err != nil || len(a.Findings) == 0 {
			t.Fatalf("%s: %d findings, %v", c.name, len(a.Findings), err)
		}
		for _, f := range a.Findings {
			if !c.want(f) {
				t.Errorf("%s: %s of %v", c.name, f.Rule.ID, f.Subject)
			}
		}
		if c.q.Limit == 1 && (len(a.Findings) != 1 || a.Total < 3) {
			t.Errorf("%s: %d of %d", c.name, len(a.Findings), a.Total)
		}
	}
	if a, err := p.Checks(planner.ChecksQuery{Offset: 9999}, advise.Scope{}); err != nil || len(a.Findings) != 0 || a.Total == 0 {
		t.Errorf("past the end: %d of %d, %v", len(a.Findings), a.Total, err)
	}
}

func TestRuleQuestionsAreRefused(t *testing.T) {
	p := rulesPlanner(t)
	var node *planner.UnknownNodeError
	var kind *planner.WrongKindError
	var rule *planner.UnknownRuleError
	var place *advise.UnknownPlaceError
	var view *planner.UnknownViewError
	checks := func(q planner.ChecksQuery) error { _, err := p.Checks(q, advise.Scope{}); return err }
	paper := func(q planner.DossierQuery) error { _, err := p.Dossier(q, advise.Scope{}); return err }
	if err := checks(planner.ChecksQuery{Node: "c:9"}); !errors.As(err, &node) || node.ID != "c:9" {
		t.Errorf("no such node: %v", err)
	}
	if err := checks(planner.ChecksQuery{Node: "u:1"}); !errors.As(err, &kind) {
		t.Errorf("a university: %v", err)
	}
	if err := checks(planner.ChecksQuery{Rules: []string{"R99"}}); !errors.As(err, &rule) {
		t.Errorf("no such rule: %v", err)
	}
	if err := checks(planner.ChecksQuery{Region: "亚特兰蒂斯"}); !errors.As(err, &place) {
		t.Errorf("no such place: %v", err)
	}
	if err := paper(planner.DossierQuery{Centre: "z:1"}); !errors.As(err, &kind) {
		t.Errorf("a zone has no dossier: %v", err)
	}
	if err := paper(planner.DossierQuery{Centre: "c:1", Form: dossier.FormReport, Year: 12}); !errors.Is(err, planner.ErrBadYear) {
		t.Errorf("the year 12: %v", err)
	}
	if _, err := p.Policies("c:9", advise.Scope{}); !errors.As(err, &node) {
		t.Errorf("policies of nobody: %v", err)
	}
	if _, err := p.Export(t.Context(), planner.ExportQuery{Views: []string{"weather"}}, advise.Scope{}); !errors.As(err, &view) {
		t.Errorf("no such view: %v", err)
	}
}

// TestBriefing: every view finds its place in every format and language, and no word is
// missing.
func TestBriefing(t *testing.T) {
	p := rulesPlanner(t)
	a, err := p.Export(t.Context(), planner.ExportQuery{Coverage: planner.CoverageQuery{Region: "江苏"}}, advise.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Matrix == nil || a.Gaps == nil || a.Chains == nil || a.Health == nil || a.Checks == nil {
		t.Fatalf("a view is missing: %+v", a.Query)
	}
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		d := NewBriefing(a, lang)
		for _, s := range d.Sections {
			for _, c := range s.Columns {
				if strings.Contains(c.Title, "briefing.") || c.Title == "" {
					t.Errorf("%s: column %q", s.Title, c.Title)
				}
			}
			for _, r := range s.Rows {
				if len(r) != len(s.Columns) {
					t.Fatalf("%s: a row of %d cells under %d columns", s.Title, len(r), len(s.Columns))
				}
			}
		}
		for _, f := range []briefing.Format{briefing.HTML, briefing.CSV, briefing.XLSX} {
			var b bytes.Buffer
			if err := briefing.Write(&b, f, d); err != nil || b.Len() == 0 {
				t.Errorf("%s: %d bytes, %v", f, b.Len(), err)
			}
			if f == briefing.HTML && (strings.Contains(b.String(), "briefing.") || !strings.Contains(b.String(), "2026-11-22") || !strings.Contains(b.String(), ">7<")) {
				t.Error("the page lacks a word, its date or its revision")
			}
		}
	}
}
