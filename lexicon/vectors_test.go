package lexicon

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestVectors(t *testing.T) {
	l := load(t)
	if n := l.Words(); n < 40_000 || n > 60_000 {
		t.Errorf("%d words", n)
	}
	weld, ok := l.WordIndex("焊接")
	if !ok || l.Word(weld) != "焊接" {
		t.Fatal("no vector for 焊接")
	}
	part, _ := l.WordIndex("工件")
	tea, _ := l.WordIndex("茶叶")
	if near, far := l.Cosine(weld, part), l.Cosine(weld, tea); near < 0.6 || far > near-0.2 {
		t.Errorf("工件 %g, 茶叶 %g", near, far)
	}
	if _, ok := l.WordIndex("没有这个词"); ok {
		t.Error("unknown word has a vector")
	}
}

func TestNearest(t *testing.T) {
	l := load(t)
	near := l.Nearest("质谱", 8)
	if len(near) != 8 || !slices.ContainsFunc(near, func(n Near) bool { return n.Word == "质谱仪" }) {
		t.Errorf("near 质谱: %v", near)
	}
	if !slices.IsSortedFunc(near, func(a, b Near) int { return int(math.Copysign(1, b.Similarity-a.Similarity)) }) {
		t.Errorf("not in order: %v", near)
	}
	for _, word := range []string{"没有这个词", ""} {
		if near := l.Nearest(word, 3); near != nil {
			t.Errorf("near %q: %v", word, near)
		}
	}
	if near := l.Nearest("质谱", 0); near != nil {
		t.Errorf("none asked for: %v", near)
	}
}

func TestRelated(t *testing.T) {
	l := load(t)
	related := l.Related("布料", 3)
	if len(related) != 3 {
		t.Fatalf("%v", related)
	}
	for _, r := range related {
		if (r.Term == nil) == (r.Area == nil) || r.Word == "布料" {
			t.Errorf("%+v", r)
		}
	}
}

func TestCosineProperties(t *testing.T) {
	l := load(t)
	row := rapid.Int32Range(0, int32(l.Words()-1))
	rapid.Check(t, func(t *rapid.T) {
		a, b := row.Draw(t, "a"), row.Draw(t, "b")
		c := l.Cosine(a, b)
		if c != l.Cosine(b, a) || math.Abs(float64(c)) > 1.00001 {
			t.Fatalf("%d and %d: %g and %g", a, b, c, l.Cosine(b, a))
		}
		if self := l.Cosine(a, a); math.Abs(float64(self)-1) > 1e-4 {
			t.Fatalf("%d and itself: %g", a, self)
		}
	})
}
