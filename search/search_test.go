package search

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
)

func TestSearchFinds(t *testing.T) {
	r := indexed(t, corpus()...)
	tests := map[string]struct {
		text  string
		first string
		step  Step
	}{
		"words":                {"碳化硅外延", "sic", StepLiteral},
		"traditional":          {"橡膠履帶", "track", StepLiteral},
		"full width":           {"ＪＳＭ－７８００Ｆ", "mixed", StepLiteral},
		"sentence":             {"想找能做镍基焊丝并且懂焊接工艺的单位", "weld", StepLiteral},
		"English":              {"hypervelocity impacts", "english", StepLiteral},
		"mixed":                {"XRD 测试", "mixed", StepLiteral},
		"one character":        {"炉", "sic", StepLiteral},
		"exact name":           {"南京大学", "univ", StepLiteral},
		"alias":                {"MCC", "mixed", StepLiteral},
		"beginning of a name":  {"厦门海洋", "ocean", StepLiteral},
		"name in a sentence":   {"请问南京大学有没有人懂芯片", "univ", StepLiteral},
		"pinyin":               {"chongqingchangan", "hospital", StepSpelling},
		"initials":             {"njrgzn", "ai", StepSpelling},
		"characters of a slip": {"橡胶旅带", "track", StepSlips},
		"missing character":    {"碳硅外延片", "sic", StepSlips},
		"number":               {"2.5", "", StepLiteral},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			result := ask(t, r, Query{Text: tt.text}, View{})
			first := ""
			if len(result.Hits) > 0 {
				first = graph.ID(result.Hits[0].ID).Value()
			}
			if first != tt.first || result.Step != tt.step {
				t.Errorf("%s first by %s, want %s by %s", first, result.Step, tt.first, tt.step)
			}
		})
	}
}

func TestSearchWithoutAnswer(t *testing.T) {
	r := indexed(t, corpus()...)
	for _, text := range []string{"", "   ", "，。！", "\x00\xff", "zzzzqqq", "𠮷野家"} {
		result := ask(t, r, Query{Text: text}, View{})
		if len(result.Hits) != 0 || result.Total != 0 {
			t.Errorf("%q finds %+v", text, result)
		}
	}
	empty := indexed(t)
	if result := ask(t, empty, Query{Text: "焊接"}, View{}); len(result.Hits) != 0 {
		t.Errorf("an empty index finds %+v", result)
	}
}

func TestLimitAndTotal(t *testing.T) {
	var nodes []graph.Node
	for i := range 300 {
		nodes = append(nodes, node(fmt.Sprintf("%03d", i), "检测中心", ""))
	}
	r := indexed(t, nodes...)
	result := ask(t, r, Query{Text: "检测"}, View{})
	if len(result.Hits) != defaultLimit || result.Total != 300 {
		t.Errorf("%d hits of %d", len(result.Hits), result.Total)
	}
	all := ask(t, r, Query{Text: "检测", Limit: 1000}, View{})
	if len(all.Hits) != 300 {
		t.Fatalf("%d hits", len(all.Hits))
	}
	for i, h := range all.Hits { // equal scores stand by id
		if want := fmt.Sprintf("t:%03d", i); h.ID != want || h.Score != all.Hits[0].Score {
			t.Fatalf("hit %d is %s with %v", i, h.ID, h.Score)
		}
	}
	if diff := cmp.Diff(result.Hits, all.Hits[:defaultLimit]); diff != "" {
		t.Errorf("a page depends on its size: %s", diff)
	}
}

func TestLongQuestions(t *testing.T) {
	r := indexed(t, corpus()...)
	long := strings.Repeat("甲", maxQuery-4) + " xrd"
	if result := ask(t, r, Query{Text: long}, View{}); result.Cut || len(result.Hits) != 1 {
		t.Errorf("the last words of %d characters are not read: %+v", maxQuery, result)
	}
	if result := ask(t, r, Query{Text: "甲" + long}, View{}); !result.Cut || len(result.Hits) != 0 {
		t.Errorf("more than %d characters are read: %+v", maxQuery, result)
	}
}

