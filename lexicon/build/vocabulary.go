package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"chuangmai/lexicon"
)

// area and term are rows of the vocabulary with their cells as in the sources.
type area struct {
	name, english, field           string
	disciplines, also, rel, stages []string
}

type term struct {
	text, kind          string
	synonyms            []string
	english             string
	areas               []string // name:weight
	disciplines, equips []string
}

// vocabulary merges the shared areas and terms with the curated additions and writes them, with the twins of areas and
// how common each surface is in general language.
func (b *builder) vocabulary(context.Context) error {
	if err := b.readAreas(); err != nil {
		return err
	}
	if err := b.readTerms(); err != nil {
		return err
	}
	b.surfaces = map[string]bool{}
	add := func(words ...string) {
		for _, w := range words {
			if w = lexicon.Fold(w); w != "" {
				b.surfaces[w] = true
			}
		}
	}
	var areas, terms strings.Builder
	for _, a := range b.areas {
		add(append([]string{a.name}, a.also...)...)
		fmt.Fprintln(&areas, strings.Join([]string{
			a.name, a.english, a.field, join(a.disciplines), join(a.also), join(a.rel), join(a.stages),
		}, "\t"))
	}
	for _, t := range b.terms {
		add(append([]string{t.text}, t.synonyms...)...)
		fmt.Fprintln(&terms, strings.Join([]string{
			t.text, t.kind, join(t.synonyms), t.english, join(t.areas), join(t.disciplines), join(t.equips),
		}, "\t"))
	}
	twins, err := b.curatedTable("twins", 3)
	if err != nil {
		return err
	}
	var pairs strings.Builder
	for _, row := range twins {
		fmt.Fprintln(&pairs, strings.Join(row, "\t"))
	}
	return errors.Join(
		b.write("areas.tsv.gz", areas.String()),
		b.write("terms.tsv.gz", terms.String()),
		b.write("twins.tsv.gz", pairs.String()),
		b.frequencies(),
	)
}

func (b *builder) readAreas() error {
	rows, err := table(filepath.Join(b.shared, "lexicon", "areas.tsv"), 7)
	if err != nil {
		return err
	}
	extra, err := b.curatedTable("area_disciplines", 3)
	if err != nil {
		return err
	}
	byName := map[string]int{}
	for _, c := range rows {
		byName[c[0]] = len(b.areas)
		b.areas = append(b.areas, area{c[0], sentenceCase(c[1]), c[2], list(c[3]), list(c[4]), list(c[5]), list(c[6])})
	}
	for _, c := range extra {
		i, known := byName[c[0]]
		at, err := strconv.Atoi(c[2])
		if !known || err != nil {
			return fmt.Errorf("area_disciplines: bad row %q", c)
		}
		b.areas[i].disciplines = insert(b.areas[i].disciplines, c[1], at)
	}
	return nil
}

func (b *builder) readTerms() error {
	rows, err := table(filepath.Join(b.shared, "lexicon", "terms.tsv"), 7)
	if err != nil {
		return err
	}
	extra, err := b.curatedTable("terms", 7)
	if err != nil {
		return err
	}
	byText := map[string]int{}
	for _, c := range append(rows, extra...) {
		t := term{c[0], c[1], list(c[2]), c[3], list(c[4]), list(c[5]), list(c[6])}
		if i, known := byText[t.text]; known {
			b.terms[i] = merge(b.terms[i], t)
			continue
		}
		byText[t.text] = len(b.terms)
		b.terms = append(b.terms, t)
	}
	return nil
}

// merge adds what an addition says to the term there is; areas already there keep their weight.
func merge(t, more term) term {
	t.synonyms = union(t.synonyms, more.synonyms)
	t.disciplines = union(t.disciplines, more.disciplines)
	t.equips = union(t.equips, more.equips)
	have := map[string]bool{}
	for _, a := range t.areas {
		name, _, _ := strings.Cut(a, ":")
		have[name] = true
	}
	for _, a := range more.areas {
		if name, _, _ := strings.Cut(a, ":"); !have[name] {
			t.areas = append(t.areas, a)
		}
	}
	return t
}

func union(a, b []string) []string {
	have := map[string]bool{}
	for _, s := range a {
		have[s] = true
	}
	for _, s := range b {
		if !have[s] {
			have[s] = true
			a = append(a, s)
		}
	}
	return a
}

// insert puts s at position at unless it is there already.
func insert(to []string, s string, at int) []string {
	for _, have := range to {
		if have == s {
			return to
		}
	}
	at = min(at, len(to))
	return append(to[:at:at], append([]string{s}, to[at:]...)...)
}

// frequencies writes, for each surface that general language knows, its rank among the words of the vector table (by
// falling frequency), its frequency in the segmenter's dictionary and its document frequency in THUOCL; 0: not there.
func (b *builder) frequencies() error {
	words, err := gunzipFile(filepath.Join(b.shared, "zh-vectors", "words.txt.gz"))
	if err != nil {
		return err
	}
	rank := map[string]int{}
	for i, w := range strings.Split(strings.TrimSpace(string(words)), "\n") {
		if w = lexicon.Fold(w); rank[w] == 0 {
			rank[w] = i + 1
		}
	}
	documents := map[string]int{}
	for _, name := range []string{"THUOCL_IT.txt", "THUOCL_medical.txt", "THUOCL_caijing.txt"} {
		raw, err := os.ReadFile(filepath.Join(b.shared, "zh-lexicon", name)) //nolint:gosec // a data folder
		if err != nil {
			return err
		}
		for line := range strings.SplitSeq(string(raw), "\n") {
			cells := strings.Fields(line)
			if len(cells) != 2 {
				continue
			}
			n, err := strconv.Atoi(cells[1])
			if err != nil {
				return fmt.Errorf("%s: %q: %w", name, line, err)
			}
			w := lexicon.Fold(cells[0])
			documents[w] = max(documents[w], n)
		}
	}
	var lines []string
	for s := range b.surfaces {
		if rank[s] == 0 && b.gse[s] == 0 && documents[s] == 0 {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s\t%d\t%.0f\t%d", s, rank[s], b.gse[s], documents[s]))
	}
	sort.Strings(lines)
	return b.write("frequencies.tsv.gz", strings.Join(lines, "\n")+"\n")
}

func join(parts []string) string { return strings.Join(parts, "|") }

// sentenceCase lower-cases a leading capital unless the word is an abbreviation, so that all names look alike.
func sentenceCase(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	if len(first) > 1 && first[1:] == strings.ToLower(first[1:]) {
		first = strings.ToLower(first)
	}
	if rest == "" {
		return first
	}
	return first + " " + rest
}
