package lexicon

import (
	"strings"
	"unicode/utf8"
)

// DisciplineHit is a place in a folded text that names a discipline.
type DisciplineHit struct {
	// Start and End are bytes of the folded text.
	Start, End int
	// Disciplines are what is named, closest first: one for a name of the degree catalogue, one or more for a name of
	// GB/T 13745.
	Disciplines []DisciplineWeight
}

// disciplineNames finds names of disciplines.
type disciplineNames struct {
	mixed *trie
	latin *phrases
	named [][]DisciplineWeight // by value of both
}

// standardFactor is what a name of GB/T 13745 counts beside one of the degree catalogue.
const standardFactor = 0.7

func newDisciplineNames(d *disciplines, e *english) *disciplineNames {
	n := &disciplineNames{latin: newPhrases(e)}
	var keys []string
	var values []int32
	add := func(name string, what []DisciplineWeight) {
		value := int32(len(n.named)) //nolint:gosec // a few thousand
		n.named = append(n.named, what)
		if allLatin(name) {
			n.latin.add(name, value)
			return
		}
		keys, values = append(keys, name), append(values, value)
	}
	for _, name := range sortedKeys(d.byName) {
		add(name, []DisciplineWeight{{d.byName[name], 1}})
	}
	for _, c := range d.standard {
		name := Fold(c.Name)
		if d.byName[name] != nil || utf8.RuneCountInString(name) < 3 || strings.HasSuffix(name, "其他学科") {
			continue
		}
		var what []DisciplineWeight
		for i, one := range d.standardMatch(c.Code) {
			what = append(what, DisciplineWeight{one, standardFactor * positionWeight(i)})
		}
		if len(what) > 0 {
			add(name, what)
		}
	}
	n.mixed = newTrie(keys, values)
	return n
}

// standardMatch returns what the crosswalk says for the longest known prefix of a code.
func (d *disciplines) standardMatch(code string) []*Discipline {
	for n := len(code); n > 0; n-- {
		if found, ok := d.prefixes[code[:n]]; ok {
			return found
		}
	}
	return nil
}

// FindDisciplines finds the names of disciplines in a folded text, longest first from the left, without overlaps. A name
// of two or three characters (化学) counts only where it stands alone or before 专业, 学科, 学院 and the like, since it
// is part of too many other words.
func (l *Lexicon) FindDisciplines(folded string) []DisciplineHit {
	names := l.disciplines.names
	var hits []DisciplineHit
	words := latinWords(folded)
	word := 0
	for at := 0; at < len(folded); {
		r, size := utf8.DecodeRuneInString(folded[at:])
		for word < len(words) && words[word].Start < at {
			word++
		}
		end, value := 0, int32(-1)
		if word < len(words) && words[word].Start == at {
			names.latin.matches(folded, words, word, func(last int, v int32) { end, value = words[last].End, v })
		}
		if value < 0 && scriptOf(r) != 0 {
			names.mixed.matches(folded, at, func(e int, v int32) {
				if wholeWord(folded, e) && standsAlone(folded, at, e) {
					end, value = e, v
				}
			})
		}
		if value < 0 {
			at += size
			continue
		}
		hits = append(hits, DisciplineHit{at, end, names.named[value]})
		at = end
	}
	return hits
}

// academic are words that may follow the short name of a discipline.
var academic = [...]string{"专业", "学科", "学院", "学部", "学系", "系", "类", "一级学科", "研究所"}

func standsAlone(s string, start, end int) bool {
	if utf8.RuneCountInString(s[start:end]) > 3 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	for _, word := range academic {
		if strings.HasPrefix(s[end:], word) {
			return true
		}
	}
	return (start == 0 || !IsHan(before)) && (end == len(s) || !IsHan(after))
}