func TestAddendsSumToScores(t *testing.T) {
	r := indexed(t, corpus()...)
	for _, text := range questions {
		for _, mode := range []Mode{ModeFind, ModeRelated} {
			for _, h := range ask(t, r, Query{Text: text, Mode: mode, Explain: true}, View{}).Hits {
				sum := 0.0
				for _, a := range h.Addends {
					sum += a.Value
				}
				if math.Abs(sum-h.Score) > 1e-9 {
					t.Errorf("%q, %s: addends %v sum to %v, not %v", text, h.ID, h.Addends, sum, h.Score)
				}
			}
		}
	}
}

// TestSpellingsLoseNothing asks in traditional characters, full width and upper case.
func TestSpellingsLoseNothing(t *testing.T) {
	r := indexed(t, corpus()...)
	for plain, others := range map[string][]string{
		"橡胶履带":      {"橡膠履帶"},
		"海底管道检测":    {"海底管道檢測"},
		"xrd":       {"ＸＲＤ", "XRD", "ｘｒｄ"},
		"jsm-7800f": {"JSM－7800F", "ＪＳＭ-7800ｆ"},
	} {
		want := ask(t, r, Query{Text: plain, Explain: true}, View{})
		for _, other := range others {
			if diff := cmp.Diff(want, ask(t, r, Query{Text: other, Explain: true}, View{})); diff != "" {
				t.Errorf("%s against %s: %s", plain, other, diff)
			}
		}
	}
}

func TestRelatedReachesFurther(t *testing.T) {
	r := indexed(t,
		node("a", "甲", "碳化硅外延片生长，高温炉，半导体"),
		node("b", "乙", "高温炉，半导体设备"),
		node("c", "丙", "橡胶履带"),
	)
	if got := found(t, r, "碳化硅外延"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("found %v", got)
	}
	related := ask(t, r, Query{Text: "碳化硅外延", Mode: ModeRelated}, View{})
	if len(related.Hits) != 2 || related.Hits[0].ID != "t:a" || related.Hits[1].ID != "t:b" {
		t.Errorf("related %+v", related)
	}
}

func TestScoresAreThoseOfSearch(t *testing.T) {
	nodes := corpus()
	r := indexed(t, nodes...)
	for _, text := range questions {
		scores, err := r.Scores(t.Context(), text, View{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(scores, func(a, b Scored) int { return int(a.N - b.N) }) {
			t.Errorf("%q: not in order: %v", text, scores)
		}
		got := make(map[int32]float64)
		for _, s := range scores {
			got[s.N] = s.Score
		}
		want := make(map[int32]float64)
		for _, h := range ask(t, r, Query{Text: text, Limit: len(nodes)}, View{}).Hits {
			want[h.N] = h.Score
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// drawNode draws a node with few words, so that many share some.
func drawNode(t *rapid.T, id string) graph.Node {
	text := func(label string, most int) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(drawn), 0, most).Draw(t, label), rapid.SampledFrom([]string{"", " ", "，"}).Draw(t, "between"))
	}
	n := node(id, text("name", 4), text("summary", 8))
	if rapid.Bool().Draw(t, "aliased") {
		n.Aliases = []string{text("alias", 3)}
	}
	return n
}

func drawQuestions(t *rapid.T) []string {
	q := rapid.SliceOfN(rapid.SampledFrom(drawn), 1, 4).Draw(t, "question")
	return []string{strings.Join(q, ""), strings.Join(q, " "), "南京大", "njdx", "xrd"}
}

// TestHiddenNodesChangeNothing compares answers over visible nodes alone with answers over them and hidden ones, of
// which some were deleted again.
func TestHiddenNodesChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var visible, hidden []graph.Node
		for i := range rapid.IntRange(0, 8).Draw(rt, "visible") {
			visible = append(visible, drawNode(rt, fmt.Sprint("v", i)))
		}
		for i := range rapid.IntRange(1, 8).Draw(rt, "hidden") {
			hidden = append(hidden, drawNode(rt, fmt.Sprint("h", i)))
		}
		all := slices.Concat(visible, hidden)
		opts := options(t, all)
		alone, mixed := open(t, opts), open(t, opts)
		update(t, alone, 1, visible...)
		at := rapid.IntRange(0, len(visible)).Draw(rt, "place")
		update(t, mixed, 1, visible[:at]...)
		update(t, mixed, 2, hidden...)
		update(t, mixed, 3, visible[at:]...)
		gone := rapid.IntRange(0, len(hidden)).Draw(rt, "deleted")
		var deleted []graph.ID
		for _, n := range hidden[:gone] {
			deleted = append(deleted, n.ID)
		}
		if err := mixed.Update(t.Context(), nil, deleted, 4); err != nil {
			rt.Fatal(err)
		}
		asked := drawQuestions(rt)
		want := everything(t, read(t, alone), asked, View{})
		v := View{Key: "visible", Visible: func(n int32) bool { return int(n) < len(visible) }}
		r := read(t, mixed)
		for range 2 { // worked out, then remembered
			if diff := cmp.Diff(want, everything(t, r, asked, v)); diff != "" {
				rt.Fatalf("hidden nodes show: %s", diff)
			}
		}
	})
}

