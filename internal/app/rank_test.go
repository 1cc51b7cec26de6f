package app

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/evaluation"
	"chuangmai/match"
)

// joint is a network with a history: 12 bodies in 220 projects, of which those about
// batteries hold pic:2 and pic:4 and those about welding pic:1 and pic:3.
func joint() []graph.Item {
	var items []graph.Item
	for i := range 12 {
		kind := []graph.Kind{graph.KindUniversity, graph.KindInstitute, graph.KindEnterprise}[i%3]
		n := node(fmt.Sprintf("pic:%d", i), kind, fmt.Sprintf("Body number %d", i), "")
		n.Node.Region = []string{"DE21", "FR10"}[i%2]
		items = append(items, n)
	}
	for i := range 220 {
		id := fmt.Sprintf("cordis:%d", 1000+i)
		name := []string{"Welding of steel sheets", "Lithium batteries recycled"}[i%2]
		items = append(items, node(id, graph.KindProject, fmt.Sprintf("%s %c", name, 'a'+i%20), ""))
		for k := range 3 {
			body := (i%2*2 + 2*k*k + 1 + i%2) % 12
			if k == 2 {
				body = i / 2 % 12
			}
			if k == 1 && body == i/2%12 {
				continue
			}
			items = append(items, edge(fmt.Sprintf("e:%d.%d", i, k), graph.RelParticipatesIn, fmt.Sprintf("pic:%d", body), id))
		}
	}
	return items
}

func jointFolder(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	b := bare(tb, dir)
	put(tb, b.Base, joint()...)
	stop(tb, b)
	return dir
}

// ranked runs a batch and returns, per query, the documents in order.
func ranked(tb testing.TB, s *Service, queries string, opts RankOptions) (map[string][]string, RankReport) {
	tb.Helper()
	if opts.What == "" {
		opts.What = RankPartners
	}
	opts.Tag = "t"
	var out bytes.Buffer
	report, err := s.Rank(tb.Context(), strings.NewReader(queries), "q.jsonl", &out, opts)
	if err != nil {
		tb.Fatal(err)
	}
	docs := make(map[string][]string)
	for line := range strings.Lines(out.String()) {
		c := strings.Split(line, "\t")
		docs[c[0]] = append(docs[c[0]], c[2])
	}
	return docs, report
}

func TestRankOverAHistory(t *testing.T) {
	s := started(t, jointFolder(t))
	defer stop(t, s)
	queries := `{"qid":"q1","task":"A","text":"recycled lithium batteries","requester":"5","requester_country":"DE"}
{"qid":"q2","task":"A","text":"recycled lithium batteries","requester":"777","requester_country":"DE","requester_nuts":"DE212"}
{"qid":"q3","task":"B","text":"","requester":"pic:5"}
`
	all, report := ranked(t, s, queries, RankOptions{Doc: "local"})
	if report.Queries != 3 || report.Empty != 0 || len(all["q1"]) != 11 || slices.Contains(all["q1"], "5") || len(all["q2"]) != 12 {
		t.Fatalf("%+v: %v", report, all)
	}
	if only, _ := ranked(t, s, queries, RankOptions{Doc: "local", Where: evaluation.Conditions{"task=B"}}); len(only) != 1 || len(only["q3"]) == 0 {
		t.Errorf("one task: %v", only)
	}
	kinds, _ := ranked(t, s, queries, RankOptions{Doc: "id", Kinds: []graph.Kind{graph.KindUniversity}})
	for _, doc := range kinds["q2"] {
		if n, _ := s.Store.Node(t.Context(), graph.ID(doc)); n.Kind != graph.KindUniversity {
			t.Errorf("%s is a %s", doc, n.Kind)
		}
	}
	fresh, _ := ranked(t, s, queries, RankOptions{Doc: "local", NewOnly: true})
	if len(fresh["q1"]) >= len(all["q1"]) || len(fresh["q2"]) != len(all["q2"]) {
		t.Errorf("new only: %v", fresh)
	}
	best := all["q1"][0]
	without, _ := ranked(t, s, queries, RankOptions{Doc: "local", Exclude: evaluation.Exclusions{"q1": {best: true}}})
	if slices.Contains(without["q1"], best) || !slices.Contains(without["q2"], best) {
		t.Errorf("without %s: %v", best, without)
	}
	unknown, _ := ranked(t, s, queries, RankOptions{Doc: "local", IgnoreRequester: true})
	if !slices.Equal(unknown["q1"], unknown["q2"]) || len(unknown["q1"]) != 12 {
		t.Errorf("whoever asks: %v", unknown)
	}
	given, report := ranked(t, s, queries, RankOptions{Candidates: []string{"3", "pic:7", "Body number 9", "99", "cordis:1000"}, Depth: 3, Kinds: []graph.Kind{graph.KindUniversity, graph.KindInstitute}})
	if report.Unresolved != 1 || len(given["q1"]) != 3 || slices.Contains(given["q1"], "cordis:1000") || !slices.Contains(given["q1"], "Body number 9") {
		t.Errorf("given candidates: %+v %v", report, given)
	}
	other, _ := ranked(t, s, queries, RankOptions{Doc: "local", Set: "research_text"})
	if len(other["q1"]) != 11 {
		t.Errorf("with a set of weights: %v", other["q1"])
	}
}

