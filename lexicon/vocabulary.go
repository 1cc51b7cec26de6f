package lexicon

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Area is a capability area: what bodies say they can do.
type Area struct {
	// ID is "cap:" and the English name in lower case with hyphens.
	ID string
	// Name and NameEn are what people read.
	Name, NameEn string
	// Field is the code of the technology field it belongs to, "" when none is recorded.
	Field string
	// Disciplines are first-level disciplines by Chinese name, most central first.
	Disciplines []string
	// AlsoCalled are names that bodies use for it.
	AlsoCalled []string
	// Related are names of near areas.
	Related []string
	// Stages are codes of the innovation-chain stages where work in it usually stands.
	Stages []string
	// Index is its place in [Lexicon.Areas], for slices with one entry per area.
	Index int
}

// AreaWeight is an area with how much something belongs to it, in (0, 1].
type AreaWeight struct {
	Area   *Area
	Weight float64
}

// Term is a word of the shop floor or of the field: a material, part, process, machine, test, defect, product and so on.
type Term struct {
	// Text is the term as written in the vocabulary.
	Text string
	// Kind is what it names, for example "material" or "defect".
	Kind string
	// Synonyms are equals and near relatives: good for finding the areas, not for exchanging words in a text.
	Synonyms []string
	// English is its English name.
	English string
	// Areas are the areas it speaks of, heaviest first.
	Areas []AreaWeight
	// Disciplines are first-level disciplines beyond those of the areas.
	Disciplines []string
	// Equipment are instruments and rigs one would use.
	Equipment []string
}

// vocabulary holds areas and terms with their look-ups.
type vocabulary struct {
	areas      []*Area
	terms      []*Term
	areaByID   map[string]*Area
	areaByName map[string]*Area // folded name
	termByText map[string]*Term // folded text
	twins      map[*Area][]AreaWeight
}

func newVocabulary() *vocabulary {
	return &vocabulary{
		areaByID: map[string]*Area{}, areaByName: map[string]*Area{},
		termByText: map[string]*Term{}, twins: map[*Area][]AreaWeight{},
	}
}

// clone copies the look-ups; the areas and terms themselves are shared, since they never change.
func (v *vocabulary) clone() *vocabulary {
	return &vocabulary{
		areas: slices.Clone(v.areas), terms: slices.Clone(v.terms),
		areaByID: maps.Clone(v.areaByID), areaByName: maps.Clone(v.areaByName),
		termByText: maps.Clone(v.termByText), twins: v.twins,
	}
}

func readVocabulary(t tables) (*vocabulary, error) {
	v := newVocabulary()
	err := t.rows("areas.tsv.gz", 7, func(c []string) error {
		field, ok := FieldByName(c[2])
		if !ok {
			return fmt.Errorf("area %s: unknown field %q", c[0], c[2])
		}
		if v.areaByName[Fold(c[0])] != nil {
			return fmt.Errorf("area %s is there twice", c[0])
		}
		a := &Area{
			ID: areaID(c[1]), Name: c[0], NameEn: c[1], Field: field.Code,
			Disciplines: list(c[3]), AlsoCalled: list(c[4]), Related: list(c[5]),
		}
		for _, name := range list(c[6]) {
			code, ok := stages[name]
			if !ok {
				return fmt.Errorf("area %s: unknown stage %q", c[0], name)
			}
			a.Stages = append(a.Stages, code)
		}
		return v.addArea(a)
	})
	if err != nil {
		return nil, err
	}
	err = t.rows("terms.tsv.gz", 7, func(c []string) error {
		names, weights, err := weighted(c[4])
		if err != nil {
			return err
		}
		term := &Term{
			Text: c[0], Kind: c[1], Synonyms: list(c[2]), English: c[3], Disciplines: list(c[5]), Equipment: list(c[6]),
		}
		for i, name := range names {
			a, ok := v.areaByName[Fold(name)]
			if !ok {
				return fmt.Errorf("term %s: unknown area %q", c[0], name)
			}
			term.Areas = append(term.Areas, AreaWeight{a, weights[i]})
		}
		return v.addTerm(term)
	})
	if err != nil {
		return nil, err
	}
	err = t.rows("twins.tsv.gz", 3, func(c []string) error {
		a, aOK := v.areaByName[Fold(c[0])]
		b, bOK := v.areaByName[Fold(c[1])]
		share, err := strconv.ParseFloat(c[2], 64)
		if !aOK || !bOK || err != nil || share <= 0 || share > 1 {
			return fmt.Errorf("bad twins %q", c)
		}
		v.twins[a] = append(v.twins[a], AreaWeight{b, share})
		v.twins[b] = append(v.twins[b], AreaWeight{a, share})
		return nil
	})
	return v, err
}

