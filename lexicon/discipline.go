package lexicon

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Discipline is a first-level discipline of the catalogue used for degrees and discipline evaluations.
type Discipline struct {
	// ID is "disc:" and the code.
	ID string
	// Code has four digits, of the 2011/2018 edition where the discipline is in it, else of the 2022 edition.
	Code string
	// OtherCodes are its codes in other editions.
	OtherCodes []string
	// Name and NameEn are what people read.
	Name, NameEn string
	// AlsoCalled are second-level disciplines and other names that lead to it.
	AlsoCalled []string
	// Fields are the technology fields it serves, heaviest first; none for disciplines outside technology.
	Fields []FieldWeight
	// Standard are the codes of GB/T 13745-2009 that lead to it, in order.
	Standard []string
	// Index is its place in [Lexicon.DisciplineList].
	Index int
}

// FieldWeight is a technology field with how much something belongs to it, in (0, 1].
type FieldWeight struct {
	Field  string
	Weight float64
}

// DisciplineWeight is a discipline with how much something speaks of it, in (0, 1].
type DisciplineWeight struct {
	Discipline *Discipline
	Weight     float64
}

// disciplines holds the catalogue, its crosswalk and how near disciplines are to each other.
type disciplines struct {
	all       []*Discipline
	byCode    map[string]*Discipline
	byName    map[string]*Discipline // folded names, also-called ones included
	names     *disciplineNames
	stated    map[[2]int]float64
	prefixes  map[string][]*Discipline // code prefix of GB/T 13745 → disciplines
	standard  []Classified
	byStdCode map[string]int
	near      []float32      // len(all)², symmetric
	areas     [][]AreaWeight // areas of each discipline, by the place it has among theirs
	breadth   []float64      // factor for disciplines by how many areas name them
}

// Classified is a code of a standard with its name.
type Classified struct {
	Code string
	Name string
}

