package search

import (
	"cmp"
	"context"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"

	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"

	"chuangmai/lexicon"
)

// NameMatch says how a name answers to what was typed, best first.
type NameMatch uint8

// The matches.
const (
	// NameExact: it is the name.
	NameExact NameMatch = iota + 1
	// NamePrefix: the name begins with it.
	NamePrefix
	// NamePinyin: the name's pinyin without tones begins with it.
	NamePinyin
	// NameInitials: the first letters of the name's syllables begin with it.
	NameInitials
	// NameInside: it stands inside the name.
	NameInside
	// NameSound: the name, or its beginning, sounds like it.
	NameSound
	// NameWithin: the question holds the name.
	NameWithin
	// NameSlip: the name differs from it in a character, or in two when it is long.
	NameSlip
)

// NameHit is a node found by its name.
type NameHit struct {
	N     int32
	ID    string
	Match NameMatch
	// Name is the name that matched, folded and without blanks and marks; empty when another spelling did.
	Name string
}

// Names finds nodes by what is typed of a name, in Chinese, English, pinyin or initials: for suggestions while typing and
// for spelling. Better matches come first, then shorter names, then ids. Sound and slips are tried only when nothing
// else matches. A limit of 0 means 10.
func (r *Reader) Names(ctx context.Context, typed string, limit int, v View) (hits []NameHit, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recovered("names", &err)
	ctx, cancel := context.WithTimeout(ctx, r.index.opts.Timeout)
	defer cancel()
	if limit <= 0 {
		limit = 10
	}
	q, err := r.ask(ctx, v)
	if err != nil {
		return nil, err
	}
	defer q.done(&err)
	named, err := q.names(bareName(foldQuery(cutRunes(typed, maxQuery))))
	if err != nil {
		return nil, err
	}
	ordered, err := q.orderNames(named)
	if err != nil {
		return nil, err
	}
	for _, m := range ordered[:min(len(ordered), limit)] {
		s, local := q.place(m.doc)
		hits = append(hits, NameHit{N: s.numbers[local], ID: m.id, Match: m.match, Name: m.name})
	}
	return hits, nil
}

// nameMatch is the best match of one document.
type nameMatch struct {
	doc     uint32
	match   NameMatch
	unusual bool // the spelling is not the likeliest of the name
	length  int  // of the matched name or spelling, in characters
	name    string
	id      string
}

