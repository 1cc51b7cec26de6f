package lexicon

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"
)

// frequencies holds how rare surfaces of the vocabulary are in general language, 0 (everyday) to 1; a surface that is
// not there is unknown to general language.
type frequencies map[string]float32

// Scales of the three sources: from the first number on a word is everyday language, at the second it is rare.
const (
	everydayRank, rareRank           = 300, 60_000     // rank in the vector table, by falling frequency
	everydayFrequency, rareFrequency = 8_000, 3        // frequency in the segmenter's dictionary
	everydayDocuments, rareDocuments = 200_000, 30_000 // documents of THUOCL's web collection
)

func readFrequencies(t tables) (frequencies, error) {
	f := frequencies{}
	err := t.rows("frequencies.tsv.gz", 4, func(c []string) error {
		rank, rankErr := strconv.ParseFloat(c[1], 64)
		count, countErr := strconv.ParseFloat(c[2], 64)
		documents, documentsErr := strconv.ParseFloat(c[3], 64)
		if err := errors.Join(rankErr, countErr, documentsErr); err != nil {
			return err
		}
		sum, n := 0.0, 0.0
		add := func(value, everyday, rare float64) {
			if value > 0 {
				sum += min(1, max(0, math.Log(value/everyday)/math.Log(rare/everyday)))
				n++
			}
		}
		add(rank, everydayRank, rareRank)
		add(count, everydayFrequency, rareFrequency)
		add(documents, everydayDocuments, rareDocuments)
		if n > 0 {
			f[c[0]] = float32(sum / n)
		}
		return nil
	})
	return f, err
}

// rarity returns how rare a surface is in general language, 1 when general language does not know it.
func (f frequencies) rarity(surface string) float64 {
	if r, ok := f[surface]; ok {
		return float64(r)
	}
	return 1
}

// specificity says how much a surface tells about its areas, in (0, 1]. faithful is the mean weight that the surface's
// areas have over all terms with the surface somewhere in them: high where they all lie in the same areas, low for a word
// that is part of terms of many kinds. What is part of everyday language, and what is short, tells less.
func specificity(surface string, faithful, rarity float64) float64 {
	const sure, least = 0.55, 0.05 // from sure on a surface tells everything
	tells := max(least, min(1, math.Pow(faithful/sure, 1.5)))
	length := 1.0
	switch utf8.RuneCountInString(surface) {
	case 1:
		length = 0.4
	case 2:
		length = 0.85
	case 3:
		length = 0.95
	}
	return tells * (0.45 + 0.55*rarity) * length
}