func readDisciplines(t tables, e *english) (*disciplines, error) {
	d := &disciplines{
		byCode: map[string]*Discipline{}, byName: map[string]*Discipline{}, stated: map[[2]int]float64{},
		prefixes: map[string][]*Discipline{}, byStdCode: map[string]int{},
	}
	if err := t.rows("disciplines.tsv.gz", 6, d.addRow); err != nil {
		return nil, err
	}
	for _, one := range d.all { // names first: another's also-called name must not take them
		for _, name := range one.AlsoCalled {
			if name = Fold(name); d.byName[name] == nil {
				d.byName[name] = one
			}
		}
	}
	err := t.rows("discipline_neighbours.tsv.gz", 3, func(c []string) error {
		a, b := d.byCode[c[0]], d.byCode[c[1]]
		near, err := strconv.ParseFloat(c[2], 64)
		if a == nil || b == nil || err != nil || near <= 0 || near > 1 {
			return fmt.Errorf("bad neighbours %q", c)
		}
		d.stated[[2]int{a.Index, b.Index}], d.stated[[2]int{b.Index, a.Index}] = near, near
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.rows("gbt13745_2009.tsv.gz", 2, func(c []string) error {
		d.byStdCode[c[0]] = len(d.standard)
		d.standard = append(d.standard, Classified{c[0], c[1]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.rows("gbt13745_disciplines.tsv.gz", 2, func(c []string) error {
		d.prefixes[c[0]] = []*Discipline{}
		for _, code := range list(c[1]) {
			one := d.byCode[code]
			if one == nil {
				return fmt.Errorf("no discipline %q", code)
			}
			d.prefixes[c[0]] = append(d.prefixes[c[0]], one)
			if _, ok := d.byStdCode[c[0]]; ok {
				one.Standard = append(one.Standard, c[0])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.names = newDisciplineNames(d, e)
	return d, nil
}

func (d *disciplines) addRow(c []string) error {
	one := &Discipline{
		ID: "disc:" + c[0], Code: c[0], Name: c[1], NameEn: c[2], AlsoCalled: list(c[3]), OtherCodes: list(c[4]),
		Index: len(d.all),
	}
	var err error
	if one.Fields, err = fieldWeights(c[5]); err != nil {
		return err
	}
	for _, code := range append([]string{one.Code}, one.OtherCodes...) {
		if d.byCode[code] != nil {
			return fmt.Errorf("discipline code %s is there twice", code)
		}
		d.byCode[code] = one
	}
	for _, name := range []string{one.Name, one.NameEn} {
		if name = Fold(name); d.byName[name] != nil {
			return fmt.Errorf("discipline name %s is there twice", name)
		}
		d.byName[name] = one
	}
	d.all = append(d.all, one)
	return nil
}

func fieldWeights(cell string) ([]FieldWeight, error) {
	names, weights, err := weighted(cell)
	if err != nil {
		return nil, err
	}
	fields := make([]FieldWeight, 0, len(names))
	for i, name := range names {
		if _, ok := FieldByCode(name); !ok {
			return nil, fmt.Errorf("unknown field %q", name)
		}
		fields = append(fields, FieldWeight{name, weights[i]})
	}
	slices.SortStableFunc(fields, func(a, b FieldWeight) int { return cmp.Compare(b.Weight, a.Weight) })
	return fields, nil
}

// positionWeights are the weights of an area's disciplines by their place; the last one holds for all further places.
var positionWeights = [...]float64{1, 0.7, 0.5, 0.35, 0.25}

// breadthPower makes a discipline that a hundred areas name count half as much as one that a single area names; chosen on
// abstracts of papers with the discipline of their journal.
const breadthPower = 0.15

func positionWeight(i int) float64 { return positionWeights[min(i, len(positionWeights)-1)] }

// tied returns the disciplines with their nearness computed from a vocabulary: the cosine of their area vectors (an
// area's disciplines by position, plus what terms name beside them), or the stated nearness where that is greater.
func (d *disciplines) tied(v *vocabulary) *disciplines {
	n := len(d.all)
	vectors := make([][]float64, n)
	for i := range vectors {
		vectors[i] = make([]float64, len(v.areas))
	}
	for _, a := range v.areas {
		for i, name := range a.Disciplines {
			if one := d.byName[Fold(name)]; one != nil {
				vectors[one.Index][a.Index] += positionWeight(i)
			}
		}
	}
	const perTerm = 0.05 // a term's discipline beside an area's: many of them weigh like a place among the area's
	for _, t := range v.terms {
		for _, name := range t.Disciplines {
			one := d.byName[Fold(name)]
			if one == nil {
				continue
			}
			for _, a := range t.Areas {
				at := &vectors[one.Index][a.Area.Index]
				*at = min(1, *at+perTerm*a.Weight)
			}
		}
	}
	tied := *d
	tied.near = make([]float32, n*n)
	tied.areas = make([][]AreaWeight, n)
	for _, a := range v.areas {
		for i, name := range a.Disciplines {
			if one := d.byName[Fold(name)]; one != nil {
				tied.areas[one.Index] = append(tied.areas[one.Index], AreaWeight{a, positionWeight(i)})
			}
		}
	}
	tied.breadth = make([]float64, n)
	for i, areas := range tied.areas {
		slices.SortStableFunc(areas, compareAreaWeights)
		tied.breadth[i] = math.Pow(float64(max(1, len(areas))), -breadthPower)
	}
	for i := range n {
		for j := range n {
			near := cosine(vectors[i], vectors[j])
			if i == j {
				near = 1
			}
			tied.near[i*n+j] = float32(max(near, d.stated[[2]int{i, j}]))
		}
	}
	return &tied
}

func cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += a[i] * b[i]
		aa += a[i] * a[i]
		bb += b[i] * b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return min(1, ab/math.Sqrt(aa*bb))
}

// DisciplineList returns all first-level disciplines in the order of the catalogue; it must not be changed.
func (l *Lexicon) DisciplineList() []*Discipline { return l.disciplines.all }

// Discipline returns the discipline with that id ("disc:0805") or code, of any edition.
func (l *Lexicon) Discipline(code string) (*Discipline, bool) {
	d, ok := l.disciplines.byCode[strings.TrimPrefix(code, "disc:")]
	return d, ok
}

// DisciplineByName returns the discipline with that name in Chinese or English, or that it is also called by.
func (l *Lexicon) DisciplineByName(name string) (*Discipline, bool) {
	d, ok := l.disciplines.byName[Fold(name)]
	return d, ok
}

// DisciplineSimilarity says how near two disciplines are, in 0..1: by the areas they share, or as stated for those that
// the areas do not show. It is symmetric, and 1 for a discipline and itself.
func (l *Lexicon) DisciplineSimilarity(a, b *Discipline) float64 {
	return float64(l.disciplines.near[a.Index*len(l.disciplines.all)+b.Index])
}

// NearDisciplines returns the k disciplines nearest to one, nearest first, itself left out; only those with any nearness.
func (l *Lexicon) NearDisciplines(d *Discipline, k int) []DisciplineWeight {
	var near []DisciplineWeight
	for _, other := range l.disciplines.all {
		if w := l.DisciplineSimilarity(d, other); other != d && w > 0 {
			near = append(near, DisciplineWeight{other, w})
		}
	}
	sortDisciplines(near)
	return near[:min(k, len(near))]
}

func sortDisciplines(w []DisciplineWeight) {
	slices.SortFunc(w, func(a, b DisciplineWeight) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Discipline.ID, b.Discipline.ID))
	})
}

// AreaDisciplines returns the disciplines of an area with the weights of their places.
func (l *Lexicon) AreaDisciplines(a *Area) []DisciplineWeight {
	var out []DisciplineWeight
	for i, name := range a.Disciplines {
		if d, ok := l.DisciplineByName(name); ok {
			out = append(out, DisciplineWeight{d, positionWeight(i)})
		}
	}
	return out
}

// Standard returns the disciplines of GB/T 13745-2009 with their codes: letters for the five groups, then three, five
// and seven digits. It must not be changed.
func (l *Lexicon) Standard() []Classified { return l.disciplines.standard }

// StandardName returns the name of a code of GB/T 13745-2009.
func (l *Lexicon) StandardName(code string) (string, bool) {
	i, ok := l.disciplines.byStdCode[code]
	if !ok {
		return "", false
	}
	return l.disciplines.standard[i].Name, true
}

// StandardDisciplines returns the first-level disciplines that a code of GB/T 13745-2009 corresponds to, closest first;
// weights fall with the place. None for what the degree catalogue has no match for.
func (l *Lexicon) StandardDisciplines(code string) []DisciplineWeight {
	var out []DisciplineWeight
	for i, d := range l.disciplines.standardMatch(code) {
		out = append(out, DisciplineWeight{d, positionWeight(i)})
	}
	return out
}

// StandardFields returns the technology fields of a code of GB/T 13745-2009, by way of the disciplines.
func (l *Lexicon) StandardFields(code string) []FieldWeight {
	sums := map[string]float64{}
	for _, d := range l.StandardDisciplines(code) {
		for _, f := range d.Discipline.Fields {
			sums[f.Field] = max(sums[f.Field], d.Weight*f.Weight)
		}
	}
	return sortedFields(sums)
}

// sortedFields orders by falling weight, then by the fixed order of the fields.
func sortedFields(sums map[string]float64) []FieldWeight {
	var out []FieldWeight
	for _, f := range fields {
		if w := sums[f.Code]; w > 0 {
			out = append(out, FieldWeight{f.Code, w})
		}
	}
	slices.SortStableFunc(out, func(a, b FieldWeight) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}
