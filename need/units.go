package need

import (
	_ "embed" // the table of units
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

//go:embed units.tsv
var unitTable string

// unit is a row of the table of units.
type unit struct {
	name     string
	quantity string // what it measures
	si       string // "" when there is nothing to convert to
	factor   float64
	offset   float64
	needs    string // "said", "many", "time", "field" or ""
}

// inSI converts a value.
func (u *unit) inSI(value float64) float64 { return value*u.factor + u.offset }

// unitSpelling is one way to write a unit.
type unitSpelling struct {
	folded  string
	written string // as in the table, to tell mW and MW apart
	unit    int
}

// units finds units behind and before numbers. It never changes once built.
type units struct {
	all    []unit
	behind map[rune][]unitSpelling // by the first folded character
	before []unitSpelling          // prefix units
}

func readUnits(table string) (*units, error) {
	u := &units{behind: map[rune][]unitSpelling{}}
	for n, line := range tableLines(table) {
		cells := strings.Split(line, "\t")
		if len(cells) != 6 {
			return nil, fmt.Errorf("units.tsv:%d: not 6 cells", n)
		}
		names := strings.Split(cells[0], "|")
		one := unit{name: strings.TrimPrefix(names[0], "^"), quantity: cells[1], si: cells[2], needs: cells[5]}
		var err error
		if cells[3] != "" {
			if one.factor, err = strconv.ParseFloat(cells[3], 64); err != nil {
				return nil, fmt.Errorf("units.tsv:%d: %w", n, err)
			}
		}
		if cells[4] != "" {
			if one.offset, err = strconv.ParseFloat(cells[4], 64); err != nil {
				return nil, fmt.Errorf("units.tsv:%d: %w", n, err)
			}
		}
		if one.factor == 0 {
			one.si = ""
		}
		for _, name := range names {
			plain, prefix := strings.CutPrefix(name, "^")
			s := unitSpelling{folded: lexicon.Fold(plain), written: plain, unit: len(u.all)}
			if prefix {
				u.before = append(u.before, s)
				continue
			}
			first, _ := utf8.DecodeRuneInString(s.folded)
			u.behind[first] = append(u.behind[first], s)
		}
		u.all = append(u.all, one)
	}
	return u, nil
}

// tableLines yields the lines of an embedded table with their numbers, without comments and empty lines.
func tableLines(table string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		n := 0
		for line := range strings.SplitSeq(table, "\n") {
			n++
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(n, line) {
				return
			}
		}
	}
}

// named returns the unit with that name, which must be in the table.
func (u *units) named(name string) *unit {
	for i := range u.all {
		if u.all[i].name == name {
			return &u.all[i]
		}
	}
	return &unit{name: name}
}

// at returns the longest unit written at a byte and where it ends. Of spellings that differ by case alone the one as
// written in the original is taken.
func (u *units) at(t *text, at int) (*unit, int, bool) {
	if at >= len(t.folded) {
		return nil, 0, false
	}
	first, _ := utf8.DecodeRuneInString(t.folded[at:])
	var best *unitSpelling
	bestEnd, bestCase := 0, false
	for i := range u.behind[first] {
		s := &u.behind[first][i]
		if !strings.HasPrefix(t.folded[at:], s.folded) {
			continue
		}
		end, ok := unitEnds(t.folded, at, at+len(s.folded))
		if !ok || end < bestEnd {
			continue
		}
		exact := narrow(t.written(at, at+len(s.folded))) == s.written
		if !exact && len(s.folded) == 1 || u.all[s.unit].needs == "field" && !magnetic(t, at) {
			continue
		}
		if end > bestEnd || exact && !bestCase || u.all[s.unit].needs == "field" {
			best, bestEnd, bestCase = s, end, exact
		}
	}
	if best == nil {
		return nil, 0, false
	}
	return &u.all[best.unit], bestEnd, true
}

// magnetic reports whether the clause around a byte speaks of magnets or fields.
func magnetic(t *text, at int) bool {
	c := t.clauses[t.clauseAt(at)]
	clause := t.folded[c.start:c.end]
	return strings.Contains(clause, "磁") || strings.Contains(clause, "magnet") || strings.Contains(clause, "field")
}

// prefix returns the unit that stands directly before a number (HRC60, Ra 0.8) and where it starts.
func (u *units) prefix(t *text, number int) (*unit, int, bool) {
	end := number
	for end > 0 && (t.folded[end-1] == ' ' || t.folded[end-1] == '=') {
		end--
	}
	for _, limit := range [...]string{"≤", "≥", "<", ">"} {
		end -= len(limit) * boolInt(strings.HasSuffix(t.folded[:end], limit))
	}
	var best *unitSpelling
	for i := range u.before {
		s := &u.before[i]
		if strings.HasSuffix(t.folded[:end], s.folded) && (best == nil || len(s.folded) > len(best.folded)) {
			if before, _ := utf8.DecodeLastRuneInString(t.folded[:end-len(s.folded)]); end == len(s.folded) || !inWord(before) {
				best = s
			}
		}
	}
	if best == nil {
		return nil, 0, false
	}
	return &u.all[best.unit], end - len(best.folded), true
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unitEnds reports whether a unit written up to end is whole there: a Latin one must not run on in letters, but for the
// plural of a word; digits may follow none.
func unitEnds(s string, start, end int) (int, bool) {
	last, _ := utf8.DecodeLastRuneInString(s[:end])
	if !inWord(last) && last != 'μ' && last != 'ω' {
		return end, true
	}
	if whole, ok := wordEnds(s, end); ok && (whole == end || end-start > 2) {
		return whole, true
	}
	return 0, false
}

// narrow brings full-width letters to their common form and keeps case.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		case r == 'µ':
			return 'μ'
		case r == 0x2126:
			return 'Ω'
		case r == '²':
			return '2'
		case r == '³':
			return '3'
		}
		return r
	}, s)
}
