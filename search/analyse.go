package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// layout names the way documents are cut into fields. It changes whenever the tokens of any document may.
const layout = "1"

// analyser turns nodes into documents of the engine. It is immutable.
type analyser struct {
	lexicon *lexicon.Lexicon
	schema  *graph.Schema
}

// format names everything that decides what the index holds of a node; an index made under another one is outdated.
func (a *analyser) format() string {
	var searched strings.Builder
	list := func(owner string, properties []graph.Property) {
		for _, p := range properties {
			if p.Searched {
				fmt.Fprintf(&searched, "%s.%s %s\n", owner, p.Name, p.Vocabulary)
			}
		}
	}
	list("*", a.schema.Common)
	for _, k := range a.schema.Kinds {
		list(string(k.Name), k.Properties)
	}
	sum := sha256.Sum256([]byte(searched.String()))
	return "layout " + layout + ", zap " + segmentVersionText + ", lexicon " + a.lexicon.Version() +
		", searched " + hex.EncodeToString(sum[:6])
}

// document is a node cut into the tokens of every field.
type document struct {
	id       string
	chinese  map[string]packed
	english  map[string]packed
	lengths  [scoredFields]int
	names    []string // whole, bare
	pinyin   []spelling
	initials []spelling
	stored   []byte
}

// document cuts a node's own words into tokens.
func (a *analyser) document(n *graph.Node) *document {
	own := a.own(n)
	d := &document{
		id: string(n.ID), names: own.bareNames(), stored: own.stored(),
		chinese: make(map[string]packed), english: make(map[string]packed),
	}
	for _, name := range own.names {
		d.add(a.cut(name), 2, true)
		a.spell(d, name)
	}
	for _, value := range own.keywords {
		d.add(a.cut(value), 2, false)
	}
	for _, value := range own.others {
		d.add(a.cut(value), 1, false)
	}
	return d
}

// add counts the tokens of one value; a value without Chinese characters goes to [FieldEnglish], and elsewhere only
// with what that field drops. English counts its words times over.
func (d *document) add(t text, english int, name bool) {
	chinese := t.chinese()
	for f := range Field(scoredFields) {
		if (f == FieldNameBigrams || f == FieldNameWords) && !name {
			continue
		}
		t.terms(f, func(term string, start, end int) {
			switch {
			case f == FieldEnglish:
				d.english[term] = f.pack(d.english[term], english)
				d.lengths[f] += english
			case chinese || dropped(t.folded[start:end]):
				d.chinese[term] = f.pack(d.chinese[term], 1)
				d.lengths[f]++
			}
		})
	}
}

// dropped reports whether [FieldEnglish] has nothing of a word but it may still be asked for: numbers and single
// letters.
func dropped(word string) bool {
	return !stopWords[word] && !eachStem(word, func(string) {})
}

// spelling is a name in Latin letters. Its term stands once in a document when it is the likeliest reading of a name,
// else twice: the engine keeps terms that stand once, in one document, in a tenth of the space.
type spelling struct {
	text  string
	usual bool
}

const usualReading, otherReading = 1, 2

// maxReadings is the greatest number of readings kept of one name.
const maxReadings = 4

// maxSpelling is the greatest number of letters kept of a spelling: names are looked up by their beginning.
const maxSpelling = 32

// spell adds the spellings of a name. A name in Latin letters is its own spelling; of several words it has initials.
func (a *analyser) spell(d *document, name string) {
	t := text{folded: name, runs: lexicon.Runs(name)}
	if !t.chinese() && len(t.runs) < 2 {
		return
	}
	readings := a.lexicon.Readings(cutRunes(name, maxSpelling))
	for i, r := range readings[:min(len(readings), maxReadings)] {
		if t.chinese() {
			d.pinyin = addSpelling(d.pinyin, r.Full, i == 0)
		}
		d.initials = addSpelling(d.initials, r.Initials, i == 0)
	}
}

func addSpelling(list []spelling, s string, usual bool) []spelling {
	s = cutRunes(s, maxSpelling)
	if i := slices.IndexFunc(list, func(o spelling) bool { return o.text == s }); i >= 0 {
		list[i].usual = list[i].usual || usual
		return list
	}
	return append(list, spelling{s, usual})
}
