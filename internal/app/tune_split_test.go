package app

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/match"
	"chuangmai/tune"
	"chuangmai/tune/feedback"
)

// later are projects that began after 2024, each of a firm, two research bodies and one
// that did not exist before, and a collaboration.
func later() []graph.Item {
	fresh := node("pic:new", graph.KindUniversity, "Body of 2025", "")
	fresh.Node.ValidFrom = graph.MustDate("2025-01")
	items := []graph.Item{fresh}
	for i := range 8 {
		id := fmt.Sprintf("cordis:%d", 2000+i)
		n := node(id, graph.KindProject, []string{"Welding of steel sheets", "Lithium batteries recycled"}[i%2], "")
		n.Node.ValidFrom = graph.MustDate("2025-03-01")
		items = append(items, n)
		for k, body := range []string{strconv.Itoa(2 + 3*(i%4)), []string{"1", "4"}[i%2], strconv.Itoa(i % 2 * 3), "new"} {
			items = append(items, edge(fmt.Sprintf("l:%d.%d", i, k), graph.RelParticipatesIn, "pic:"+body, id))
		}
	}
	tie := edge("e:tie", graph.RelCollaboratesWith, "pic:2", "pic:1")
	tie.Edge.ValidFrom = graph.MustDate("2025-05")
	tie.Edge.Properties = graph.Properties{"topic": "welding of aluminium sheets"}
	return append(items, tie)
}

func TestTuneOnWhatCameLater(t *testing.T) {
	dir := jointFolder(t)
	b := bare(t, dir)
	put(t, b.Base, later()...)
	stop(t, b)
	s := started(t, dir)
	defer stop(t, s)
	opts := TuneOptions{Split: graph.MustDate("2024"), Folds: 2}
	for set, want := range map[string]struct {
		queries int
		first   string
	}{
		match.SetNext:         {4, "pic:11"},
		match.SetResearch:     {9, "cordis:2000"},
		match.SetResearchText: {9, "cordis:2000"},
		match.SetConsortium:   {9, "cordis:2000"},
	} {
		opts.Set = set
		report, err := s.Tune(t.Context(), nil, "", opts)
		if err != nil {
			t.Fatalf("%s: %v", set, err)
		}
		if len(report.PerQuery) != want.queries || report.PerQuery[0].ID != want.first || report.Before <= 0 || report.After < report.Before || len(report.Weights) < 4 {
			t.Errorf("%s: %+v", set, report)
		}
		again, err := s.Tune(t.Context(), nil, "", opts)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(report) {
			t.Errorf("%s: another time another result: %+v, %v", set, again, err)
		}
	}
	opts.Set, opts.Questions = match.SetResearch, 3
	if report, err := s.Tune(t.Context(), nil, "", opts); err != nil || len(report.PerQuery) != 3 {
		t.Errorf("three questions: %+v, %v", report, err)
	}
	opts.Split = graph.MustDate("2026")
	if _, err := s.Tune(t.Context(), nil, "", opts); !errors.Is(err, tune.ErrNoFolds) {
		t.Errorf("nothing came after 2026: %v", err)
	}
}

// TestSplitLooksBack: a question is asked of the network as it was.
func TestSplitLooksBack(t *testing.T) {
	dir := jointFolder(t)
	b := bare(t, dir)
	put(t, b.Base, later()...)
	stop(t, b)
	s := started(t, dir)
	defer stop(t, s)
	tn := &tuner{service: s, opts: TuneOptions{Set: match.SetResearch, Split: graph.MustDate("2024")}}
	if err := tn.prepare(); err != nil {
		t.Fatal(err)
	}
	if err := tn.split(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := tn.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, q := range tn.queries {
		if _, judged := tn.asked[i].grades["pic:new"]; judged {
			t.Errorf("%s is judged by a body of the future", q.ID)
		}
		for _, c := range q.Candidates {
			if c.ID == "pic:new" {
				t.Errorf("%s has a candidate of the future", q.ID)
			}
		}
	}
	// The same question as of the date and before anything later was there gives the same.
	plain := started(t, jointFolder(t))
	defer stop(t, plain)
	query := advise.FeatureQuery{RankQuery: *tn.asked[0].stated}
	then, err := s.Advisor.Features(t.Context(), query, advise.Scope{AsOf: graph.MustDate("2024")})
	if err != nil {
		t.Fatal(err)
	}
	before, err := plain.Advisor.Features(t.Context(), query, advise.Scope{})
	if err != nil || fmt.Sprint(then) != fmt.Sprint(before) {
		t.Errorf("as of 2024\n%v\nin 2024\n%v\n%v", then, before, err)
	}
}

// TestTuneOnOwnMarks: marks that the network keeps are questions, or count for those of the
// file that ask the same words.
func TestTuneOnOwnMarks(t *testing.T) {
	s := started(t, smallFolder(t))
	defer stop(t, s)
	mark := func(m feedback.Mark) {
		t.Helper()
		items := m.Items("tester")
		for _, it := range items {
			if it.Node != nil {
				it.Node.Sources = common().Sources
			} else {
				it.Edge.Sources = common().Sources
			}
		}
		write(t, s, items...)
	}
	mark(feedback.Mark{Text: "铝合金焊接有气孔", Hit: "local:lab", Verdict: feedback.Suitable})
	mark(feedback.Mark{Text: "焊缝 无损检测", Hit: "local:lab", Verdict: feedback.NotSuitable, Reason: feedback.ReasonCannot})
	mark(feedback.Mark{Text: "焊接工艺", Hit: "local:lab", Verdict: feedback.NotSuitable, Reason: feedback.ReasonKnown})
	own, err := s.OwnMarks(t.Context())
	if err != nil || len(own) != 3 {
		t.Fatalf("%+v, %v", own, err)
	}
	opts := TuneOptions{Set: RankPartners, Marks: own, Folds: 2}
	report, err := s.Tune(t.Context(), nil, "", opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.PerQuery) != 2 || report.SetAside != 1 {
		t.Fatalf("%+v", report)
	}
	values := []float64{report.PerQuery[0].Before, report.PerQuery[1].Before}
	slices.Sort(values)
	if values[0] >= 0 || values[1] != 1 {
		t.Errorf("what suits stands first and measures 1, what does not below 0: %v", values)
	}
	queries, judged := judgedOwn(t)
	opts.Judged = judged
	report, err = s.Tune(t.Context(), strings.NewReader(queries), "q.jsonl", opts)
	if err != nil || len(report.PerQuery) != 3 || report.PerQuery[0].ID != "a" || report.PerQuery[2].ID[:5] != "mark:" {
		t.Errorf("%+v, %v", report, err)
	}
}
