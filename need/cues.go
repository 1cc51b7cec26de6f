package need

import (
	"cmp"
	_ "embed" // the tables of cues and frames
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

//go:embed cues.tsv
var cueTable string

//go:embed frames.tsv
var frameTable string

// cue is a row of the table of cues: what people say and what it asks for.
type cue struct {
	sense      string
	aside      bool // the words say nothing of the subject itself
	groups     []coded
	kinds      []coded // Kind and Type joined by a colon
	modes      []coded
	stages     []coded
	confidence float64
}

// coded is a code with its share of the row's confidence.
type coded struct {
	code   string
	factor float64
}

// cues is the table of cues ready for finding.
type cues struct {
	rows    []cue
	finder  patterns
	bySense map[string]int // first row of a sense
}

func readCues(table string) (*cues, error) {
	c := &cues{bySense: map[string]int{}}
	for n, line := range tableLines(table) {
		cells := strings.Split(line, "\t")
		if len(cells) != 8 {
			return nil, fmt.Errorf("cues.tsv:%d: not 8 cells", n)
		}
		row := cue{}
		row.sense, row.aside = strings.CutPrefix(cells[0], "~")
		if cells[7] != "" {
			var err error
			if row.confidence, err = strconv.ParseFloat(cells[7], 64); err != nil {
				return nil, fmt.Errorf("cues.tsv:%d: %w", n, err)
			}
		}
		for i, list := range []*[]coded{&row.groups, &row.kinds, &row.modes, &row.stages} {
			for _, word := range strings.Fields(cells[3+i]) {
				one := coded{factor: 1}
				code, factor, found := strings.Cut(word, "*")
				one.code = code
				if found {
					var err error
					if one.factor, err = strconv.ParseFloat(factor, 64); err != nil {
						return nil, fmt.Errorf("cues.tsv:%d: %w", n, err)
					}
				}
				*list = append(*list, one)
			}
		}
		if _, known := c.bySense[row.sense]; !known {
			c.bySense[row.sense] = len(c.rows)
		}
		if err := addPatterns(&c.finder, len(c.rows), cells[1], cells[2]); err != nil {
			return nil, fmt.Errorf("cues.tsv:%d: %w", n, err)
		}
		c.rows = append(c.rows, row)
	}
	return c, nil
}

func addPatterns(p *patterns, value int, cells ...string) error {
	for _, cell := range cells {
		for written := range strings.SplitSeq(cell, "  ") {
			if written = strings.TrimSpace(written); written == "" {
				continue
			}
			if err := p.add(written, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// The frames of frames.tsv.
const (
	frameWish = iota
	frameNegate
	frameNegateAfter
	frameExcept
	frameOwn
	frameDone
	frameContrast
	framePlain
)

var frameNames = []string{"wish", "negate", "negate_after", "except", "own", "done", "contrast", "plain"}

func readFrames(table string) (*patterns, error) {
	p := &patterns{}
	for n, line := range tableLines(table) {
		cells := strings.Split(line, "\t")
		frame := slices.Index(frameNames, cells[0])
		if frame < 0 || len(cells) != 3 {
			return nil, fmt.Errorf("frames.tsv:%d: unknown frame or not 3 cells", n)
		}
		if err := addPatterns(p, frame, cells[1:]...); err != nil {
			return nil, fmt.Errorf("frames.tsv:%d: %w", n, err)
		}
	}
	return p, nil
}

// asked gathers what cues ask for: by code, how sure, and where it was said.
type asked struct {
	codes map[string]*Reading
}

// sureMost is the confidence that no number of cues exceeds.
const sureMost = 0.97

// add counts one cue for a code: independent cues add up as probabilities do, the same words count once.
func (a *asked) add(code string, confidence float64, spans []Span) {
	if a.codes == nil {
		a.codes = map[string]*Reading{}
	}
	reading := a.codes[code]
	if reading == nil {
		reading = &Reading{}
		a.codes[code] = reading
	}
	said := false
	for _, s := range spans {
		at := slices.IndexFunc(reading.Spans, func(o Span) bool { return o.Start < s.End && s.Start < o.End })
		switch {
		case at < 0:
			reading.Spans = append(reading.Spans, s)
		case s.Start <= reading.Spans[at].Start && reading.Spans[at].End <= s.End:
			reading.Spans[at], said = s, true
		default:
			said = true
		}
	}
	if said {
		reading.Confidence = max(reading.Confidence, confidence)
		return
	}
	reading.Confidence = min(sureMost, clean(1-(1-reading.Confidence)*(1-confidence)))
}

// sorted yields codes with their readings, surest first, then by code.
func (a *asked) sorted() []string {
	codes := make([]string, 0, len(a.codes))
	for code, reading := range a.codes {
		slices.SortFunc(reading.Spans, compareSpans)
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(x, y string) int {
		return cmp.Or(cmp.Compare(a.codes[y].Confidence, a.codes[x].Confidence), cmp.Compare(x, y))
	})
	return codes
}

// wants is everything the cues of a text ask for.
type wants struct{ groups, kinds, modes, stages asked }

// leastAsked is the confidence from which something asked for is worth naming.
const leastAsked = 0.2

// count adds a row of the table for words at some places, at a share of its confidence.
func (w *wants) count(row *cue, share float64, spans []Span) {
	for _, list := range []struct {
		to    *asked
		codes []coded
	}{{&w.groups, row.groups}, {&w.kinds, row.kinds}, {&w.modes, row.modes}, {&w.stages, row.stages}} {
		for _, c := range list.codes {
			if confidence := clean(row.confidence * c.factor * share); confidence >= leastAsked {
				list.to.add(c.code, confidence, spans)
			}
		}
	}
}

// wanted reads the cues of a text. Words that tell who asks or what was done before ask for nothing.
func (r *Reader) wanted(t *text) *wants {
	w := &wants{}
	for _, o := range r.cues.finder.find(t) {
		row := &r.cues.rows[o.value]
		if t.marked(o.start, o.start+1, markNegated) {
			continue
		}
		spans := make([]Span, 0, len(o.pieces))
		if row.aside && r.insideTerm(t, o) {
			continue
		}
		for _, p := range o.pieces {
			t.mark(p.start, p.end, markRead)
			if row.aside {
				t.mark(p.start, p.end, markAside)
			}
			spans = append(spans, t.span(p.start, p.end))
		}
		share := 1.0
		if t.marked(o.start, o.start+1, markBackground) {
			share = backgroundCue
		}
		w.count(row, share, joined(spans))
	}
	r.fromTerms(t, w)
	return w
}

// insideTerm reports whether words are but a part of a longer term (设备 in 半导体设备).
func (r *Reader) insideTerm(t *text, o occurrence) bool {
	for _, h := range t.hits {
		if h.Start <= o.start && o.end <= h.End && h.End-h.Start > o.end-o.start {
			return true
		}
	}
	return false
}

// backgroundCue is what a cue counts in words that tell who asks or what was done before; named bodies there are not
// asked for.
const backgroundCue = 0.3

// joined merges spans that touch.
func joined(spans []Span) []Span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && out[n-1].End == s.Start {
			out[n-1].End, out[n-1].Text = s.End, out[n-1].Text+s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// Confidences of what terms of the vocabulary ask for by their sort.
const (
	testTermCue    = 0.5
	machineTermCue = 0.55
)

// fromTerms reads what terms ask for by their sort: the name of a test in a wish asks for somebody who tests, a machine
// behind 有没有 or "access to" for the use of it.
func (r *Reader) fromTerms(t *text, w *wants) {
	for _, h := range t.hits {
		if h.Term == nil && h.Via != lexicon.ViaEquipment || !t.marked(h.Start, h.End, markWanted) || t.marked(h.Start, h.End, markNegated|markBackground) {
			continue
		}
		spans := []Span{t.span(h.Start, h.End)}
		switch {
		case h.Term != nil && h.Term.Kind == "test":
			w.count(&r.cues.rows[r.cues.bySense["test_term"]], testTermCue, spans)
		case h.Via == lexicon.ViaEquipment || h.Term.Kind == "machine":
			if t.usedThere(h.Start) {
				w.count(&r.cues.rows[r.cues.bySense["use_term"]], machineTermCue, spans)
			}
		}
	}
}

// useWords directly before a machine say that it is to be used.
var useWords = []string{
	"有没有", "哪里有", "哪儿有", "谁有", "谁家有", "哪家有", "有", "台", "套", "个", "借", "租", "用", "的", "have", "has a", "has an", "access to", "use", "a", "an", "rent", "book",
}

func (t *text) usedThere(at int) bool {
	c := t.clauses[t.clauseAt(at)]
	_, ok := wordSuffix(t.folded[min(c.start, at):at], useWords)
	return ok
}

// kindOf splits a code of the table's kinds.
func kindOf(code string) (graph.Kind, string) {
	kind, narrower, _ := strings.Cut(code, ":")
	return graph.Kind(kind), narrower
}
