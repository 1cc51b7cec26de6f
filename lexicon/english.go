package lexicon

import (
	"fmt"
	"strings"
)

// english holds what is special about English words.
type english struct {
	spelling map[string]string // American spelling → British
	guarded  map[string]bool   // abbreviations that are also plain words
	wide     map[string]bool   // parts of names of areas that mean more than the area
	heads    map[string]bool   // words that make an organisation's name of a place before them
}

func readEnglish(t tables) (*english, error) {
	e := &english{spelling: map[string]string{}, guarded: map[string]bool{}, wide: map[string]bool{}, heads: map[string]bool{}}
	err := t.rows("english.tsv.gz", 3, func(c []string) error {
		switch c[0] {
		case "spelling":
			e.spelling[c[1]] = c[2]
		case "guarded":
			e.guarded[c[1]] = true
		case "wide":
			e.wide[c[1]] = true
		case "head":
			e.heads[c[1]] = true
		default:
			return fmt.Errorf("unknown kind %q", c[0])
		}
		return nil
	})
	return e, err
}

// phrases finds keys of Latin words and numbers, word by word: in any of their usual spellings, whole words only.
type phrases struct {
	english *english
	words   map[string]int32   // word in its basic form → number
	steps   map[[2]int32]int32 // node, word → node
	ends    []int32            // value of the key that ends at the node, or -1
	exact   map[int32]string   // values whose text must stand as it is, since single letters are part of it
}

func newPhrases(e *english) *phrases {
	return &phrases{
		english: e, words: map[string]int32{}, steps: map[[2]int32]int32{}, ends: []int32{-1}, exact: map[int32]string{},
	}
}

// add takes a folded key; of equal keys the first counts.
func (p *phrases) add(key string, value int32) {
	node, single := int32(0), false
	words := latinWords(key)
	if len(words) == 0 {
		return
	}
	for _, run := range words {
		word := key[run.Start:run.End]
		single = single || len(word) == 1
		word = p.english.basicForm(word)
		id, ok := p.words[word]
		if !ok {
			id = int32(len(p.words)) //nolint:gosec // far below 2^31 words
			p.words[word] = id
		}
		next, ok := p.steps[[2]int32{node, id}]
		if !ok {
			next = int32(len(p.ends)) //nolint:gosec // as above
			p.ends = append(p.ends, -1)
			p.steps[[2]int32{node, id}] = next
		}
		node = next
	}
	if p.ends[node] < 0 {
		p.ends[node] = value
		if single {
			p.exact[value] = key
		}
	}
}

// matches calls yield for every key that begins with word first of words; last is the number of its last word.
func (p *phrases) matches(s string, words []Run, first int, yield func(last int, value int32)) {
	node := int32(0)
	for i := first; i < len(words); i++ {
		if i > first && !joined(s[words[i-1].End:words[i].Start]) {
			return
		}
		id, ok := p.words[p.english.basicForm(s[words[i].Start:words[i].End])]
		if !ok {
			return
		}
		if node, ok = p.steps[[2]int32{node, id}]; !ok {
			return
		}
		if v := p.ends[node]; v >= 0 {
			if text, strict := p.exact[v]; !strict || strings.ReplaceAll(s[words[first].Start:words[i].End], "-", " ") ==
				strings.ReplaceAll(text, "-", " ") {
				yield(i, v)
			}
		}
	}
}

// latinWords returns the Latin and number runs of s.
func latinWords(s string) []Run {
	var words []Run
	for _, run := range Runs(s) {
		if run.Script == ScriptLatin || run.Script == ScriptNumber {
			words = append(words, run)
		}
	}
	return words
}

// joined reports whether what stands between two words leaves them one phrase.
func joined(between string) bool {
	switch between {
	case " ", "-", "/", "_", ".", ", ", " - ", " / ", " & ", "&", "'", " (", ") ":
		return true
	}
	return false
}

// basicForm brings an English word to the singular and to British spelling, by rule: good enough to compare, not to show.
func (e *english) basicForm(w string) string {
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ies"):
		w = w[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") ||
		strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "zes")):
		w = w[:n-2]
	case n > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") &&
		!strings.HasSuffix(w, "is") && !isDigit(w[n-2]):
		w = w[:n-1]
	}
	if british, ok := e.spelling[w]; ok {
		return british
	}
	for _, end := range [...]string{"ization", "izing", "izer", "ized", "ize"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) > 2 {
			return stem + "is" + end[2:]
		}
	}
	return w
}

// parts returns the parts of an area's English name that mean the area by themselves: "boilers" and "combustion"
// of "boilers and combustion". A single word must be a plural or the name of an activity.
func (e *english) parts(name string) []string {
	name = Fold(name)
	parts := strings.FieldsFunc(strings.NewReplacer(", ", "|", " and ", "|", ": ", "|").Replace(name), func(r rune) bool { return r == '|' })
	if len(parts) < 2 {
		return nil
	}
	var alone []string
	for _, part := range parts {
		words := latinWords(part)
		if len(words) > 1 && strings.HasSuffix(part, " processing") || e.wide[part] {
			continue
		}
		if len(words) == 1 {
			activity := strings.HasSuffix(part, "ing") || strings.HasSuffix(part, "ion") || strings.HasSuffix(part, "logy")
			if e.basicForm(part) == part && !activity {
				continue
			}
		}
		if len(words) > 0 && !strings.ContainsAny(part, "()") {
			alone = append(alone, part)
		}
	}
	return alone
}