// order compares matches, the better first.
func (m nameMatch) order(other nameMatch) int {
	unusual := func(m nameMatch) int {
		if m.unusual {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(m.match, other.match), cmp.Compare(unusual(m), unusual(other)), cmp.Compare(m.length, other.length))
}

// nameMatches are matches by document.
type nameMatches map[uint32]nameMatch

func (ms nameMatches) add(m nameMatch) {
	if old, ok := ms[m.doc]; !ok || cmp.Or(m.order(old), strings.Compare(m.name, old.name)) < 0 {
		ms[m.doc] = m
	}
}

// orderNames orders matches, best first.
func (q *question) orderNames(ms nameMatches) ([]nameMatch, error) {
	ordered := make([]nameMatch, 0, len(ms))
	for _, m := range ms {
		var err error
		if m.id, err = q.id(m.doc); err != nil {
			return nil, err
		}
		ordered = append(ordered, m)
	}
	slices.SortFunc(ordered, func(a, b nameMatch) int {
		return cmp.Or(a.order(b), strings.Compare(a.id, b.id))
	})
	return ordered, nil
}

// names finds the names that answer to a bare name or a part of one.
func (q *question) names(typed string) (nameMatches, error) {
	ms := make(nameMatches)
	if typed == "" || utf8.RuneCountInString(typed) > maxName {
		return ms, nil
	}
	if err := q.namesFrom(ms, typed); err != nil {
		return nil, err
	}
	if err := q.namesAround(ms, typed); err != nil || len(ms) > 0 {
		return ms, err
	}
	for _, reading := range q.index.opts.Lexicon.Readings(typed) {
		if len(reading.Full) < 2 || !onlyHan(typed) {
			break
		}
		if err := q.spelled(ms, pinyinField, reading.Full, NameSound); err != nil {
			return nil, err
		}
	}
	return ms, q.misspelt(ms, typed)
}

// namesFrom finds names that begin with what was typed, or are spelt so.
func (q *question) namesFrom(ms nameMatches, typed string) error {
	err := q.eachTerm(nameField, typed, nil, func(name string, l list) {
		m := nameMatch{match: NamePrefix, name: name, length: utf8.RuneCountInString(name)}
		if name == typed {
			m.match = NameExact
		}
		for _, m.doc = range l.docs {
			ms.add(m)
		}
	})
	if err != nil || !speltOut(typed) {
		return err
	}
	if err := q.spelled(ms, pinyinField, typed, NamePinyin); err != nil {
		return err
	}
	return q.spelled(ms, initialsField, typed, NameInitials)
}

// spelled finds names by the beginning of a spelling.
func (q *question) spelled(ms nameMatches, field, typed string, match NameMatch) error {
	return q.eachTerm(field, typed, nil, func(spelling string, l list) {
		m := nameMatch{match: match, length: utf8.RuneCountInString(spelling)}
		for i, doc := range l.docs {
			m.doc, m.unusual = doc, l.freqs[i] != usualReading
			ms.add(m)
		}
	})
}

// namesAround finds names that hold what was typed: all of its pairs of characters, and then in the stored name itself.
func (q *question) namesAround(ms nameMatches, typed string) error {
	if utf8.RuneCountInString(typed) < 2 {
		return nil
	}
	common, err := q.inNames(q.index.analyser.cut(typed))
	if err != nil {
		return err
	}
	for _, doc := range q.shortestNamed(common) {
		if _, known := ms[doc]; known {
			continue
		}
		if err := q.ctx.Err(); err != nil {
			return err
		}
		names, _, err := q.stored(doc)
		if err != nil {
			return err
		}
		for name := range strings.SplitSeq(names, betweenTexts) {
			if name = bareName(name); strings.Contains(name, typed) {
				ms.add(nameMatch{doc: doc, match: NameInside, name: name, length: utf8.RuneCountInString(name)})
			}
		}
	}
	return nil
}

// inNames returns the documents that have all pairs of characters and Latin words of a text in their names.
func (q *question) inNames(t text) ([]uint32, error) {
	var common []uint32
	var err error
	first := true
	t.terms(FieldNameBigrams, func(term string, _, _ int) {
		if err != nil || !first && len(common) == 0 {
			return
		}
		var l list
		if l, err = q.read(chineseField, term); err != nil {
			return
		}
		kept := make([]uint32, 0, len(l.docs))
		for i, doc := range l.docs {
			if FieldNameBigrams.frequency(l.freqs[i]) == 0 {
				continue
			}
			if _, held := slices.BinarySearch(common, doc); first || held {
				kept = append(kept, doc)
			}
		}
		common, first = kept, false
	})
	return common, err
}

// insideCandidates is about how many documents are looked at for names that hold what was typed: enough for any page of
// suggestions, as the shortest names come first.
const insideCandidates = 500

// shortestNamed returns the documents with the shortest names: as many as are candidates, and all that are as short as
// the longest of those.
func (q *question) shortestNamed(docs []uint32) []uint32 {
	if len(docs) <= insideCandidates {
		return docs
	}
	lengths := make([]int32, len(docs))
	for i, doc := range docs {
		s, local := q.place(doc)
		lengths[i] = s.length(FieldNameBigrams, local)
	}
	sorted := slices.Sorted(slices.Values(lengths))
	longest := sorted[insideCandidates-1]
	short := make([]uint32, 0, insideCandidates)
	for i, doc := range docs {
		if lengths[i] <= longest {
			short = append(short, doc)
		}
	}
	return short
}

// Names that stand within a question are looked for where they have at least so many characters, in questions of at
// most so many words.
const minWithin, maxWithin = 4, 40

// namesWithin finds the names that a longer question holds, from one word's beginning to another's end.
func (q *question) namesWithin(ms nameMatches, t text) error {
	dicts, err := q.dictionaries(nameField)
	if err != nil || len(t.words) > maxWithin {
		return err
	}
	for i, from := range t.words {
		if !writtenWithoutBlanks(from.Script) {
			continue
		}
		for j := i; j < len(t.words) && (j == i || t.words[j].Start == t.words[j-1].End); j++ {
			name := t.folded[from.Start:t.words[j].End]
			n := utf8.RuneCountInString(name)
			if n < minWithin {
				continue
			}
			found, err := contains(dicts, []byte(name))
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			l, err := q.read(nameField, name)
			if err != nil {
				return err
			}
			for _, doc := range l.docs {
				ms.add(nameMatch{doc: doc, match: NameWithin, name: name, length: n})
			}
		}
	}
	return nil
}

// misspelt finds whole names a slip or two away.
func (q *question) misspelt(ms nameMatches, typed string) error {
	const oneFrom, twoFrom = 4, 9 // characters
	length := utf8.RuneCountInString(typed)
	if length < oneFrom {
		return nil
	}
	distance := uint8(1)
	if length >= twoFrom {
		distance = 2
	}
	builder, err := q.index.slipAutomata(distance)
	if err != nil {
		return err
	}
	near, err := builder.BuildDfa(typed, distance)
	if err != nil {
		return err
	}
	return q.eachTerm(nameField, "", near, func(name string, l list) {
		m := nameMatch{match: NameSlip, name: name, length: utf8.RuneCountInString(name)}
		for _, m.doc = range l.docs {
			ms.add(m)
		}
	})
}

// slipAutomata returns the builder of automata for a distance; it is made when first needed and takes some milliseconds.
func (ix *Index) slipAutomata(distance uint8) (*levenshtein.LevenshteinAutomatonBuilder, error) {
	return ix.automata[distance-1]()
}

func newAutomata(distance uint8) func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
	return func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(distance, true)
	}
}

