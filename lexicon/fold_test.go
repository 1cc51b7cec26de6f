package lexicon

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "welding wire", "welding wire"},
		{"case", "Al2O3 PVDF", "al2o3 pvdf"},
		{"full width", "ＡＧＶ小车（３台）", "agv小车(3台)"},
		{"traditional", "電動車電池熱管理", "电动车电池热管理"},
		{"traditional chain", "薴麻", "苎麻"},
		{"sub and superscripts", "Al₂O₃ 10 m²", "al2o3 10 m2"},
		{"units", "5㎜ 20℃ 3μm", "5mm 20°c 3μm"},
		{"micro sign is the Greek letter", "µ", "μ"},
		{"roman numeral", "Ⅲ族氮化物", "iii族氮化物"},
		{"accents", "Schrödinger Café", "schrodinger cafe"},
		{"quotes and brackets", "“焊丝”【改良】《标准》", `"焊丝"[改良]"标准"`},
		{"dashes", "Fe–Cr—Al−1", "fe-cr-al-1"},
		{"stop and comma stay", "提高到3。5个、6个", "提高到3。5个、6个"},
		{"ellipsis", "等…", "等…"},
		{"spaces", "a\t\u3000b\u00a0c", "a  b c"},
		{"line break stays", "甲\n乙", "甲\n乙"},
		{"invisible", "焊\u200b丝\ufeff", "焊丝"},
		{"broken", "a\xffb", "a\ufffdb"},
		{"kana keeps its voice", "プラズマ ﾌﾟﾗｽﾞﾏ", "プラズマ プラズマ"},
		{"half-width katakana mark alone", "\u3099焊", "焊"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if got := FoldMapped(tt.in).Text; got != tt.want {
				t.Errorf("FoldMapped(%q).Text = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFoldIsIdempotentForEveryCharacter(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		once := Fold(string(r))
		if twice := Fold(once); twice != once {
			t.Errorf("%U folds to %q and then to %q", r, once, twice)
		}
	}
}

func TestFoldedSpan(t *testing.T) {
	tests := []struct {
		name, in, part, want string
	}{
		{"same", "weld the wire", "wire", "wire"},
		{"traditional", "我們需要焊絲與電纜", "焊丝", "焊絲"},
		{"full width", "購買ＡＧＶ小車", "agv小车", "ＡＧＶ小車"},
		{"one to many", "厚度５㎜的板", "5mm", "５㎜"},
		{"part of a decomposition", "厚度5㎜的板", "5m", "5㎜"},
		{"invisible inside", "焊\u200b絲", "焊丝", "焊\u200b絲"},
		{"accent", "le cafe\u0301 bon", "cafe", "cafe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := FoldMapped(tt.in)
			at := indexOf(t, f.Text, tt.part)
			from, to := f.Span(at, at+len(tt.part))
			if got := tt.in[from:to]; got != tt.want {
				t.Errorf("%q in %q leads to %q, want %q", tt.part, f.Text, got, tt.want)
			}
		})
	}
}

func TestFoldedSpanLimits(t *testing.T) {
	f := FoldMapped("電纜")
	for _, tt := range []struct{ start, end, from, to int }{
		{-3, 99, 0, 6}, {6, 6, 6, 6}, {3, 3, 3, 3}, {4, 2, 3, 3}, {99, 99, 6, 6}, {0, 0, 0, 0},
	} {
		if from, to := f.Span(tt.start, tt.end); from != tt.from || to != tt.to {
			t.Errorf("Span(%d, %d) = %d, %d, want %d, %d", tt.start, tt.end, from, to, tt.from, tt.to)
		}
	}
	if from, to := (Folded{}).Span(0, 1); from != 0 || to != 0 {
		t.Errorf("empty text: %d, %d", from, to)
	}
}

func TestFoldProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkFold(t.Fatalf, rapid.String().Draw(t, "text")) })
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "電動車ＡＧＶ", "a\xff\u0301", "ﾌﾟㇷ゚", "가각\u1100\u1161", "½µ㎜…"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFold(t.Fatalf, s) })
}

// checkFold holds for every text: folding twice changes nothing, both ways to fold agree, and each span lies inside
// the original, in order.
func checkFold(fatalf func(string, ...any), s string) {
	f := FoldMapped(s)
	if f.Text != Fold(s) {
		fatalf("FoldMapped(%q) = %q, Fold %q", s, f.Text, Fold(s))
	}
	if again := Fold(f.Text); again != f.Text {
		fatalf("%q folds to %q and then to %q", s, f.Text, again)
	}
	if !utf8.ValidString(f.Text) {
		fatalf("%q folds to broken %q", s, f.Text)
	}
	last := 0
	for i := range len(f.Text) {
		from, to := f.Span(i, i+1)
		if from < last || to < from || to > len(s) {
			fatalf("%q: byte %d leads to [%d, %d) after %d", s, i, from, to, last)
		}
		last = from
	}
}

func indexOf(t *testing.T, text, part string) int {
	t.Helper()
	for i := range text {
		if len(text)-i >= len(part) && text[i:i+len(part)] == part {
			return i
		}
	}
	t.Fatalf("no %q in %q", part, text)
	return 0
}
