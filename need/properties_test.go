package need

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sentences returns the lines of a file of testdata.
func sentences(tb testing.TB, name string) []string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if line != "" && line[0] != '#' {
			out = append(out, strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	return out
}

// spansOf gathers all spans of a need with the name of their part.
func spansOf(n Need) map[string][]Span {
	out := map[string][]Span{"unread": n.Unread}
	add := func(part string, r Reading) { out[part] = append(out[part], r.Spans...) }
	for _, x := range n.Capabilities {
		add("capabilities", x.Reading)
	}
	for _, x := range n.Disciplines {
		add("disciplines", x.Reading)
	}
	for _, x := range n.Fields {
		add("fields", x.Reading)
	}
	for _, x := range n.Terms {
		add("terms", x.Reading)
	}
	for _, x := range n.Groups {
		add("groups", x.Reading)
	}
	for _, x := range n.Kinds {
		add("kinds", x.Reading)
	}
	for _, x := range n.Modes {
		add("modes", x.Reading)
	}
	for _, x := range n.Stages {
		add("stages", x.Reading)
	}
	for _, x := range n.Places {
		add("places", x.Reading)
	}
	for _, x := range n.Figures {
		add("figures", x.Reading)
	}
	if n.Budget != nil {
		add("budget", n.Budget.Reading)
	}
	if n.NeededBy != nil {
		add("needed_by", n.NeededBy.Reading)
	}
	return out
}

// checkNeed holds what must be true of whatever was read.
func checkNeed(t interface {
	Helper()
	Errorf(string, ...any)
}, n Need,
) {
	t.Helper()
	runes := []rune(n.Text)
	for part, spans := range spansOf(n) {
		for _, s := range spans {
			if s.Start < 0 || s.Start >= s.End || s.End > len(runes) || string(runes[s.Start:s.End]) != s.Text {
				t.Errorf("%s of %q: span %+v is not that part of the text", part, n.Text, s)
			}
		}
	}
	for i := 1; i < len(n.Unread); i++ {
		if n.Unread[i].Start < n.Unread[i-1].End {
			t.Errorf("%q: unread spans overlap: %+v", n.Text, n.Unread)
		}
	}
	if s := n.Substance(); s < 0 || s > 1 {
		t.Errorf("%q: substance %g", n.Text, s)
	}
	for _, f := range n.Figures {
		if f.Unit == "" || f.Op == "" || f.Op == "range" && f.Max < f.Value {
			t.Errorf("%q: figure %+v", n.Text, f)
		}
	}
	if b := n.Budget; b != nil && (b.MinWan < 0 || b.MaxWan < 0 || b.MaxWan > 0 && b.MaxWan < b.MinWan) {
		t.Errorf("%q: budget %+v", n.Text, *b)
	}
	if _, err := json.Marshal(n); err != nil {
		t.Errorf("%q: %v", n.Text, err)
	}
}

func TestSpansArePartsOfTheText(t *testing.T) {
	for _, name := range []string{"sentences.txt", "offtopic.txt"} {
		for _, text := range sentences(t, name) {
			checkNeed(t, read(t, text, Options{City: "苏州", Field: "光伏"}))
		}
	}
}

func TestReadingIsDeterministic(t *testing.T) {
	for _, text := range sentences(t, "sentences.txt") {
		if diff := cmp.Diff(read(t, text, Options{}), read(t, text, Options{})); diff != "" {
			t.Errorf("%s: read twice (-first +second):\n%s", text, diff)
		}
	}
}

// traditional are characters of the test sentences with their traditional forms.
var traditional = strings.NewReplacer(
	"铝", "鋁", "气", "氣", "检", "檢", "测", "測", "团", "團", "机", "機", "电", "電", "热", "熱", "处", "處", "铸", "鑄",
	"压", "壓", "纤", "纖", "维", "維", "钢", "鋼", "铁", "鐵", "锂", "鋰", "车", "車", "线", "線", "发", "發", "质", "質", "药", "藥",
	"滤", "濾", "镀", "鍍", "层", "層", "齿", "齒", "轮", "輪", "轴", "軸", "变", "變", "应", "應", "实", "實", "验", "驗", "业", "業",
)

// fullWidth writes ASCII in full-width forms.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r - '!' + 0xFF01
		}
		return r
	}, s)
}

func TestSpellingsReadAlike(t *testing.T) {
	for _, text := range sentences(t, "sentences.txt") {
		want := capabilityWeights(read(t, text, Options{}))
		for _, variant := range []string{traditional.Replace(text), fullWidth(text), "  " + text + "\u200b\n", strings.ToUpper(text)} {
			if variant == strings.ToUpper(text) && strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") && !strings.ContainsAny(text, "的了") {
				continue // capitals tell units apart (mW, MW)
			}
			if diff := cmp.Diff(want, capabilityWeights(read(t, variant, Options{}))); diff != "" {
				t.Errorf("%s reads otherwise (-as written +variant):\n%s", variant, diff)
			}
		}
	}
}

func capabilityWeights(n Need) map[string]float64 {
	out := map[string]float64{}
	for _, c := range n.Capabilities {
		out[string(c.ID)] = c.Weight
	}
	return out
}

// TestAnyTextReads puts fragments of all that the reader knows together at random.
func TestAnyTextReads(t *testing.T) {
	r := testReader(t)
	pieces := append(sentences(t, "sentences.txt"), "不要", "除了", "以外", "，", "。", "\n", "三百", "10-20", "±", "℃", "万", "预算", "年底前",
		"within", "near", "附近", "我们在", "百分之", "几", "半", "个", "×10^-6", "⁻⁶", "\u200b", "ﬁ", "①", "😀", "\u0301", "[", "#", "*", "?", "Ⅳ", "㎜", "𠀀")
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 8).Draw(t, "pieces") {
			piece := rapid.SampledFrom(pieces).Draw(t, "piece")
			runes := []rune(piece)
			from := rapid.IntRange(0, len(runes)).Draw(t, "from")
			to := rapid.IntRange(from, len(runes)).Draw(t, "to")
			b.WriteString(string(runes[from:to]))
		}
		b.WriteString(rapid.StringN(0, 12, -1).Draw(t, "any"))
		text := b.String()
		if utf8.RuneCountInString(text) > MaxRunes {
			text = string([]rune(text)[:MaxRunes])
		}
		n, err := r.Read(text, Options{Today: today})
		if err != nil {
			return
		}
		checkNeed(t, n)
	})
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"sentences.txt", "offtopic.txt"} {
		for _, text := range sentences(f, name) {
			f.Add(text, "苏州", "光伏")
		}
	}
	r := testReader(f)
	f.Fuzz(func(t *testing.T, text, city, field string) {
		if len(city) > 200 || len(field) > 200 {
			return
		}
		n, err := r.Read(text, Options{Today: today, City: city, Field: field})
		if err != nil {
			return
		}
		checkNeed(t, n)
	})
}
