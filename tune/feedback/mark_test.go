package feedback_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/need"
	"chuangmai/tune/feedback"
)

// kept is a store with three bodies that can be marked.
func kept(t *testing.T) graph.Store {
	t.Helper()
	s, err := localstore.Open(t.Context(), localstore.Options{Dir: t.TempDir(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	var items []graph.Item
	for _, id := range []graph.ID{"local:a", "local:b", "local:c"} {
		n := graph.Node{ID: id, Kind: graph.KindInstitute, Name: string(id)}
		n.Sources = []graph.Source{{Title: "test"}}
		items = append(items, graph.Item{Op: graph.OpPutNode, Node: &n})
	}
	write(t, s, items)
	return s
}

func write(t *testing.T, s graph.Store, items []graph.Item) {
	t.Helper()
	for _, it := range items {
		switch {
		case it.Node != nil:
			it.Node.Normalise()
			it.Node.Sources = []graph.Source{{Title: "test"}}
		case it.Edge != nil:
			it.Edge.Normalise()
			it.Edge.Sources = []graph.Source{{Title: "test"}}
		}
	}
	batch := graph.Batch{Items: items}
	if err := batch.Check(); err != nil {
		t.Fatal(err)
	}
	if err := graph.BuiltinSchema().Conform(batch, kindOf); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

func kindOf(id graph.ID) graph.Kind {
	if id.Scheme() == "mark" {
		return graph.KindEvaluation
	}
	return graph.KindInstitute
}

// TestKept: what was marked is read again, page by page, and follows a merged hit.
func TestKept(t *testing.T) {
	s := kept(t)
	day, err := graph.ParseDate("2026-03-01")
	if err != nil {
		t.Fatal(err)
	}
	list := []feedback.Mark{
		{Text: "焊接", Hit: "local:a", Verdict: feedback.Suitable, Day: day},
		{Text: "焊接", Hit: "local:b", Verdict: feedback.NotSuitable, Reason: feedback.ReasonTooFar, Because: "在新疆", Day: day},
		{Need: &need.Need{Capabilities: []need.Capability{{ID: "cap:x", Weight: 1}}}, Requester: "local:c", Hit: "local:a", Verdict: feedback.Suitable, Day: day},
	}
	want := make(map[graph.ID]feedback.Mark)
	for _, m := range list {
		write(t, s, m.Items("one"))
		want[m.ID] = m
	}
	read := func() map[graph.ID]feedback.Mark {
		got := make(map[graph.ID]feedback.Mark)
		for after := graph.ID(""); ; {
			page, next, err := feedback.Read(t.Context(), s, after, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page {
				got[m.ID] = m
			}
			if next == "" {
				return got
			}
			after = next
		}
	}
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Error(diff)
	}
	moved := list[0]
	items := moved.Items("one")
	items[1].Edge.To = "local:c"
	write(t, s, items[1:])
	if got := read()[moved.ID].Hit; got != "local:c" {
		t.Errorf("a merged hit is %s", got)
	}
	// Another evaluation, and a mark written by hand, do no harm.
	other := graph.Node{ID: "local:zz", Kind: graph.KindEvaluation, Name: "期满评估"}
	bad := graph.Node{ID: "mark:0", Kind: graph.KindEvaluation, Name: "x"}
	bad.Properties = graph.Properties{"need": "{", "question": "焊接"}
	write(t, s, []graph.Item{{Op: graph.OpPutNode, Node: &other}, {Op: graph.OpPutNode, Node: &bad}})
	if got := read(); len(got) != 4 || got["mark:0"].Text != "焊接" || got["mark:0"].Need != nil {
		t.Errorf("%+v", got)
	}
}

// TestOneQuestion: blanks, capitals and what a text was read from do not make another
// question; another requester or need does.
func TestOneQuestion(t *testing.T) {
	base := feedback.Mark{Text: "CNC 车削", Need: &need.Need{Terms: []need.Term{{Text: "车削"}}}}
	same := feedback.Mark{Text: " cnc  车削\n", Need: &need.Need{Text: "x", Terms: []need.Term{{Text: "车削", Reading: need.Reading{Spans: []need.Span{{Start: 4, End: 6, Text: "车削"}}}}}}}
	if base.Question() != same.Question() {
		t.Error("two questions")
	}
	if same.Need.Terms[0].Spans == nil {
		t.Error("the need was changed")
	}
	for _, other := range []feedback.Mark{{Text: "CNC 车削"}, {Text: "车削", Need: base.Need}, {Text: base.Text, Need: base.Need, Requester: "local:a"}} {
		if other.Question() == base.Question() {
			t.Errorf("%+v is the same question", other)
		}
	}
}

func TestPersonal(t *testing.T) {
	for text, want := range map[string]bool{
		"联系 zhang.san@firm.example 即可": true, "电话13800000000": true, "138-0000-0000": true, "0512-62880000": true, "+86 512 6288 0000": true,
		"身份证110101199003070000": true, "110101199003070000": true,
		"": false, "板厚 0.5-12 mm，年产 13800 台": false, "GB/T 2260-2007": false, "温度 1380 度": false, "压力 10000000000 Pa": false, "@": false, "2024-06-01": false,
	} {
		if got := feedback.Personal(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzPersonal: reading words never fails, and an address within them is always seen.
func FuzzPersonal(f *testing.F) {
	f.Add("问过 ")
	f.Fuzz(func(t *testing.T, text string) {
		if !feedback.Personal(text + " a@b.example") {
			t.Errorf("%q hides an address", text)
		}
	})
}

// TestQuestionsAreStable: one mark has one question and one id per marker and hit.
func TestQuestionsAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := feedback.Mark{Text: rapid.String().Draw(t, "text"), Hit: graph.ID("local:" + rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "hit")), Verdict: feedback.Suitable}
		again, other := m, m
		m.Items("one")
		again.Items("one")
		other.Items("two")
		if m.ID != again.ID || m.ID == other.ID {
			t.Fatalf("%s, %s, %s", m.ID, again.ID, other.ID)
		}
	})
}