// eachTerm calls yield with the terms of a field that begin with the prefix and that the automaton, when there is one,
// takes, each with its visible postings. The list is only valid during the call.
func (q *question) eachTerm(field, prefix string, automaton vellum.Automaton, yield func(term string, l list)) error {
	dicts, err := q.dictionaries(field)
	if err != nil {
		return err
	}
	var end []byte
	if prefix != "" {
		end = []byte(prefix + "\xff")
	}
	for i, dict := range dicts {
		it := terms(dict, automaton, []byte(prefix), end)
		for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
			if err == nil {
				err = q.ctx.Err()
			}
			if err != nil {
				return err
			}
			start := len(q.scratch.docs)
			if err := q.readSegment(i, dict, e.Term); err != nil {
				return err
			}
			if l := (list{q.scratch.docs[start:], q.scratch.freqs[start:]}); len(l.docs) > 0 {
				yield(e.Term, l)
			}
			q.scratch.docs, q.scratch.freqs = q.scratch.docs[:start], q.scratch.freqs[:start]
		}
	}
	return nil
}

// terms walks a dictionary without counting each term's documents where the engine can leave that out.
func terms(d segment.TermDictionary, automaton vellum.Automaton, start, end []byte) segment.DictionaryIterator {
	if plain, ok := d.(interface {
		AutomatonIteratorOmitCount(a segment.Automaton, startKeyInclusive, endKeyExclusive []byte) segment.DictionaryIterator
	}); ok {
		return plain.AutomatonIteratorOmitCount(automaton, start, end)
	}
	return d.AutomatonIterator(automaton, start, end)
}

// speltOut reports whether s can be the beginning of a spelling: Latin letters, and digits behind the first.
func speltOut(s string) bool {
	const letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
	return s != "" && strings.IndexByte(letters, s[0]) >= 0 && strings.Trim(s, letters+digits) == ""
}

func onlyHan(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !lexicon.IsHan(r) })
}
