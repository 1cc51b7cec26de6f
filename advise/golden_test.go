package advise_test

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/team"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden: what a person reads about teams, collaborators and introductions among the
// sample's recorded facts, in both languages.
func TestGolden(t *testing.T) {
	lab, other := realPair(t)
	for name, write := range map[string]func(io.Writer, phrase.Lang) error{
		"teams": func(w io.Writer, lang phrase.Lang) error {
			a := teams(t, asking(problem, team.Constraints{FactsOnly: true, Actors: []string{"学", "研"}, Size: 3}), public)
			return report.WriteTeams(w, a, lang)
		},
		"complement": func(w io.Writer, lang phrase.Lang) error {
			a, err := sample.Advisor.Complement(t.Context(), advise.ComplementQuery{Centre: lab, Text: "氢燃料电池膜电极与储氢瓶检测", Novelty: 0.5, FactsOnly: true, Limit: 4}, public)
			if err != nil {
				return err
			}
			return report.WriteCollaborators(w, a, lang)
		},
		"paths": func(w io.Writer, lang phrase.Lang) error {
			a, err := sample.Advisor.Introductions(t.Context(), advise.IntroductionsQuery{From: other, To: lab, Topic: "氢能检测"}, public)
			if err != nil {
				return err
			}
			return report.WriteIntroductions(w, a, lang)
		},
	} {
		for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
			var b strings.Builder
			if err := write(&b, lang); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			compareGolden(t, name+"."+string(lang)+".txt", b.String())
		}
	}
}

func compareGolden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (-file +printed; -update writes it anew):\n%s", name, diff)
	}
}

// realPair is a university and a firm, both recorded facts, that others join.
func realPair(tb testing.TB) (school, firm graph.ID) {
	tb.Helper()
	view, _, release, err := sample.Advisor.View(public)
	if err != nil {
		tb.Fatal(err)
	}
	defer release()
	for n := range view.Nodes(graph.KindUniversity, graph.KindEnterprise) {
		switch {
		case view.Synthetic(n):
		case view.Name(n) == "南京农业大学":
			school = view.ID(n)
		case view.Name(n) == "袁隆平农业高科技股份有限公司":
			firm = view.ID(n)
		}
	}
	return school, firm
}
