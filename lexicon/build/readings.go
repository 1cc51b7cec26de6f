package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"

	"chuangmai/lexicon"
)

// speller spells words without tones: phrases first, then each character's usual reading.
type speller struct {
	usual   map[rune]string
	phrases map[string][]string
}

var phraseLine = regexp.MustCompile(`(?m)^"([^"]+)":\s*\[(.*)\],?$`)

var phraseSyllable = regexp.MustCompile(`\["([^",]*)`)

// minShare and minTimes are what a second reading of a character must reach among the phrases to count as plausible.
const (
	minShare = 0.06
	minTimes = 3
)

// readings writes readings.tsv.gz: for characters the plausible readings, usual one first, where that differs from what
// go-pinyin gives; for phrases the reading where it differs from the usual readings of their characters.
func (b *builder) readings(context.Context) error {
	curated, err := b.curatedTable("readings", 2)
	if err != nil {
		return err
	}
	phrases := map[string][]string{}
	for _, m := range phraseLine.FindAllStringSubmatch(string(b.packed[readingsSource]), -1) {
		word := lexicon.Fold(m[1])
		var spelled []string
		for _, s := range phraseSyllable.FindAllStringSubmatch(m[2], -1) {
			spelled = append(spelled, toneless(s[1]))
		}
		if len(spelled) == utf8.RuneCountInString(word) && allHan(word) {
			phrases[word] = spelled
		}
	}
	if len(phrases) < 30_000 {
		return fmt.Errorf("only %d phrases read", len(phrases))
	}
	for _, row := range curated {
		phrases[row[0]] = strings.Fields(row[1])
	}
	counts := b.countReadings(phrases)
	for _, row := range curated {
		if utf8.RuneCountInString(row[0]) == 1 {
			r, _ := utf8.DecodeRuneInString(row[0])
			counts[r] = nil
			for i, s := range strings.Fields(row[1]) {
				counts[r] = append(counts[r], reading{s, float64(1000 - i)})
			}
		}
	}
	b.speller = speller{usual: map[rune]string{}, phrases: map[string][]string{}}
	var lines []string
	for r, readings := range counts {
		total := 0.0
		for _, one := range readings {
			total += one.weight
		}
		var kept []string
		for i, one := range readings {
			if i == 0 || one.weight >= minTimes && one.weight/total >= minShare {
				kept = append(kept, one.syllable)
			}
		}
		b.speller.usual[r] = kept[0]
		if len(kept) > 1 || kept[0] != defaultReading(r) {
			lines = append(lines, string(r)+"\t"+strings.Join(kept, " "))
		}
	}
	own := map[string]bool{}
	for _, row := range curated {
		own[row[0]] = true
	}
	for word, spelled := range phrases {
		n := utf8.RuneCountInString(word)
		if n < 2 || n > 3 && !own[word] {
			continue // long phrases are idioms
		}
		if strings.Join(spelled, " ") == strings.Join(b.speller.plain(word), " ") {
			continue
		}
		b.speller.phrases[word] = spelled
		lines = append(lines, word+"\t"+strings.Join(spelled, " "))
	}
	if len(lines) == 0 {
		return errors.New("no readings kept")
	}
	sort.Strings(lines)
	return b.write("readings.tsv.gz", strings.Join(lines, "\n")+"\n")
}

type reading struct {
	syllable string
	weight   float64
}

// countReadings gathers how often each character is read in which way, usual reading first. Phrases of two or three
// characters weigh double: idioms keep readings that modern words have lost.
func (b *builder) countReadings(phrases map[string][]string) map[rune][]reading {
	weights := map[rune]map[string]float64{}
	for word, spelled := range phrases {
		runes := []rune(word)
		weight := 1.0
		if len(runes) < 4 {
			weight = 2
		}
		for i, r := range runes {
			if weights[r] == nil {
				weights[r] = map[string]float64{}
			}
			weights[r][spelled[i]] += weight
		}
	}
	counts := map[rune][]reading{}
	for r, by := range weights {
		for syllable, weight := range by {
			counts[r] = append(counts[r], reading{syllable, weight})
		}
		sort.Slice(counts[r], func(i, j int) bool {
			a, b := counts[r][i], counts[r][j]
			return a.weight > b.weight || a.weight == b.weight && a.syllable < b.syllable
		})
	}
	return counts
}

// plain spells character by character.
func (s speller) plain(word string) []string {
	var out []string
	for _, r := range word {
		syllable, ok := s.usual[r]
		if !ok {
			syllable = defaultReading(r)
		}
		out = append(out, syllable)
	}
	return out
}

// spell spells with the longest phrases it knows.
func (s speller) spell(word string) []string {
	runes := []rune(word)
	var out []string
	for i := 0; i < len(runes); {
		n := min(6, len(runes)-i)
		for ; n > 1; n-- {
			if spelled, ok := s.phrases[string(runes[i:i+n])]; ok {
				out = append(out, spelled...)
				break
			}
		}
		if n <= 1 {
			out = append(out, s.plain(string(runes[i]))...)
			n = 1
		}
		i += n
	}
	return out
}

func defaultReading(r rune) string {
	args := pinyin.NewArgs()
	if found := pinyin.SinglePinyin(r, args); len(found) > 0 {
		return strings.ReplaceAll(found[0], "ü", "v")
	}
	return ""
}

// toneless drops the tone marks of a syllable and writes ü as v.
func toneless(syllable string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(syllable)) {
		switch {
		case r == 0x0308:
			s := strings.TrimSuffix(b.String(), "u") + "v"
			b.Reset()
			b.WriteString(s)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func allHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return s != ""
}
