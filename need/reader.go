package need

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// MaxRunes is the greatest number of characters of a text that is read.
const MaxRunes = 2000

// Errors of [Reader.Read].
var (
	// ErrEmpty is returned for a text without any letter or digit.
	ErrEmpty = errors.New("need: the text is empty")
	// ErrTooLong is returned, with the length, for a text of more than [MaxRunes] characters.
	ErrTooLong = errors.New("need: the text is too long")
	// ErrBadText is returned for a text that is not valid UTF-8.
	ErrBadText = errors.New("need: the text is not valid UTF-8")
)

// Options are what is known beside the text; the zero value knows nothing.
type Options struct {
	// Today is the day on which the text is read, for 三个月内 and "next month"; without it only full dates are read.
	Today graph.Date
	// Field is a technology field stated beside the text: a path of an exchange (新能源与节能/太阳能) or free words.
	Field string
	// City is where the asking firm is: a name or a code of the gazetteer; unknown ones are passed over.
	City string
	// Lang is the language of the text, zh or en; "" lets the text decide.
	Lang string
}

// Parameters are the figures that reading depends on.
type Parameters struct {
	// CityKm and CountyKm are how far around a city, and around a county or zone, 附近 reaches.
	CityKm, CountyKm float64
	// Capabilities and Disciplines are the greatest numbers of those that a need holds.
	Capabilities, Disciplines int
	// LeastConfidence is the confidence from which an area that words speak of is read at all.
	LeastConfidence float64
	// LeastShare is the weight, as a share of the leading one's, from which a capability is kept; LeastDiscipline and
	// LeastField are the weights from which disciplines and fields are.
	LeastShare, LeastDiscipline, LeastField float64
	// FieldFactor is what the areas of a stated field count beside those of the text.
	FieldFactor float64
	// Told is what words count that are not behind a word of wishing, Background those that tell who asks or what was
	// done, and Things the factor of materials, parts, products and machines that are not wished for.
	Told, Background, Things float64
}

// DefaultParameters returns the figures in use.
func DefaultParameters() Parameters {
	return Parameters{
		CityKm: 60, CountyKm: 30, Capabilities: 10, Disciplines: 8, LeastConfidence: 0.05, LeastShare: 0.15, LeastDiscipline: 0.1, LeastField: 0.1,
		FieldFactor: 0.3, Told: 0.9, Background: 0.5, Things: 0.75,
	}
}

// Reader reads needs out of texts. It never changes and may be used by any number of goroutines.
type Reader struct {
	lex        *lexicon.Lexicon
	parameters Parameters
	cues       *cues
	frames     *patterns
	units      *units
	fillers    map[string]bool
	homophones func() *homophones
}

// NewReader returns a reader with the default parameters. It panics when one of its embedded tables is broken, which the
// tests of this package rule out.
func NewReader(lex *lexicon.Lexicon) *Reader {
	r := &Reader{lex: lex, parameters: DefaultParameters(), fillers: readFillers(fillerList)}
	var err error
	if r.cues, err = readCues(cueTable); err != nil {
		panic(fmt.Errorf("need: %w", err))
	}
	if r.frames, err = readFrames(frameTable); err != nil {
		panic(fmt.Errorf("need: %w", err))
	}
	if r.units, err = readUnits(unitTable); err != nil {
		panic(fmt.Errorf("need: %w", err))
	}
	r.homophones = sync.OnceValue(func() *homophones { return newHomophones(lex) })
	return r
}

// With returns a reader with other parameters.
func (r *Reader) With(p Parameters) *Reader {
	other := *r
	other.parameters = p
	return &other
}