// TestRankFromAPoint: a requester without a region may say where it is.
func TestRankFromAPoint(t *testing.T) {
	for text, want := range map[string]bool{"31.3,120.6": true, " -90 , 180 ": true, "": false, "31.3": false, "31.3;120.6": false, "91,0": false, "0,181": false, "NaN,1": false, "x,y": false} {
		if at, err := parsePoint(text); (err == nil) != want || (at != nil) != want {
			t.Errorf("%q: %v, %v", text, at, err)
		}
	}
	s := started(t, smallFolder(t))
	defer stop(t, s)
	var warned []string
	docs, _ := ranked(t, s, `{"qid":"a","text":"铝合金焊接","requester_geo":"31.3,120.6"}
{"qid":"b","text":"铝合金焊接","requester_geo":"here"}
`, RankOptions{Warn: func(text string) { warned = append(warned, text) }})
	if len(docs["a"]) == 0 || !slices.Equal(docs["a"], docs["b"]) || len(warned) != 1 || !strings.Contains(warned[0], "requester_geo") {
		t.Errorf("%v, warned %q", docs, warned)
	}
}

func TestRankNamesTheBadLine(t *testing.T) {
	s := started(t, smallFolder(t))
	defer stop(t, s)
	for name, text := range map[string]string{"not JSON": "{\"qid\":\"a\"}\n{", "no qid": "\n{\"text\":\"x\"}", "other type": "\n{\"qid\":3}"} {
		_, err := s.Rank(t.Context(), strings.NewReader(text), "q.jsonl", new(bytes.Buffer), RankOptions{What: RankPartners})
		if err == nil || !strings.HasPrefix(err.Error(), "q.jsonl:2: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestExplainedOverAHistory: the order is that of ranking, addends sum to the score and
// every reason is worded.
func TestExplainedOverAHistory(t *testing.T) {
	s := started(t, jointFolder(t))
	defer stop(t, s)
	query := advise.RankQuery{Query: advise.Query{Text: "recycled lithium batteries", Requester: "pic:5"}, Set: match.SetPartners, Depth: 4}
	why, err := s.Advisor.Explained(t.Context(), query, advise.Scope{})
	if err != nil || len(why) != 4 {
		t.Fatalf("%d explained, %v", len(why), err)
	}
	order, err := s.Advisor.Rank(t.Context(), query, advise.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	for i, rec := range why {
		sum := 0.0
		for _, a := range rec.Addends {
			sum += a.Value
			if text := a.Reason.Both(); strings.ContainsAny(text.Zh+text.En, "{}") || text.En == a.Reason.Code {
				t.Errorf("%s: %v", a.Signal, text)
			}
		}
		if rec.ID != order[i].ID || math.Abs(sum-rec.Score) > 1e-9 || len(rec.Because) == 0 {
			t.Errorf("%d: %s for %s, %v for %v, %v", i, rec.ID, order[i].ID, sum, rec.Score, rec.Because)
		}
	}
}

// TestClassifiersAreNoRecords: a search among records scores as if nothing classified them.
func TestClassifiersAreNoRecords(t *testing.T) {
	s := started(t, smallFolder(t))
	defer stop(t, s)
	ask := func(kinds ...graph.Kind) []advise.SearchHit {
		query := advise.SearchQuery{Text: "焊接工艺", Filter: advise.Filter{Kinds: kinds}}
		answer, err := s.Advisor.Search(patient(t), query, advise.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		return answer.Items
	}
	before := ask()
	if len(before) == 0 {
		t.Fatal("no record found")
	}
	for _, hit := range before {
		if hit.Kind.Classifies() {
			t.Errorf("%s %s among records", hit.ID, hit.Name)
		}
	}
	write(t, s, node("cap:own-welding", graph.KindCapability, "焊接工艺评定", ""))
	if diff := cmp.Diff(before, ask()); diff != "" {
		t.Errorf("a new capability changed what is found among records: %s", diff)
	}
	named := ask(graph.KindCapability)
	if len(named) == 0 || named[0].ID != "cap:own-welding" {
		t.Errorf("asked for capabilities: %v", named)
	}
}

func TestRankByWords(t *testing.T) {
	s := started(t, jointFolder(t))
	defer stop(t, s)
	query := `{"qid":"q","text":"recycled lithium batteries"}`
	opts := RankOptions{What: RankSearch, Doc: "local", Depth: 5}
	all, _ := ranked(t, s, query, opts)
	if len(all["q"]) != 5 {
		t.Fatalf("%v", all)
	}
	opts.Exclude = evaluation.Exclusions{"q": {all["q"][0]: true, all["q"][2]: true}}
	without, _ := ranked(t, s, query, opts)
	if len(without["q"]) != 5 || without["q"][0] != all["q"][1] || without["q"][1] != all["q"][3] {
		t.Errorf("%v, without two of them %v", all, without)
	}
	opts.Exclude, opts.Kinds = nil, []graph.Kind{graph.KindEnterprise}
	if firms, report := ranked(t, s, query, opts); len(firms) != 0 || report.Empty != 1 {
		t.Errorf("no firm is called so: %v %+v", firms, report)
	}
}
