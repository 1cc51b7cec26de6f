package lexicon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
)

// Lexicon is everything the package knows. It never changes after [Load] and is safe for concurrent use.
type Lexicon struct {
	version     string
	english     *english
	vocabulary  *vocabulary
	shared      sharedTerms
	finder      *finder
	segmenter   *segmenter
	frequencies frequencies
	vectors     *vectors
	characters  *characters
	disciplines *disciplines
	industries  *industries
	exchange    *exchange
	gazetteer   *gazetteer
	speller     *speller
}

// Load reads the embedded tables. It takes a good part of a second and is meant to be called once per process.
func Load() (*Lexicon, error) {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	return read(tables{files: files, vectors: vectorRows})
}

// read builds a lexicon from one set of tables. The segmenter's word list takes most of the time, so it is read beside
// the rest.
func read(t tables) (*Lexicon, error) {
	l := &Lexicon{}
	segmenters := make(chan error, 1)
	go func() {
		var err error
		l.segmenter, err = readSegmenter(t)
		segmenters <- err
	}()
	err := l.readRest(t)
	if err == nil {
		l.derive()
	}
	if segErr := <-segmenters; err == nil {
		err = segErr
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Lexicon) readRest(t tables) (err error) {
	if l.version, err = t.version(); err != nil {
		return err
	}
	if l.english, err = readEnglish(t); err != nil {
		return err
	}
	if l.vocabulary, err = readVocabulary(t); err != nil {
		return err
	}
	if l.frequencies, err = readFrequencies(t); err != nil {
		return err
	}
	if l.vectors, err = readVectors(t); err != nil {
		return err
	}
	if l.disciplines, err = readDisciplines(t, l.english); err != nil {
		return err
	}
	if l.industries, err = readIndustries(t, l.vocabulary); err != nil {
		return err
	}
	if l.exchange, err = readExchange(t, l.vocabulary); err != nil {
		return err
	}
	if l.gazetteer, err = readGazetteer(t, l.english); err != nil {
		return err
	}
	l.speller, err = readSpeller(t)
	return err
}

// derive computes what follows from the vocabulary.
func (l *Lexicon) derive() {
	l.shared = newSharedTerms(l.vocabulary)
	l.finder = newFinder(l.vocabulary, l.frequencies, l.english)
	l.characters = newCharacters(l.finder, l.vocabulary)
	l.vectors = l.vectors.marked(l.finder)
	l.disciplines = l.disciplines.tied(l.vocabulary)
}

// Version names the contents: a digest of all tables, which changes with any of them and with every extension.
func (l *Lexicon) Version() string { return l.version }

// Extend returns a lexicon that also knows the given areas and terms, as a network's own capabilities need; l stays as
// it is. Areas must have new ids, a name with letters in it, and one of the six fields or none; one that is called like
// another shares its words. Terms may speak of old and new areas, and a term that is there already is an error. Indices of the areas that were there keep. The segmenter's word list is shared:
// new words are found as terms but not cut as words.
func (l *Lexicon) Extend(areas []Area, terms []Term) (*Lexicon, error) {
	v := l.vocabulary.clone()
	sum := sha256.New()
	say := func(format string, args ...any) { sum.Write(fmt.Appendf(nil, format, args...)) }
	say("%s\n", l.version)
	for i := range areas {
		a := areas[i]
		if err := v.addArea(&a); err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		say("%q\n", []string{a.ID, a.Name, a.NameEn, a.Field})
		say("%q %q %q %q\n", a.Disciplines, a.AlsoCalled, a.Related, a.Stages)
	}
	for i := range terms {
		t := terms[i]
		t.Areas = slices.Clone(t.Areas)
		for j, w := range t.Areas {
			if w.Area != nil && v.areaByID[w.Area.ID] != nil {
				t.Areas[j].Area = v.areaByID[w.Area.ID]
			}
		}
		if err := v.addTerm(&t); err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		say("%q %q %q\n", []string{t.Text, t.Kind, t.English}, t.Synonyms, t.Disciplines)
		for _, w := range t.Areas {
			say("%s %g\n", w.Area.ID, w.Weight)
		}
	}
	extended := *l
	extended.vocabulary = v
	extended.version = hex.EncodeToString(sum.Sum(nil))[:versionDigits]
	extended.derive()
	return &extended, nil
}
