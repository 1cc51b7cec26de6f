package search

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
)

func testAnalyser(tb testing.TB) *analyser {
	tb.Helper()
	l, err := loadLexicon()
	if err != nil {
		tb.Fatal(err)
	}
	return &analyser{lexicon: l, schema: graph.BuiltinSchema()}
}

func TestTerms(t *testing.T) {
	a := testAnalyser(t)
	tests := map[string]struct {
		text string
		want map[Field][]string
	}{
		"Chinese": {"学校材料", map[Field][]string{
			FieldBigrams:    {"学校", "校材", "材料"},
			FieldCharacters: {"学", "校", "材", "料"},
			FieldWords:      {"学校", "材料"},
		}},
		"traditional and full width": {"ＸＲＤ檢測", map[Field][]string{
			FieldBigrams:    {"xrd", "检测"},
			FieldCharacters: {"检", "测"},
			FieldWords:      {"xrd", "检测"},
			FieldEnglish:    {"xrd"},
		}},
		"one character": {"钢", map[Field][]string{FieldCharacters: {"钢"}, FieldWords: {"钢"}}},
		"English": {"The welding of pipes, using 3 lasers", map[Field][]string{
			FieldBigrams: {"the", "welding", "of", "pipes", "using", "3", "lasers"},
			FieldWords:   {"the", "welding", "of", "pipes", "using", "3", "lasers"},
			FieldEnglish: {"weld", "pipe", "laser"},
		}},
		"numbers and models": {"JSM-7800F PM2.5 C++", map[Field][]string{
			FieldBigrams: {"jsm", "7800f", "pm2.5", "c++"},
			FieldWords:   {"jsm", "7800f", "pm2.5", "c++"},
			FieldEnglish: {"jsm", "7800f", "pm2"},
		}},
		"other writing": {"レーザー", map[Field][]string{
			FieldBigrams:    {"レー", "ーザ", "ザー"},
			FieldCharacters: {"レ", "ー", "ザ", "ー"},
			FieldWords:      {"レーザー"},
		}},
		"nothing": {" ，。-- ", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			cut := a.cut(foldQuery(tt.text))
			got := make(map[Field][]string)
			for f := range Field(scoredFields) {
				cut.terms(f, func(term string, start, end int) {
					if f != FieldEnglish && cut.folded[start:end] != term {
						t.Errorf("%s stands at %d:%d, where %q is", term, start, end, cut.folded[start:end])
					}
					if f != FieldNameBigrams && f != FieldNameWords {
						got[f] = append(got[f], term)
					}
				})
			}
			if tt.want == nil {
				tt.want = map[Field][]string{}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	a := testAnalyser(t)
	n := graph.Node{
		ID: "t:1", Kind: graph.KindEquipment, Name: "学校 学校", Aliases: []string{"SEM 500"},
		Common: graph.Common{Properties: graph.Properties{
			"keywords": []string{"scanning microscopes"}, "functions": "看学校", "model": "7", "undeclared": "不索引",
		}},
	}
	d := a.document(&n)
	type count struct{ Bigrams, Words, NameBigrams, NameWords int }
	got := make(map[string]count)
	for term, p := range d.chinese {
		got[term] = count{FieldBigrams.frequency(p), FieldWords.frequency(p), FieldNameBigrams.frequency(p), FieldNameWords.frequency(p)}
	}
	want := map[string]count{
		"学校":  {3, 3, 2, 2},
		"看学":  {1, 0, 0, 0},
		"看":   {1, 1, 0, 0},
		"学":   {3, 0, 0, 0},
		"校":   {3, 0, 0, 0},
		"500": {1, 1, 1, 1},
		"7":   {1, 1, 0, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]packed{"sem": 2, "scan": 2, "microscop": 2}, d.english); diff != "" {
		t.Error(diff)
	}
	wantLengths := [scoredFields]int{
		FieldBigrams: 6, FieldWords: 6, FieldCharacters: 7, FieldNameBigrams: 3, FieldNameWords: 3, FieldEnglish: 6,
	}
	if diff := cmp.Diff(wantLengths, d.lengths); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"学校学校", "sem500"}, d.names); diff != "" {
		t.Error(diff)
	}
	names, rest := splitStored(string(d.stored))
	if names != "学校 学校\nsem 500" || rest != "scanning microscopes\n7\n看学校" {
		t.Errorf("stored %q and %q", names, rest)
	}
}

func TestPacking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := []Field{FieldBigrams, FieldWords, FieldNameBigrams, FieldNameWords}
		var p packed
		want := make(map[Field]int)
		for range rapid.IntRange(0, 100).Draw(t, "additions") {
			f := rapid.SampledFrom(fields).Draw(t, "field")
			times := rapid.IntRange(1, 3).Draw(t, "times")
			p = f.pack(p, times)
			want[f] = min(want[f]+times, int(packings[f].limit))
		}
		for _, f := range fields {
			if got := f.frequency(p); got != want[f] {
				t.Errorf("%s: %d, want %d", f, got, want[f])
			}
		}
	})
}

func TestStem(t *testing.T) {
	tests := map[string][]string{
		"manufacturing": {"manufactur"}, "technologies": {"technolog"}, "european": nil, "x": nil, "2024": nil, "co2": {"co2"},
		"the": nil, "spectrométrie": {"spectrométrie"}, "1,000": nil, "pm2.5": {"pm2"},
	}
	for word, want := range tests {
		var got []string
		stemmed := eachStem(word, func(s string) { got = append(got, s) })
		if !slices.Equal(got, want) || stemmed != (want != nil) {
			t.Errorf("%s: %v, want %v", word, got, want)
		}
	}
}

func TestAcrossWords(t *testing.T) {
	a := testAnalyser(t)
	cut := a.cut("学校材料")
	want := map[string]bool{"学校": false, "校材": true, "材料": false}
	cut.terms(FieldBigrams, func(term string, start, end int) {
		if got := cut.acrossWords(start, end); got != want[term] {
			t.Errorf("%s: %t", term, got)
		}
	})
}

func TestLongTextsAreCut(t *testing.T) {
	a := testAnalyser(t)
	long := make([]rune, maxDocument)
	for i := range long {
		long[i] = rune(0x4E00 + i%5000)
	}
	n := node("long", "名称", string(long))
	own := a.own(&n)
	size := len(own.names[0]) + len(own.others[0])
	if size > maxDocument || size < maxDocument-3 {
		t.Errorf("%d bytes kept", size)
	}
	if own.names[0] != "名称" {
		t.Errorf("name %q", own.names[0])
	}
}
