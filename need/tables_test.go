package need

import (
	"slices"
	"strings"
	"testing"

	"chuangmai/lexicon"
)

func TestPatterns(t *testing.T) {
	r := testReader(t)
	for _, c := range []struct {
		pattern, text string
		want          []string // the pieces, joined by a blank, of each occurrence
	}{
		{"中试", "其中试过中试", []string{"中试"}},
		{"大学", "大学生上大学", []string{"大学"}},
		{"[测|验]一下", "测一下，验一下", []string{"测一下", "验一下"}},
		{"送样?检测", "送检测和送样检测", []string{"送检测", "送样检测"}},
		{"放大到#[升|吨]", "放大到几百升，放大到 5 吨，放大到很大", []string{"放大到 几百 升", "放大到 5 吨"}},
		{"懂*的人", "懂热处理的人，懂这个", []string{"懂 的人"}},
		{"懂*的人", "懂热处理，懂行的那个人", nil},
		{"test lab", "Test Labs and test-lab, latest lab", []string{"test labs", "test-lab"}},
		{"求", "需求，求一台", []string{"求"}},
		{"#批", "三批，10批", []string{"三 批", "10 批"}},
	} {
		var p patterns
		if err := p.add(c.pattern, 1); err != nil {
			t.Fatal(err)
		}
		text := newText(r.lex, c.text, r.fillers)
		var got []string
		for _, o := range p.find(text) {
			words := make([]string, 0, len(o.pieces))
			for _, piece := range o.pieces {
				words = append(words, text.folded[piece.start:piece.end])
			}
			got = append(got, strings.Join(words, " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s in %s: %q, want %q", c.pattern, c.text, got, c.want)
		}
	}
}

func TestPatternsRefuse(t *testing.T) {
	for _, written := range []string{"", "*的人", "懂*", "[a|b", "a|b", "a]", "[]", "a*[|b]*c", strings.Repeat("[a|b|c|d|e|f|g|h]", 4)} {
		var p patterns
		if err := p.add(written, 0); err == nil {
			t.Errorf("pattern %q is taken", written)
		}
	}
}

// TestTablesHoldEachWordOnce finds rows that would be read by chance of their order.
func TestTablesHoldEachWordOnce(t *testing.T) {
	seen := map[string]string{}
	table, err := readUnits(unitTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range table.behind {
		for _, s := range list {
			u := table.all[s.unit]
			if before, ok := seen[s.written]; ok && before != u.quantity && u.needs != "field" {
				t.Errorf("unit %s measures %s and %s", s.written, before, u.quantity)
			}
			seen[s.written] = u.quantity
			if u.si != "" && u.factor <= 0 {
				t.Errorf("unit %s has factor %g", u.name, u.factor)
			}
		}
	}
	for n, line := range tableLines(fillerList) {
		if strings.ContainsAny(line, "\t|") {
			t.Errorf("fillers.txt:%d: not words with blanks between", n)
		}
	}
	for word := range readFillers(fillerList) {
		if word != lexicon.Fold(word) {
			t.Errorf("filler %q is not folded", word)
		}
	}
}

func TestTablesRefuse(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
	}{
		{"cells of cues", errorOf(readCues("a\tb\n"))},
		{"confidence", errorOf(readCues("a\tb\tc\tdo\t\t\t\tx\n"))},
		{"factor", errorOf(readCues("a\tb\tc\tdo*x\t\t\t\t0.5\n"))},
		{"pattern", errorOf(readCues("a\t[b\tc\tdo\t\t\t\t0.5\n"))},
		{"frame", errorOf(readFrames("nothing\ta\tb\n"))},
		{"frame pattern", errorOf(readFrames("wish\t*a\tb\n"))},
		{"cells of units", errorOf(readUnits("mm\tlength\n"))},
		{"factor of a unit", errorOf(readUnits("mm\tlength\tm\tx\t\t\n"))},
		{"offset of a unit", errorOf(readUnits("mm\tlength\tm\t1\tx\t\n"))},
	} {
		if c.err == nil {
			t.Errorf("a bad %s is taken", c.name)
		}
	}
}

func errorOf[T any](_ T, err error) error { return err }
