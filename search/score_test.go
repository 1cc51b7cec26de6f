package search

import (
	"slices"
	"strings"
	"testing"

	"chuangmai/graph"
)

// TestNeighboursGain: of two bodies with the same words, the one that has them side by side comes first, and shows why.
func TestNeighboursGain(t *testing.T) {
	r := indexed(t,
		node("apart", "甲", "检测，陶瓷，衬底"),
		node("together", "乙", "衬底，陶瓷检测"),
		node("other", "丙", "橡胶履带"),
	)
	hits := ask(t, r, Query{Text: "陶瓷检测", Explain: true}, View{}).Hits
	if len(hits) != 2 || hits[0].ID != "t:together" {
		t.Fatalf("hits %+v", hits)
	}
	for i, want := range []bool{true, false} {
		if got := slices.ContainsFunc(hits[i].Addends, func(a Addend) bool { return a.Name == "verbatim" }); got != want {
			t.Errorf("%s: addends %v", hits[i].ID, hits[i].Addends)
		}
	}
}

// TestCharactersOnlyOrder: a body that shares single characters with the words of a question is not an answer, but they
// order answers; a character asked for as a word finds.
func TestCharactersOnlyOrder(t *testing.T) {
	r := indexed(t,
		node("plain", "甲", "橡胶履带，销售"),
		node("more", "乙", "橡胶履带，焊材"),
		node("stranger", "丙", "化学，综合，材质"),
	)
	if got := found(t, r, "橡胶履带 焊丝"); !slices.Equal(got, []string{"more", "plain"}) {
		t.Errorf("found %v", got)
	}
	if got := found(t, r, "碳化硅"); len(got) != 0 {
		t.Errorf("one shared character finds %v", got)
	}
	if got := found(t, r, "焊"); !slices.Equal(got, []string{"more"}) {
		t.Errorf("a character finds %v", got)
	}
}

// TestEverydayWordsOnlyOrder: polite phrases find nobody, but where nothing else is asked they are looked for.
func TestEverydayWordsOnlyOrder(t *testing.T) {
	r := indexed(t,
		node("rubber", "甲", "橡胶履带"),
		node("polite", "乙", "我们希望能够帮助大家寻找合作的机会"),
	)
	if got := found(t, r, "请问我们能够寻找橡胶履带的人吗"); !slices.Equal(got, []string{"rubber"}) {
		t.Errorf("found %v", got)
	}
	if got := found(t, r, "我们能够"); !slices.Equal(got, []string{"polite"}) {
		t.Errorf("found %v", got)
	}
}

// TestRarerWordsCountMore: the word few have decides, not the one most have.
func TestRarerWordsCountMore(t *testing.T) {
	nodes := []graph.Node{node("rare", "甲", "焊丝"), node("common", "乙", "检测")}
	for _, id := range []string{"a", "b", "c", "d"} {
		nodes = append(nodes, node(id, "丁", "检测"))
	}
	if got := found(t, indexed(t, nodes...), "检测焊丝"); len(got) != 6 || got[0] != "rare" {
		t.Errorf("found %v", got)
	}
}

func TestSlips(t *testing.T) {
	r := indexed(t, corpus()...)
	tests := map[string]struct {
		text  string
		step  Step
		first string
	}{
		"same sound":                {"碳化归外延", StepSlips, "sic"},
		"same sound, several words": {"镍基汉丝", StepSlips, "weld"},
		"missing character":         {"图像别算法", StepSlips, "ai"},
		"among other words":         {"检测 橡胶旅带", StepSlips, "track"},
		"new pair of known words":   {"海底履带", StepLiteral, ""},
		"long questions are not tried": {
			"想找能够长期合作并且生产橡胶旅带的单位", StepLiteral, "track",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			result := ask(t, r, Query{Text: tt.text, Explain: true}, View{})
			if result.Step != tt.step {
				t.Errorf("step %s", result.Step)
			}
			if tt.first != "" && (len(result.Hits) == 0 || result.Hits[0].ID != "t:"+tt.first) {
				t.Errorf("hits %+v", result.Hits)
			}
		})
	}
	// A pair only hidden nodes have counts as absent.
	hidden := View{Visible: func(n int32) bool { return n != numbered(corpus())["t:track"] }}
	if hits := ask(t, r, Query{Text: "橡胶旅带"}, hidden).Hits; len(hits) != 0 {
		t.Errorf("hidden nodes mend slips: %+v", hits)
	}
}

// TestEveryTermOfALongQuestionCounts: hundreds of different words are all asked for.
func TestEveryTermOfALongQuestionCounts(t *testing.T) {
	var nodes []graph.Node
	var question strings.Builder
	for i := range 400 {
		word := string([]rune{rune(0x4E00 + 37*i), rune(0x4E01 + 37*i)})
		nodes = append(nodes, node(word, "", word))
		question.WriteString(word + "，")
	}
	r := indexed(t, nodes...)
	if n := ask(t, r, Query{Text: question.String()}, View{}).Total; n != len(nodes) {
		t.Errorf("%d of %d found", n, len(nodes))
	}
}

func TestStemsMeet(t *testing.T) {
	r := indexed(t, corpus()...)
	for _, text := range []string{"hypervelocity impact experiment", "Impacts, experimental", "SPECTROMETRIES", "micrometeoroid"} {
		if got := found(t, r, text); !slices.Equal(got, []string{"english"}) {
			t.Errorf("%s finds %v", text, got)
		}
	}
}
