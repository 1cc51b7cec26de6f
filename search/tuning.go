package search

// part is one addend of a score.
type part uint8

// The addends, in the order in which they are added.
const (
	partBigrams part = iota
	partWords
	partCharacters
	partNameBigrams
	partNameWords
	partEnglish
	partSound
	partGap
	partRelated
	partVerbatim
	partName

	parts
)

// partNames are the names under which a hit shows its addends.
var partNames = [parts]string{
	"bigrams", "words", "characters", "name_bigrams", "name_words", "english", "sound", "gap", "related", "verbatim", "name",
}

// tuning holds the weights of a search. They were fitted on the dev half of CSL (Chinese abstracts with their
// authors' keywords; keyword, title and sentence queries, alone and among 8,000 further titles), by coordinate ascent
// over coarse steps; the optimum is flat, and half or double of most weights costs less than 0.005 in MRR.
type tuning struct {
	parts [parts]float64
	// names is what share of the best score a match of the name is worth, by [NameMatch].
	names [NameSlip + 1]float64
	// acrossWords is the weight of a pair of characters that belong to two words of the question.
	acrossWords float64
	// wordSingle and wordLatin are the weights of one-character and Latin words; longer ones weigh as much as they
	// are rare in general language.
	wordSingle, wordLatin float64
	// verbatimTop is how many of the best documents are looked at for neighbouring words.
	verbatimTop int
	// relatedTop is how many of the best documents lend their words to a question for related ones, and relatedTerms
	// how many words they lend in each field.
	relatedTop, relatedTerms int
}

func defaultTuning() tuning {
	return tuning{
		parts: [parts]float64{
			partBigrams: 1, partWords: 0.7, partCharacters: 0.4, partNameBigrams: 0.2, partNameWords: 0.1, partEnglish: 1,
			partSound: 1, partGap: 0.8, partRelated: 2, partVerbatim: 2, partName: 1,
		},
		names:       [NameSlip + 1]float64{NameExact: 1, NamePrefix: 0.6, NamePinyin: 0.5, NameInitials: 0.3, NameWithin: 0.5},
		acrossWords: 0.3, wordSingle: 1.4, wordLatin: 0.7,
		verbatimTop: 200, relatedTop: 10, relatedTerms: 100,
	}
}
