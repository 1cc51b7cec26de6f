package search

import (
	"strings"

	"github.com/blevesearch/go-porterstemmer"
)

// functionWords carry grammar, not content. corpusWords are those that nearly every description of a European
// project holds.
const (
	functionWords = `a about above across after again against all along also although am among an and any are around as at
be became because become been before behind being below between both but by can cannot could did do does doing done down
during each either else etc even every few for from further had has have having he hence her here hers herself him himself
his how however i if in into is it its itself just less many may me might more most much must my myself neither no nor not
now of off on once one only onto or other others otherwise our ours ourselves out over own per rather same several shall she
should since so some still such than that the their theirs them themselves then there therefore these they this those
though through throughout thus to together too toward towards under until up upon us very via was we were what when where
whereas whether which while who whom whose why will with within without would yet you your yours yourself yourselves`
	corpusWords = `project projects horizon europe european eu aim aims new using based use will within`
)

// stopWords are not indexed in [FieldEnglish].
var stopWords = wordSet(functionWords + " " + corpusWords)

func wordSet(list string) map[string]bool {
	words := strings.Fields(list)
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// eachStem calls yield with the stems of one Latin word or number: its runs of letters and digits without those of
// one character, bare digits and function words. It reports whether there was any.
func eachStem(word string, yield func(stem string)) bool {
	found := false
	for part := range strings.FieldsFuncSeq(word, notWordCharacter) {
		if !contentWord(part) {
			continue
		}
		found = true
		yield(stem(part))
	}
	return found
}

func notWordCharacter(r rune) bool {
	word := r >= 0x80 || 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	return !word
}

func contentWord(w string) bool {
	return len(w) > 1 && strings.Trim(w, "0123456789") != "" && !stopWords[w]
}

// stem is Porter's of 1980; words with other than plain letters stay.
func stem(w string) string {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	return string(porterstemmer.StemWithoutLowerCasing([]rune(w)))
}
