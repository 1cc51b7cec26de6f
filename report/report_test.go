package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"chuangmai/advise"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/report"
)

// sampleAnswer is an answer with as many absent lists as there can be.
func sampleAnswer() advise.Answer {
	why := phrase.New("report.none")
	return advise.Answer{
		Hits: 1, Abstained: &why,
		Groups: []advise.GroupAnswer{{Group: "do", Total: 3, Hits: []match.Recommendation{{
			ID: "local:a", Kind: "equipment", Name: "工业CT", NameEn: "CT", Group: "do", Score: 0.5, Synthetic: true,
			Because: []phrase.Message{why, why}, Addends: []match.Addend{{Signal: "capability", Value: 0.5, Reason: why}},
		}}}},
	}
}

// TestAnswerHasNoAbsentLists: readers of JSON find a list wherever there can be one.
func TestAnswerHasNoAbsentLists(t *testing.T) {
	for name, v := range map[string]any{
		"answer": report.NewAnswer(sampleAnswer(), report.Language{Lang: phrase.En}),
		"empty":  report.NewAnswer(advise.Answer{Groups: []advise.GroupAnswer{{}}}, report.Language{}),
		"search": report.NewSearchPage(advise.SearchAnswer{}),
		"word":   report.NewWord(lexicon.Explanation{Word: "x"}),
	} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "null") {
			t.Errorf("%s: %s", name, data)
		}
	}
}

// TestBothLanguages: the other language is there when it is asked for, and only then.
func TestBothLanguages(t *testing.T) {
	one := report.NewAnswer(sampleAnswer(), report.Language{Lang: phrase.En}).Groups[0].Hits[0].Because
	both := report.NewAnswer(sampleAnswer(), report.Language{Lang: phrase.En, Both: true}).Groups[0].Hits[0].Because
	if one.Zh != "" || one.En != "" || one.Text != both.En || both.Zh == "" || both.Zh == both.En {
		t.Errorf("one %+v, both %+v", one, both)
	}
	separator := phrase.New("report.reason_separator").Render(phrase.Zh)
	part := phrase.New("report.none").Render(phrase.Zh)
	if both.Zh != part+separator+part {
		t.Errorf("joined: %q", both.Zh)
	}
}

// TestWriteAnswer: a terminal gets every hit with its score and reasons, and what is made
// up is marked.
func TestWriteAnswer(t *testing.T) {
	for lang, want := range map[phrase.Lang][]string{
		phrase.Zh: {"工业CT", "0.500", phrase.New("report.synthetic").Render(phrase.Zh), phrase.New("group.do").Render(phrase.Zh)},
		phrase.En: {"CT", "0.500", phrase.New("report.synthetic").Render(phrase.En), phrase.Capital(phrase.New("group.do").Render(phrase.En))},
	} {
		var b strings.Builder
		if err := report.WriteAnswer(&b, sampleAnswer(), lang); err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(b.String(), part) {
				t.Errorf("%s: %q is missing in\n%s", lang, part, b.String())
			}
		}
	}
}

// TestWriteSearch: the places found are marked, near the first of them.
func TestWriteSearch(t *testing.T) {
	long := strings.Repeat("前", 50) + "焊接" + strings.Repeat("后", 100)
	a := advise.SearchAnswer{Total: 2, Items: []advise.SearchHit{{ID: "local:a", Name: "甲", Highlights: []advise.Highlight{
		{Property: "summary", Text: long, Spans: [][2]int{{50, 52}}},
		{Property: "products", Text: "没有标记的文字"},
	}}}}
	var b strings.Builder
	if err := report.WriteSearch(&b, a, phrase.Zh); err != nil {
		t.Fatal(err)
	}
	want := "…" + strings.Repeat("前", 20) + "【焊接】" + strings.Repeat("后", 68) + "…"
	if !strings.Contains(b.String(), want) || !strings.Contains(b.String(), "没有标记的文字") {
		t.Errorf("want %s in\n%s", want, b.String())
	}
}

// TestWord: the form for programs holds what the lexicon says.
func TestWord(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := lex.Explain("苏州激光焊接")
	w := report.NewWord(e)
	if len(w.Areas) != len(e.Links) || len(w.Areas) == 0 || len(w.Areas[0].Words) == 0 || w.Areas[0].Weight <= 0 ||
		len(w.Readings) != len(e.Readings) || len(w.Places) != 1 || w.Places[0].Code != "320500" {
		t.Errorf("%+v", w)
	}
	var b strings.Builder
	if err := report.WriteWord(&b, e, phrase.Zh); err != nil || !strings.Contains(b.String(), w.Areas[0].Name) {
		t.Errorf("%v:\n%s", err, b.String())
	}
}
