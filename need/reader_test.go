package need

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// loaded holds the one lexicon and reader of the tests; both never change.
var loaded = sync.OnceValues(func() (*Reader, error) {
	lex, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	return NewReader(lex), nil
})

// today is the day on which the tests read.
var today = graph.MustDate("2026-11-22")

func testReader(tb testing.TB) *Reader {
	tb.Helper()
	r, err := loaded()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func read(tb testing.TB, text string, opts Options) Need {
	tb.Helper()
	if opts.Today.IsZero() {
		opts.Today = today
	}
	n, err := testReader(tb).Read(text, opts)
	if err != nil {
		tb.Fatalf("Read(%q): %v", text, err)
	}
	return n
}

func TestReadRefuses(t *testing.T) {
	r := testReader(t)
	for _, c := range []struct {
		text string
		want error
	}{
		{"", ErrEmpty},
		{"  \n\t ", ErrEmpty},
		{"，。！？…", ErrEmpty},
		{"\u200b", ErrEmpty},
		{"😀", ErrEmpty},
		{"\xff焊接", ErrBadText},
		{strings.Repeat("焊", MaxRunes+1), ErrTooLong},
	} {
		if _, err := r.Read(c.text, Options{}); !errors.Is(err, c.want) {
			t.Errorf("Read(%.20q): %v, want %v", c.text, err, c.want)
		}
	}
	if _, err := r.Read(strings.Repeat("焊", MaxRunes), Options{}); err != nil {
		t.Errorf("a text of %d characters: %v", MaxRunes, err)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"焊接后气孔多", "", "zh"},
		{"find a welding lab", "", "en"},
		{"做EMC和ROHS测试", "", "zh"},
		{"welding of 铝合金 with porosity", "", "en"},
		{"焊接", "en", "en"},
		{"XRD", "", "en"},
		{"12345", "", "zh"},
		{"焊接", "fr", "zh"},
	} {
		if got := read(t, c.text, Options{Lang: c.lang}).Lang; got != c.want {
			t.Errorf("%s (%s): %s, want %s", c.text, c.lang, got, c.want)
		}
	}
}

func TestUnread(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"铝合金焊接后气孔多，想找做无损检测的单位", nil},
		{"请问有没有能做热处理的单位，谢谢", nil},
		{"齿轮淬火变形，想配个魔法水晶", []string{"配", "魔法水晶"}},
		{"need heat treatment for unicorn horns", []string{"unicorn horns"}},
	} {
		var got []string
		for _, s := range read(t, c.text, Options{}).Unread {
			got = append(got, s.Text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestLayoutIsUndone(t *testing.T) {
	whole := read(t, "我们生产的铝合金薄壁壳体类零件焊接以后内部气孔比较多想找人做无损检测", Options{})
	for _, text := range []string{
		"我们生产的铝合金薄壁壳体类零件焊接以后内部气\n孔比较多想找人做无损检测",
		"我们生产的铝合金薄壁壳体类零件焊接以后内部气 \r\n 孔比较多想找人做无损检测",
	} {
		n := read(t, text, Options{})
		if diff := cmp.Diff(capabilityWeights(whole), capabilityWeights(n)); diff != "" {
			t.Errorf("%q reads otherwise:\n%s", text, diff)
		}
		checkNeed(t, n)
	}
	n := read(t, "内部 气 孔 多，想做 无 损 检 测", Options{})
	if got := areasOf(n); !slices.Contains(got, "无损检测") || !slices.Contains(termsOf(n), "内部气孔") && !slices.Contains(termsOf(n), "气孔") {
		t.Errorf("characters set apart: %v %v", got, termsOf(n))
	}
	n = read(t, "failure of a weld under fa-\ntigue testing", Options{})
	if got := areasOf(n); !slices.Contains(got, "结构强度与疲劳") {
		t.Errorf("a word parted at the end of a line: %v", got)
	}
	n = read(t, "焊接\n检测\n热处理", Options{})
	if got := areasOf(n); !slices.Contains(got, "热处理") || !slices.Contains(got, "焊接与连接") {
		t.Errorf("the lines of a list were joined: %v", got)
	}
}

func TestParameters(t *testing.T) {
	p := DefaultParameters()
	p.CityKm, p.Capabilities = 100, 2
	r := testReader(t).With(p)
	n, err := r.Read("铝合金薄壁件焊接后气孔多，苏州附近", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Capabilities) != 2 || placesOf(n) != "苏州市+100" {
		t.Errorf("%d capabilities, places %s", len(n.Capabilities), placesOf(n))
	}
	if n = read(t, "苏州附近的焊接", Options{}); placesOf(n) != "苏州市+60" {
		t.Errorf("With changed the reader: %s", placesOf(n))
	}
}

func TestConcurrentReaders(t *testing.T) {
	r := testReader(t)
	texts := sentences(t, "sentences.txt")[:20]
	want := make([]Need, len(texts))
	for i, text := range texts {
		want[i] = read(t, text, Options{})
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i, text := range texts {
				n, err := r.Read(text, Options{Today: today})
				if err != nil {
					t.Errorf("%s: %v", text, err)
				}
				if diff := cmp.Diff(want[i], n); diff != "" {
					t.Errorf("%s reads otherwise beside others:\n%s", text, diff)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkRead(b *testing.B) {
	r := testReader(b)
	short := "铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位，最好在苏州附近，孔隙率小于1%，预算20万以内，年底前要，壁厚2-3mm，抗拉强度不低于300MPa，已经做过X光，不需要再拍片"
	all := strings.Join(sentences(b, "sentences.txt"), "\n")
	for _, c := range []struct {
		name, text string
	}{
		{"100", string([]rune(short)[:100])},
		{"2000", string([]rune(all)[:MaxRunes])},
		{"2000English", string([]rune(strings.Repeat("our aluminium die castings leak at 3 bar, want CT scan and a fix for porosity below 1% near Wuxi; ", 30))[:MaxRunes])},
		{"2000Numbers", string([]rune(strings.Repeat("壁厚10-20mm，预算三四百万以内，2027年6月前，", 100))[:MaxRunes])},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Read(c.text, Options{Today: today}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNewReader(b *testing.B) {
	r := testReader(b)
	for b.Loop() {
		NewReader(r.lex)
	}
}
