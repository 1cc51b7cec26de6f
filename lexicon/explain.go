package lexicon

import "slices"

// Explanation is what a word brings.
type Explanation struct {
	// Word is the word, folded.
	Word string
	// Hits are the terms and areas found in it, or what it comes near to when nothing was found.
	Hits []Hit
	// Approximate is true when Hits are only near.
	Approximate bool
	// Links, Disciplines and Fields are what the word speaks of.
	Links       []Link
	Disciplines []DisciplineWeight
	Fields      []FieldWeight
	// Equipment are instruments and rigs of the terms, in their order.
	Equipment []string
	// Near are the nearest words by word vectors; none for a word without a vector.
	Near []Near
	// Places are the places named in it.
	Places []PlaceHit
	// Readings are its spellings in pinyin.
	Readings []Reading
}

// nearWords is how many near words an explanation shows.
const nearWords = 10

// Explain says what a word brings: terms, areas with weights, disciplines, fields, equipment and near words.
func (l *Lexicon) Explain(word string) Explanation {
	text := Text{Part: "word", Text: word}
	e := Explanation{Word: Fold(word)}
	e.Hits = l.Find(e.Word)
	if len(e.Hits) == 0 {
		for _, token := range joinSingles(l.Segment(e.Word)) {
			e.Hits = append(e.Hits, l.Approximate(token.Text)...)
		}
		e.Approximate = len(e.Hits) > 0
	}
	e.Links = l.Link(text)
	e.Disciplines = l.Disciplines(e.Links, text)
	e.Fields = l.FieldsOf(e.Links, text)
	for _, h := range e.Hits {
		for _, t := range h.Terms {
			for _, q := range t.Equipment {
				if !slices.Contains(e.Equipment, q) {
					e.Equipment = append(e.Equipment, q)
				}
			}
		}
	}
	e.Near = l.Nearest(e.Word, nearWords)
	e.Places = l.FindPlaces(e.Word)
	e.Readings = l.Readings(word)
	return e
}
