package lexicon

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSegment(t *testing.T) {
	l := load(t)
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"only marks", "，。!? -", ""},
		{"Chinese", "降低铸件气孔缺陷", "降低/铸件/气孔/缺陷"},
		{"term of the vocabulary", "研发电机控制器", "研发/电机控制器"},
		{"abbreviation among Chinese", "找AGV小车厂", "找/agv/小车/厂"},
		{"units stay with their number", "精度0.05mm,耐200℃", "精度/0.05mm/耐/200°c"},
		{"thousands and per cent", "1,000件中5.5%", "1,000/件/中/5.5%"},
		{"number at a full stop", "提高到5。10台", "提高/到/5/10/台"},
		{"hyphen and slash part words", "lithium-ion 5G/WiFi", "lithium/ion/5g/wifi"},
		{"letters and digits", "PM2.5 Al2O3 316L", "pm2.5/al2o3/316l"},
		{"plus and hash", "C++与C#", "c++/与/c#"},
		{"Greek", "α-Fe μm", "α/fe/μm"},
		{"kana", "プラズマ装置", "プラズマ/装置"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var words []string
			for _, token := range l.Segment(Fold(tt.in)) {
				words = append(words, token.Text)
			}
			if got := strings.Join(words, "/"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSegmentScripts(t *testing.T) {
	got := load(t).Segment("5mm焊丝 ab")
	want := []Token{
		{"5mm", 0, 3, ScriptNumber}, {"焊丝", 3, 9, ScriptHan}, {"ab", 10, 12, ScriptLatin},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSegmentLongRun(t *testing.T) {
	text := strings.Repeat("焊接机器人", 2000)
	end := 0
	for _, token := range load(t).Segment(text) {
		if token.Start != end || token.Text != text[token.Start:token.End] {
			t.Fatalf("token %+v after %d", token, end)
		}
		end = token.End
	}
	if end != len(text) {
		t.Errorf("tokens end at %d of %d", end, len(text))
	}
}

func TestConcurrentUse(t *testing.T) {
	l := load(t)
	const text = "我们需要在苏州找做激光焊接的单位, laser welding of batteries"
	want := l.Link(Text{Part: "s", Text: text})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if diff := cmp.Diff(want, l.Link(Text{Part: "s", Text: text}), byIdentity); diff != "" {
					t.Error(diff)
					return
				}
				l.Segment(text)
				l.FindPlaces(text)
				l.Readings(text)
				l.Nearest("焊接", 3)
			}
		})
	}
	wg.Wait()
}

// byIdentity compares areas and terms by what they are.
var byIdentity = cmp.Options{
	cmp.Comparer(func(a, b *Area) bool { return a == b }),
	cmp.Comparer(func(a, b *Term) bool { return a == b }),
}

func TestSegmentProperties(t *testing.T) {
	l := load(t)
	rapid.Check(t, func(t *rapid.T) { checkSegment(t.Fatalf, l, rapid.String().Draw(t, "text")) })
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{"", "降低铸件气孔", "5mm焊丝a-b", "c++。5.", "\xff焊", "ガス"} {
		f.Add(s)
	}
	l := load(f)
	f.Fuzz(func(t *testing.T, s string) { checkSegment(t.Fatalf, l, s) })
}

// checkSegment holds for every folded text: tokens are in order, do not overlap, are what stands in the text and leave
// no letter or digit out.
func checkSegment(fatalf func(string, ...any), l *Lexicon, s string) {
	text := Fold(s)
	end := 0
	for _, token := range l.Segment(text) {
		if token.Start < end || token.End <= token.Start || token.End > len(text) || text[token.Start:token.End] != token.Text {
			fatalf("%q: token %+v after %d", text, token, end)
		}
		for _, r := range text[end:token.Start] {
			if scriptOf(r) != 0 {
				fatalf("%q: %q is in no token", text, r)
			}
		}
		end = token.End
	}
	for _, r := range text[end:] {
		if scriptOf(r) != 0 {
			fatalf("%q: %q at the end is in no token", text, r)
		}
	}
}
