package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// Word is what a word brings, for programs.
type Word struct {
	Word        string       `json:"word"`
	Approximate bool         `json:"approximate"` // nothing was found, only something near
	Terms       []WordTerm   `json:"terms"`
	Areas       []WordWeight `json:"areas"`
	Disciplines []WordWeight `json:"disciplines"`
	Fields      []WordWeight `json:"fields"`
	Equipment   []string     `json:"equipment"`
	Near        []WordWeight `json:"near"`
	Places      []WordPlace  `json:"places"`
	Readings    []string     `json:"readings"` // in pinyin
}

// WordTerm is a term of the vocabulary.
type WordTerm struct {
	Text     string   `json:"text"`
	Sort     string   `json:"sort"`
	English  string   `json:"english,omitempty"`
	Synonyms []string `json:"synonyms"`
}

// WordWeight is something with how much the word speaks of it.
type WordWeight struct {
	ID     string  `json:"id,omitempty"`
	Name   string  `json:"name"`
	NameEn string  `json:"name_en,omitempty"`
	Weight float64 `json:"weight"`
	// Words are those that speak for it, the strongest first; areas alone name them.
	Words []string `json:"words,omitempty"`
}

// WordPlace is a place named in the word.
type WordPlace struct {
	Surface string `json:"surface"`
	Code    string `json:"code"`
}

// NewWord describes what a word brings.
func NewWord(e lexicon.Explanation) Word {
	w := Word{
		Word: e.Word, Approximate: e.Approximate, Terms: []WordTerm{}, Areas: []WordWeight{}, Disciplines: []WordWeight{},
		Fields: []WordWeight{}, Equipment: orEmpty(e.Equipment), Near: []WordWeight{}, Places: []WordPlace{}, Readings: []string{},
	}
	for _, h := range e.Hits {
		for _, t := range h.Terms {
			w.Terms = append(w.Terms, WordTerm{Text: t.Text, Sort: t.Kind, English: t.English, Synonyms: orEmpty(t.Synonyms)})
		}
	}
	for _, l := range e.Links {
		area := WordWeight{ID: l.Area.ID, Name: l.Area.Name, NameEn: l.Area.NameEn, Weight: round3(l.Weight)}
		for _, word := range l.Words {
			area.Words = append(area.Words, word.Surface)
		}
		w.Areas = append(w.Areas, area)
	}
	for _, d := range e.Disciplines {
		w.Disciplines = append(w.Disciplines, WordWeight{ID: d.Discipline.ID, Name: d.Discipline.Name, NameEn: d.Discipline.NameEn, Weight: round3(d.Weight)})
	}
	for _, f := range e.Fields {
		if field, known := lexicon.FieldByCode(f.Field); known {
			w.Fields = append(w.Fields, WordWeight{ID: "field:" + field.Code, Name: field.Name, NameEn: field.NameEn, Weight: round3(f.Weight)})
		}
	}
	for _, n := range e.Near {
		w.Near = append(w.Near, WordWeight{Name: n.Word, Weight: round3(n.Similarity)})
	}
	for _, p := range e.Places {
		w.Places = append(w.Places, WordPlace{p.Surface, p.Code})
	}
	for _, r := range e.Readings {
		w.Readings = append(w.Readings, r.Full)
	}
	return w
}

func round3(x float64) float64 { return float64(int(x*1000+0.5)) / 1000 }

// WriteWord writes what a word brings as a person reads it.
func WriteWord(out io.Writer, e lexicon.Explanation, lang phrase.Lang) error {
	w := NewWord(e)
	p := printer{w: out, lang: lang}
	if len(w.Areas)+len(w.Terms)+len(w.Places) == 0 {
		p.line("", p.say("word.nothing", "word", w.Word))
		return p.err
	}
	if w.Approximate {
		p.line("", p.say("word.approximate", "word", w.Word))
	}
	for _, t := range w.Terms {
		p.line("", strings.TrimSpace(fmt.Sprintf("%s  (%s)  %s", t.Text, t.Sort, t.English)))
		if len(t.Synonyms) > 0 {
			p.line("    ", p.say("word.synonyms")+phrase.Join(t.Synonyms, lang))
		}
	}
	p.weights("word.areas", w.Areas)
	p.weights("word.disciplines", w.Disciplines)
	p.weights("word.fields", w.Fields)
	if len(w.Equipment) > 0 {
		p.line("", p.say("word.equipment")+phrase.Join(w.Equipment, lang))
	}
	p.weights("word.near", w.Near)
	for _, place := range w.Places {
		p.line("", p.say("word.place", "surface", place.Surface, "code", place.Code))
	}
	return p.err
}

func (p *printer) weights(code string, list []WordWeight) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = fmt.Sprintf("%s %.2f", p.pick(x.Name, x.NameEn), x.Weight)
	}
	p.line("", p.say(code)+phrase.Join(words, p.lang))
}