// TestLayoutChangesNothing compares answers over the same nodes written in different batches and orders, with detours
// over other texts and deletions, and rebuilt.
func TestLayoutChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var nodes []graph.Node
		for i := range rapid.IntRange(1, 10).Draw(rt, "nodes") {
			nodes = append(nodes, drawNode(rt, strconv.Itoa(i)))
		}
		opts := options(t, nodes)
		asked := drawQuestions(rt)
		plain := open(t, opts)
		update(t, plain, 1, nodes...)
		want := everything(t, read(t, plain), asked, View{})

		detour := open(t, opts)
		position := graph.Revision(0)
		for _, n := range rapid.Permutation(nodes).Draw(rt, "order") {
			position++
			if rapid.Bool().Draw(rt, "otherwise first") {
				other := drawNode(rt, n.ID.Value())
				update(t, detour, position, other)
			}
			if rapid.Bool().Draw(rt, "deleted first") {
				if err := detour.Update(t.Context(), nil, []graph.ID{n.ID}, position); err != nil {
					rt.Fatal(err)
				}
			}
			update(t, detour, position, n)
		}
		if diff := cmp.Diff(want, everything(t, read(t, detour), asked, View{})); diff != "" {
			rt.Fatalf("the order of writing shows: %s", diff)
		}
		if err := detour.Rebuild(t.Context(), sequence(rapid.Permutation(nodes).Draw(rt, "rebuilt")), position, nil); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, everything(t, read(t, detour), asked, View{})); diff != "" {
			rt.Fatalf("rebuilding shows: %s", diff)
		}
	})
}

func FuzzSearch(f *testing.F) {
	r := indexed(f, corpus()...)
	for _, q := range questions {
		f.Add(q, false)
	}
	f.Add("\xff\xfe想找\x00南京", true)
	f.Fuzz(func(t *testing.T, text string, related bool) {
		query := Query{Text: text, Limit: 3, Explain: true}
		if related {
			query.Mode = ModeRelated
		}
		result := ask(t, r, query, View{Key: "fuzz"})
		if len(result.Hits) > query.Limit || len(result.Hits) > result.Total {
			t.Errorf("%d hits of %d", len(result.Hits), result.Total)
		}
		for i, h := range result.Hits {
			if h.Score <= 0 || math.IsNaN(h.Score) || i > 0 && h.Score > result.Hits[i-1].Score {
				t.Errorf("scores are not in order: %+v", result.Hits)
			}
		}
		if _, err := r.Names(t.Context(), text, 3, View{}); err != nil {
			t.Error(err)
		}
	})
}
