package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// vectorRows bounds the cut table (100 bytes a row); dimensions is that of the source.
const (
	vectorRows = 55_000
	dimensions = 100
)

// providerFiles are public lists of providers and resources: their words are worth a vector.
var providerFiles = []string{
	"centers", //nolint:misspell // a file name
	"institutes", "enterprises", "key_laboratories", "equipment", "equipment_more", "resources_more",
	"university_strengths", "zones",
}

// vectors cuts the shared word vectors to technical and frequent words and writes their rows as they are (they do not
// compress) beside the compressed list of words.
func (b *builder) vectors(context.Context) error {
	rawWords, err := gunzipFile(filepath.Join(b.shared, "zh-vectors", "words.txt.gz"))
	if err != nil {
		return err
	}
	rows, err := gunzipFile(filepath.Join(b.shared, "zh-vectors", "vectors.i8.gz"))
	if err != nil {
		return err
	}
	words := strings.Split(strings.TrimSpace(string(rawWords)), "\n")
	if len(rows) != len(words)*dimensions {
		return fmt.Errorf("%d words but %d bytes of vectors", len(words), len(rows))
	}
	wanted, err := b.wantedWords()
	if err != nil {
		return err
	}
	picked := make([]bool, len(words))
	seen := map[string]bool{}
	left := vectorRows
	for _, onlyWanted := range []bool{true, false} {
		for i, word := range words {
			folded := lexicon.Fold(word)
			switch n := utf8.RuneCountInString(folded); {
			case left == 0 || picked[i] || seen[folded]:
			case onlyWanted && !wanted[folded]:
			case !onlyWanted && (n < 2 || !allHan(folded)):
			default:
				picked[i], seen[folded] = true, true
				left--
			}
		}
	}
	var list strings.Builder
	var cut []byte
	for i, word := range words {
		if picked[i] {
			fmt.Fprintln(&list, lexicon.Fold(word))
			cut = append(cut, rows[i*dimensions:(i+1)*dimensions]...)
		}
	}
	return errors.Join(
		b.write("vector_words.txt.gz", list.String()),
		b.writeRaw("vectors.i8", cut, len(cut)/dimensions),
	)
}

// wantedWords gathers the parts of technical texts: the vocabulary, the standards, lists of providers and THUOCL.
func (b *builder) wantedWords() (map[string]bool, error) {
	wanted := map[string]bool{}
	take := func(text string) {
		text = lexicon.Fold(text)
		wanted[text] = true
		eachPart(text, func(part string) { wanted[part] = true })
		for _, r := range text {
			wanted[string(r)] = true
		}
	}
	for s := range b.surfaces {
		take(s)
	}
	for _, text := range b.texts {
		take(text)
	}
	for _, name := range providerFiles {
		f, err := os.Open(filepath.Join(b.shared, "jiangsu", name+".csv")) //nolint:gosec // a data folder
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, row := range rows[1:] {
			for i, cell := range row {
				if column := rows[0][i]; column != "source_url" && column != "source_date_or_seen" && column != "note" {
					take(cell)
				}
			}
		}
	}
	for _, name := range []string{"THUOCL_IT.txt", "THUOCL_medical.txt"} {
		raw, err := os.ReadFile(filepath.Join(b.shared, "zh-lexicon", name)) //nolint:gosec // a data folder
		if err != nil {
			return nil, err
		}
		for line := range strings.SplitSeq(string(raw), "\n") {
			if cells := strings.Fields(line); len(cells) == 2 {
				wanted[lexicon.Fold(cells[0])] = true
			}
		}
	}
	return wanted, nil
}