func (v *vocabulary) addArea(a *Area) error {
	name := Fold(a.Name)
	if a.ID == "" || name == "" || v.areaByID[a.ID] != nil {
		return fmt.Errorf("area %q (%s) is empty or there twice", a.Name, a.ID)
	}
	if _, ok := FieldByCode(a.Field); !ok && a.Field != "" {
		return fmt.Errorf("area %q: unknown field %q", a.Name, a.Field)
	}
	a.Index = len(v.areas)
	v.areas = append(v.areas, a)
	v.areaByID[a.ID] = a
	if v.areaByName[name] == nil {
		v.areaByName[name] = a
	}
	return nil
}

func (v *vocabulary) addTerm(t *Term) error {
	text := Fold(t.Text)
	if text == "" || v.termByText[text] != nil {
		return fmt.Errorf("term %q is empty or there twice", t.Text)
	}
	for _, a := range t.Areas {
		if a.Area == nil || a.Weight <= 0 || a.Weight > 1 || v.areaByID[a.Area.ID] != a.Area {
			return fmt.Errorf("term %q: bad area or weight", t.Text)
		}
	}
	slices.SortStableFunc(t.Areas, compareAreaWeights)
	v.terms = append(v.terms, t)
	v.termByText[text] = t
	return nil
}

// compareAreaWeights orders by falling weight, then by id.
func compareAreaWeights(a, b AreaWeight) int {
	switch {
	case a.Weight > b.Weight:
		return -1
	case a.Weight < b.Weight:
		return 1
	}
	return strings.Compare(a.Area.ID, b.Area.ID)
}

// areaID makes the id of an area from its English name.
func areaID(english string) string {
	var b strings.Builder
	for _, r := range Fold(english) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return "cap:" + strings.TrimSuffix(b.String(), "-")
}

// Areas returns all capability areas in their fixed order. Neither the slice nor what it points to may be changed.
func (l *Lexicon) Areas() []*Area { return l.vocabulary.areas }

// Terms returns all terms in their fixed order, under the same condition.
func (l *Lexicon) Terms() []*Term { return l.vocabulary.terms }

// Area returns the area with that id ("cap:…").
func (l *Lexicon) Area(id string) (*Area, bool) {
	a, ok := l.vocabulary.areaByID[id]
	return a, ok
}

// AreaByName returns the area with that Chinese or English name; names it is also called by do not count.
func (l *Lexicon) AreaByName(name string) (*Area, bool) {
	if a, ok := l.vocabulary.areaByName[Fold(name)]; ok {
		return a, true
	}
	return l.Area(areaID(name))
}

// Term returns the term with that text; synonyms do not count.
func (l *Lexicon) Term(text string) (*Term, bool) {
	t, ok := l.vocabulary.termByText[Fold(text)]
	return t, ok
}

// Twins returns the areas that nearly coincide with a and the share of evidence on one that counts for the other.
func (l *Lexicon) Twins(a *Area) []AreaWeight { return l.vocabulary.twins[a] }

// relatedSimilarity is how near areas are that name each other as related (one of the two suffices for half of it).
const relatedSimilarity = 0.3

// AreaSimilarity says how near two areas are, in 0..1: 1 for the same one, the shared part for twins, else the greater
// of being named as related and of the terms they share (cosine of their term weights).
func (l *Lexicon) AreaSimilarity(a, b *Area) float64 {
	if a == b {
		return 1
	}
	for _, twin := range l.vocabulary.twins[a] {
		if twin.Area == b {
			return twin.Weight
		}
	}
	named := 0.0
	if slices.Contains(a.Related, b.Name) {
		named += relatedSimilarity / 2
	}
	if slices.Contains(b.Related, a.Name) {
		named += relatedSimilarity / 2
	}
	return math.Max(named, l.shared.cosine(a.Index, b.Index))
}

// sharedTerms holds the products of the areas' term vectors: how much two areas are spoken of by the same terms.
type sharedTerms struct {
	n        int
	products []float32 // n × n
}

func newSharedTerms(v *vocabulary) sharedTerms {
	s := sharedTerms{n: len(v.areas), products: make([]float32, len(v.areas)*len(v.areas))}
	for _, t := range v.terms {
		for _, a := range t.Areas {
			for _, b := range t.Areas {
				s.products[a.Area.Index*s.n+b.Area.Index] += float32(a.Weight * b.Weight)
			}
		}
	}
	return s
}

func (s sharedTerms) cosine(a, b int) float64 {
	norm := math.Sqrt(float64(s.products[a*s.n+a]) * float64(s.products[b*s.n+b]))
	if norm == 0 {
		return 0
	}
	return math.Min(1, float64(s.products[a*s.n+b])/norm)
}
