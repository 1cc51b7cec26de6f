package search

import "math"

// bm25 holds the two constants of Okapi BM25: k1 says how soon further occurrences of a term count less, b how much
// long documents are discounted.
type bm25 struct{ k1, b float64 }

// Constants of the scores. Chinese texts of very different lengths stand side by side here, and a weak discount of
// length served them best; English ones are descriptions of similar length.
var (
	chineseBM25 = bm25{k1: 1.2, b: 0.4}
	englishBM25 = bm25{k1: 1.2, b: 0.75}
)

// rarity is the inverse document frequency of a term that df of n documents hold:
// ln(1 + (n - df + 0.5) / (df + 0.5)). It is never negative.
func rarity(n, df int) float64 {
	return math.Log1p((float64(n-df) + 0.5) / (float64(df) + 0.5))
}

// weight is what frequency occurrences of a term are worth in a document of the given length, before the term's
// rarity: below k1 + 1, and 1 for one occurrence in a document of average length.
func (p bm25) weight(frequency, length, average float64) float64 {
	return frequency * (p.k1 + 1) / (frequency + p.k1*(1-p.b+p.b*length/average))
}

// repeated is the weight of a term that stands times over in the query.
func repeated(times int) float64 {
	return 2 * float64(times) / float64(times+1)
}
