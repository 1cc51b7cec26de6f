package lexicon

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// found renders hits as "surface=term" or "surface=@area", for terms and areas that the surface means first.
func found(hits []Hit) string {
	var parts []string
	for _, h := range hits {
		what := "?"
		switch {
		case h.Term != nil && h.Via != ViaArea && h.Via != ViaAlsoCalled:
			what = h.Term.Text
		case h.Area != nil:
			what = "@" + h.Area.Name
		case len(h.Areas) > 0:
			what = "~" + h.Areas[0].Area.Name
		}
		parts = append(parts, h.Surface+"="+what)
	}
	return strings.Join(parts, " ")
}

func TestFind(t *testing.T) {
	l := load(t)
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"nothing", "你好，请问在吗", ""},
		{"term", "焊丝改良", "焊丝=焊丝"},
		{"synonym", "三维打印", "三维打印=3D打印"},
		{"longest wins", "激光焊接设备", "激光焊接=激光焊接"},
		{"area", "做增材制造的", "增材制造=@增材制造"},
		{"also called", "智能科学", "智能科学=@人工智能算法"},
		{"long term over the general words in it", "碳化硅外延片缺陷", "碳化硅外延=碳化硅外延"},
		{"does not cut words apart", "研发电机控制器", "电机控制器=电机控制器"},
		{"traditional and full width", "ＡＧＶ小車", "agv小车=AGV"},
		{"blank between Latin and Chinese", "AGV 小车", "agv 小车=AGV"},
		{"abbreviation needs word borders", "BMSX和BMS", "bms=BMS"},
		{"abbreviation in a Chinese sentence", "用PVDF做膜", "pvdf=PVDF"},
		{"mixed key does not end inside a word", "找PVDFA膜的", ""},
		{"guarded abbreviation in English", "who can do it, the PET is LED", ""},
		{"guarded abbreviation in Chinese", "做LED的", "led=LED"},
		{"English plural", "superalloys", "superalloys=@高温合金"},
		{"English hyphen", "3D-printing of parts", "3d-printing=3D打印"},
		{"American spelling", "hairpin winding motors", "hairpin winding motors=扁线电机"},
		{"single letters as written", "达到V-0级,不是V 0级或者AV-0", "v-0=阻燃 v 0=阻燃"},
		{"instrument known from terms only", "凝胶渗透色谱仪", "凝胶渗透色谱仪=~生物基与可降解材料"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(l.Find(Fold(tt.in))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFindOffsetsLeadBackToTheOriginal(t *testing.T) {
	const text = "請幫忙改良焊絲，配ＡＧＶ小車"
	f := FoldMapped(text)
	var got []string
	for _, h := range load(t).Find(f.Text) {
		from, to := f.Span(h.Start, h.End)
		got = append(got, text[from:to])
	}
	if want := "焊絲 ＡＧＶ小車"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpecificity(t *testing.T) {
	l := load(t)
	of := func(word string) float64 {
		t.Helper()
		i, ok := l.finder.lookup(word)
		if !ok {
			t.Fatalf("%s is no surface", word)
		}
		return l.finder.surfaces[i].specificity
	}
	for _, general := range []string{"开裂", "变形", "过热", "老化", "密度", "泄漏", "材料", "机械", "汽车"} {
		for _, precise := range []string{"焊丝", "铸件", "碳化硅外延", "橡胶履带", "疫苗", "扁线电机"} {
			if of(general) > of(precise)/2 {
				t.Errorf("%s tells %.2f, %s %.2f", general, of(general), precise, of(precise))
			}
		}
	}
}

func TestFindProperties(t *testing.T) {
	l := load(t)
	words := make([]string, 0, len(l.finder.surfaces))
	for _, s := range l.finder.surfaces {
		words = append(words, s.text)
	}
	piece := rapid.OneOf(rapid.SampledFrom(words), rapid.String(), rapid.SampledFrom([]string{"的", " ", "，", "a", "焊"}))
	rapid.Check(t, func(t *rapid.T) {
		checkFind(t.Fatalf, l, strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""))
	})
}

// TestEverySurfaceIsFound holds that a surface alone is found whole, but where guarded or part of an ambiguous spelling.
func TestEverySurfaceIsFound(t *testing.T) {
	l := load(t)
	for _, s := range l.finder.surfaces {
		hits := l.Find(s.text)
		if len(hits) == 0 {
			t.Errorf("%s (%s) is not found", s.text, s.via)
			continue
		}
		whole := len(hits) == 1 && hits[0].Start == 0 && hits[0].End == len(s.text)
		if allLatin(s.text) || whole {
			continue
		}
		t.Errorf("%s (%s) is found as %s", s.text, s.via, found(hits))
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "焊丝改良", "AGV 小车", "who can", "激光焊接头焊丝", "c-c", "3d-printing/x"} {
		f.Add(s)
	}
	l := load(f)
	f.Fuzz(func(t *testing.T, s string) { checkFind(t.Fatalf, l, s) })
}

// checkFind holds for every text: hits are in order, do not overlap, are what stands in the text, mean something, and
// come again the same.
func checkFind(fatalf func(string, ...any), l *Lexicon, s string) {
	text := Fold(s)
	end := 0
	hits := l.Find(text)
	for _, h := range hits {
		if h.Start < end || h.End <= h.Start || h.End > len(text) || text[h.Start:h.End] != h.Surface {
			fatalf("%q: hit %d-%d %q after %d", text, h.Start, h.End, h.Surface, end)
		}
		if h.Specificity <= 0 || h.Specificity > 1 || h.Similarity != 1 || len(h.Areas) == 0 || h.Via.String() == "" {
			fatalf("%q: hit %+v", text, h)
		}
		end = h.End
	}
	if again := l.Find(text); found(again) != found(hits) {
		fatalf("%q: %s and then %s", text, found(hits), found(again))
	}
}

func TestApproximate(t *testing.T) {
	l := load(t)
	tests := []struct {
		name, word, area string
		via              Via
	}{
		{"part of terms", "外延片", "第三代半导体", ViaPart},
		{"near by vectors", "布料", "纺织与印染", ViaVector},
		{"characters", "焊疤", "焊接与连接", ViaCharacter},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hits := l.Approximate(tt.word)
			ok := false
			for i, h := range hits {
				if h.Similarity <= 0 || h.Similarity >= 1 || i > 0 && h.Similarity > hits[i-1].Similarity {
					t.Errorf("hit %d has similarity %g", i, h.Similarity)
				}
				if h.Via == tt.via {
					for _, a := range h.Areas[:min(3, len(h.Areas))] {
						ok = ok || a.Area.Name == tt.area
					}
				}
			}
			if !ok {
				t.Errorf("nothing leads to %s by %s: %s", tt.area, tt.via, found(hits))
			}
		})
	}
	for _, word := range []string{"", "的", "a", "hello"} {
		if hits := l.Approximate(word); len(hits) > 0 {
			t.Errorf("%q comes near to %s", word, found(hits))
		}
	}
}
