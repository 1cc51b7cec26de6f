package lexicon

import "strings"

// ExchangeField is a field under which technology exchanges list needs and results.
type ExchangeField struct {
	// Path is the name, with that of the first level before a slash for one of the second level.
	Path string
	// NameEn is the English name of the last part.
	NameEn string
	// Fields are the technology fields it belongs to, heaviest first.
	Fields []FieldWeight
	// Areas are the capability areas it speaks of; none for first-level fields, which are too wide.
	Areas []AreaWeight
}

// exchange holds the fields by folded path and by each spelling of their last part.
type exchange struct {
	all    []*ExchangeField
	byPath map[string]*ExchangeField
}

func readExchange(t tables, v *vocabulary) (*exchange, error) {
	x := &exchange{byPath: map[string]*ExchangeField{}}
	var also [][]string
	err := t.rows("exchange_fields.tsv.gz", 5, func(c []string) error {
		f := &ExchangeField{Path: c[0], NameEn: c[1]}
		var err error
		if f.Fields, err = fieldWeights(c[3]); err != nil {
			return err
		}
		if f.Areas, err = v.areaWeights(c[4]); err != nil {
			return err
		}
		x.all = append(x.all, f)
		also = append(also, append([]string{c[0][strings.LastIndexByte(c[0], '/')+1:], c[1]}, list(c[2])...))
		x.byPath[exchangeKey(c[0])] = f
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, f := range x.all { // full paths first, then the shorter spellings, first come first served
		for _, name := range also[i] {
			if key := exchangeKey(name); x.byPath[key] == nil {
				x.byPath[key] = f
			}
		}
	}
	return x, nil
}

// exchangeKey folds a name and drops the marks that spellings differ in.
func exchangeKey(name string) string {
	return strings.NewReplacer("、", "", ",", "", " ", "", "与", "", "和", "", "及", "", ">", "/", "-", "/", "\\", "/").Replace(Fold(name))
}

// ExchangeFields returns all fields in order; the slice and what it points to must not be changed.
func (l *Lexicon) ExchangeFields() []*ExchangeField { return l.exchange.all }

// ExchangeField understands a field as an exchange writes it: a full path (新能源与节能/太阳能), its last part, or, when
// that is unknown, its first part.
func (l *Lexicon) ExchangeField(path string) (*ExchangeField, bool) {
	key := exchangeKey(path)
	if f, ok := l.exchange.byPath[key]; ok {
		return f, true
	}
	parts := strings.Split(key, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		for _, part := range []string{parts[i], strings.TrimSuffix(parts[i], "技术")} {
			if f, ok := l.exchange.byPath[part]; ok && part != "" {
				return f, true
			}
		}
	}
	return nil, false
}
