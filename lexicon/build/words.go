package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Words of the general dictionary are kept from this frequency on, or from the lower one when they are part of a
// technical text; surfaces of the vocabulary and places get at least the
// frequencies below.
const (
	minFrequency          = 60
	minTechnicalFrequency = 5
	ownFrequency          = 30
	placeFrequency        = 2_000 // so that 昆山丘… is not cut 昆/山丘
	maxWordRunes          = 5
)

// words writes words.tsv.gz, the segmenter's list: the general dictionary trimmed, the vocabulary and the places. Words
// longer than five characters are left out: a search for a part of them would not find the whole.
func (b *builder) words(context.Context) error {
	frequency := map[string]float64{}
	for word, f := range b.gse {
		if n := utf8.RuneCountInString(word); f >= minFrequency && n > 1 && n <= maxWordRunes && allHan(word) {
			frequency[word] = f
		}
	}
	keep := func(s string, least float64) {
		if n := utf8.RuneCountInString(s); n > 1 && n <= maxWordRunes && allHan(s) {
			frequency[s] = max(frequency[s], b.gse[s], least)
		}
	}
	for s := range b.surfaces {
		keep(s, ownFrequency)
	}
	for _, s := range b.placeNames {
		keep(s, placeFrequency)
	}
	for _, text := range b.texts {
		eachPart(text, func(part string) {
			if f := b.gse[part]; f >= minTechnicalFrequency && allHan(part) {
				frequency[part] = max(frequency[part], f)
			}
		})
	}
	lines := make([]string, 0, len(frequency))
	for word, f := range frequency {
		lines = append(lines, fmt.Sprintf("%s\t%.0f", word, f))
	}
	sort.Strings(lines)
	return b.write("words.tsv.gz", strings.Join(lines, "\n")+"\n")
}

// eachPart calls yield with every part of text that is 2 to maxWordRunes characters long.
func eachPart(text string, yield func(string)) {
	runes := []rune(text)
	for i := range runes {
		for n := 2; n <= maxWordRunes && i+n <= len(runes); n++ {
			yield(string(runes[i : i+n]))
		}
	}
}