// Read reads a need out of a text of up to [MaxRunes] characters, in Chinese, English or both. The same text and options
// give the same need. It returns [ErrEmpty], [ErrTooLong] or [ErrBadText] for what is no text to read; a text of which
// nothing was understood is no error (see [Need.Substance]).
func (r *Reader) Read(original string, opts Options) (Need, error) {
	if err := check(original); err != nil {
		return Need{}, err
	}
	t := newText(r.lex, original, r.fillers)
	if len(t.clauses) == 0 {
		return Need{}, ErrEmpty
	}
	r.frame(t)
	n := Need{Text: original, Lang: languageOf(t, opts.Lang)}
	n.NeededBy = r.deadline(t, newCalendar(opts.Today))
	n.Budget = r.budget(t)
	n.Places = r.places(t, r.ownPlaceOf(opts.City))
	n.Figures = r.figures(t)
	r.fillWants(&n, r.wanted(t))

	corrected := t.folded
	if r.mayHoldSlips(t) {
		corrected = r.homophones().correct(t, func(word string) bool { _, ok := r.lex.WordIndex(word); return ok })
	}
	wishes := t.wishText(corrected)
	var links []lexicon.Link
	n.Capabilities, links = r.capabilities(t, wishes, opts.Field)
	n.Disciplines = r.disciplines(t, wishes, links, n.Capabilities)
	hits := r.lex.Find(wishes)
	n.Fields = r.fields(t, blanked(wishes, hits), opts.Field, links, n.Capabilities)
	n.Terms = r.terms(t, hits)
	for _, h := range hits {
		t.mark(h.Start, h.End, markRead)
	}
	for _, l := range links {
		for _, w := range l.Words {
			t.mark(w.Start, w.End, markRead)
		}
	}
	n.Unread = r.unread(t)
	return n, nil
}

// blanked returns a folded text without its terms, those that are names of fields apart.
func blanked(s string, hits []lexicon.Hit) string {
	b := []byte(s)
	for _, h := range hits {
		if _, field := lexicon.FieldByName(h.Surface); field {
			continue
		}
		for i := h.Start; i < h.End; i++ {
			b[i] = ';'
		}
	}
	return string(b)
}

// check returns why a text cannot be read.
func check(s string) error {
	if !utf8.ValidString(s) {
		return ErrBadText
	}
	if n := utf8.RuneCountInString(s); n > MaxRunes {
		return fmt.Errorf("%w: %d characters, at most %d", ErrTooLong, n, MaxRunes)
	}
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsNumber(r) }) < 0 {
		return ErrEmpty
	}
	return nil
}

// mayHoldSlips reports whether two Chinese characters stand side by side that nothing was read from and that are no words
// of the segmenter: only then are slips looked for.
func (r *Reader) mayHoldSlips(t *text) bool {
	end := -1
	for _, token := range t.tokens {
		single := token.Script == lexicon.ScriptHan && utf8.RuneCountInString(token.Text) == 1 &&
			!t.marked(token.Start, token.End, markRead|markNegated|markFiller)
		if single && !strings.ContainsAny(token.Text, grammarCharacters) {
			return true
		}
		end = token.End
	}
	return end < 0
}

// ownPlaceOf understands a stated city; nil for none.
func (r *Reader) ownPlaceOf(city string) *lexicon.Place {
	if p, ok := r.lex.Place(strings.TrimSpace(city)); ok {
		return p
	}
	if p, ok := r.lex.PlaceByName(strings.TrimSpace(city)); ok {
		return p
	}
	if hits := r.lex.FindPlaces(lexicon.Fold(city)); len(hits) > 0 {
		if p, ok := r.lex.Place(hits[len(hits)-1].Code); ok {
			return p
		}
	}
	return nil
}

// fillWants puts what cues ask for into a need.
func (r *Reader) fillWants(n *Need, w *wants) {
	for _, code := range w.groups.sorted() {
		n.Groups = append(n.Groups, Group{Code: code, Reading: *w.groups.codes[code]})
	}
	for _, code := range w.kinds.sorted() {
		kind, narrower := kindOf(code)
		n.Kinds = append(n.Kinds, Kind{Kind: kind, Type: narrower, Reading: *w.kinds.codes[code]})
	}
	for _, code := range w.modes.sorted() {
		n.Modes = append(n.Modes, Mode{Code: code, Reading: *w.modes.codes[code]})
	}
	for _, code := range w.stages.sorted() {
		n.Stages = append(n.Stages, Stage{Code: code, Reading: *w.stages.codes[code]})
	}
}

// languageOf says whether a text is Chinese or English.
func languageOf(t *text, stated string) string {
	if stated == "zh" || stated == "en" {
		return stated
	}
	chinese, latin := 0, 0
	for _, token := range t.tokens {
		switch token.Script {
		case lexicon.ScriptHan:
			chinese++
		case lexicon.ScriptLatin:
			latin++
		case lexicon.ScriptNumber, lexicon.ScriptOther:
		}
	}
	if chinese == 0 && latin > 0 || latin > 2*chinese {
		return "en"
	}
	return "zh"
}
