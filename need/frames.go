package need

import (
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// frame marks what the words of a text are meant as: wished for, not wished for, or told of the firm and its past.
func (r *Reader) frame(t *text) {
	found := r.frames.find(t)
	for _, o := range found {
		for _, p := range o.pieces {
			t.mark(p.start, p.end, markFiller)
		}
		switch o.value {
		case frameWish:
			t.wishes = append(t.wishes, o.interval)
			c := t.clauses[t.clauseAt(o.start)]
			t.mark(o.start, c.end, markWanted)
		case frameOwn:
			t.mark(o.start, t.scope(o.end, found, frameWish, frameContrast), markBackground)
		case frameDone:
			t.mark(o.start, t.scope(o.end, found, frameContrast), markBackground)
		}
	}
	for _, o := range found {
		switch o.value {
		case frameNegate:
			r.negate(t, o, found)
		case frameNegateAfter:
			t.negateBefore(o)
		case frameExcept:
			t.negateExcept(o)
		}
	}
}

// scope returns where the words that a frame at from speaks of end: at the end of the clause, or where one of some frames
// begins.
func (t *text) scope(from int, found []occurrence, stops ...int) int {
	end := t.clauses[t.clauseAt(max(from-1, 0))].end
	for _, o := range found {
		for _, stop := range stops {
			if o.value == stop && o.start >= from {
				end = min(end, o.start)
			}
		}
	}
	return max(end, from)
}

// negate marks what stands behind 不要, not interested in: up to the end of the clause or a word of contrast. Where
// nothing stands behind it, what stands before is meant (高校就不用了, 已经做过CT，不需要).
func (r *Reader) negate(t *text, o occurrence, found []occurrence) {
	end := t.scope(o.end, found, frameContrast)
	if hasContent(t.folded[o.end:end]) {
		t.mark(o.start, end, markNegated)
		return
	}
	t.negateBefore(o)
}

// negateBefore marks what stands before a word of refusal in its clause, or else the clause before it.
func (t *text) negateBefore(o occurrence) {
	n := t.clauseAt(o.start)
	c := t.clauses[n]
	start := min(c.start, o.start)
	if hasContent(withoutSubject(t.folded[start:o.start])) {
		t.mark(start, o.end, markNegated)
		return
	}
	if n == 0 || strings.ContainsAny(t.folded[t.clauses[n-1].end:start+1], "。!?\n") {
		t.mark(o.start, o.end, markNegated)
		return
	}
	t.mark(t.clauses[n-1].start, o.end, markNegated)
}

// Words that make 除了… mean "and also" when they follow it.
var inclusive = []string{"还", "也", "另外", "同时", "再", "又", "并", "更", "we also", "also", "you also"}

// negateExcept marks what an exception leaves out. 除了 … 还 … and "in addition to" add instead.
func (t *text) negateExcept(o occurrence) {
	word := t.folded[o.start:o.end]
	if strings.HasPrefix(word, "in addition") || strings.HasPrefix(word, "beside") || strings.HasPrefix(word, "aside") || strings.HasPrefix(word, "apart") {
		return
	}
	n := t.clauseAt(o.start)
	end := t.clauses[n].end
	for _, w := range inclusive {
		if i := strings.Index(t.folded[o.end:end], w); i > 0 && t.bounds[o.end+i] {
			return
		}
	}
	for _, close := range [...]string{"以外", "之外", "外"} {
		if i := strings.Index(t.folded[o.end:end], close); i >= 0 {
			end = o.end + i + len(close)
			break
		}
	}
	if word == "除" && end == t.clauses[n].end {
		return
	}
	rest := strings.TrimLeft(t.folded[end:], " ,、")
	for _, w := range inclusive {
		if strings.HasPrefix(rest, w) {
			return
		}
	}
	if i := strings.IndexAny(rest, "。;!?\n"); i >= 0 {
		rest = rest[:i]
	}
	if first, _, _ := strings.Cut(rest, ","); strings.Contains(first, "还") || strings.Contains(first, "另外") {
		return
	}
	t.mark(o.start, end, markNegated)
}

// hasContent reports whether a part holds any word beyond particles.
func hasContent(s string) bool {
	for _, r := range s {
		if lexicon.IsHan(r) && !strings.ContainsRune("了吧的啊哦呢吗嘛呀啦就都也再还有我们你们", r) || inWord(r) {
			return true
		}
	}
	return false
}

// withoutSubject leaves out a subject and particles before a word of refusal.
func withoutSubject(s string) string {
	for _, word := range [...]string{"我们", "我司", "公司", "这个", "这些", "那个", "目前", "现在", "暂时", "所以", "因此", "it is", "this is", "that is", "so"} {
		s = strings.ReplaceAll(s, word, "")
	}
	return s
}

// findings are the sorts of terms that name what is wrong: they are told of even where something is not wanted (不要气孔).
var findings = map[string]bool{"defect": true, "phenomenon": true, "disease": true}

// wishText returns the folded text with what is not wanted replaced by marks of equal length, so that nothing is read
// from it; what is wrong stays.
func (t *text) wishText(corrected string) string {
	b := []byte(corrected)
	for i := 0; i < len(b); {
		_, size := utf8.DecodeRuneInString(corrected[i:])
		if t.marked(i, i+1, markNegated) && !t.isFinding(i) || t.marked(i, i+1, markAside) && !t.inLongerTerm(i) {
			for j := range size {
				b[i+j] = ';'
			}
		}
		i += size
	}
	return string(b)
}

// inLongerTerm reports whether a byte of words set aside belongs to a term that reaches beyond them.
func (t *text) inLongerTerm(at int) bool {
	for _, h := range t.hits {
		if h.Start <= at && at < h.End {
			for i := h.Start; i < h.End; i++ {
				if t.marks[i]&markAside == 0 {
					return true
				}
			}
		}
	}
	return false
}

func (t *text) isFinding(at int) bool {
	for _, h := range t.hits {
		if h.Start <= at && at < h.End && h.Term != nil && findings[h.Term.Kind] {
			return true
		}
	}
	return false
}
