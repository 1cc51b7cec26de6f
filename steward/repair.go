package steward

import (
	"regexp"
	"strconv"
	"strings"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// Repairer proposes values for what is wrong in a row, where one is plain.
type Repairer struct {
	schema *graph.Schema
	words  *lexicon.Lexicon
	labels map[string][]string // codes of the terms with a label
}

// NewRepairer returns a repairer that knows the terms of a schema and the places of a
// lexicon.
func NewRepairer(schema *graph.Schema, words *lexicon.Lexicon) *Repairer {
	r := &Repairer{schema: schema, words: words, labels: make(map[string][]string)}
	for _, v := range schema.Vocabularies {
		for _, t := range v.Terms {
			for _, label := range []string{t.Zh, t.En, t.Code} {
				label = lexicon.Fold(label)
				r.labels[label] = append(r.labels[label], t.Code)
			}
		}
	}
	return r
}

// Repair returns the value that would be right at the place of a problem; false when none
// is plain.
func (r *Repairer) Repair(p graph.Problem) (value string, plain bool) {
	was := strings.TrimSpace(p.Params["value"])
	switch p.Code {
	case graph.CodeUnknownKind:
		return r.kind(was, p.Params["nearest"])
	case graph.CodeUnknownRelation:
		return r.relation(was, p.Params["nearest"])
	case graph.CodeUnknownTerm:
		return r.term(was, p.Params["allowed"])
	case graph.CodeBadDate:
		return repairDate(was)
	case graph.CodeBadRegion:
		return r.region(was)
	case graph.CodeBadURL:
		return repairURL(was)
	}
	return "", false
}

func (r *Repairer) kind(was, nearest string) (string, bool) {
	for _, k := range r.schema.Kinds {
		if lexicon.Fold(k.Zh) == lexicon.Fold(was) || strings.EqualFold(k.En, was) {
			return string(k.Name), true
		}
	}
	return nearest, nearest != ""
}

func (r *Repairer) relation(was, nearest string) (string, bool) {
	for i := range r.schema.Relations {
		if def := &r.schema.Relations[i]; lexicon.Fold(def.Zh) == lexicon.Fold(was) || strings.EqualFold(def.En, was) {
			return string(def.Name), true
		}
	}
	return nearest, nearest != ""
}

// term finds the one allowed term that is called so.
func (r *Repairer) term(was, allowed string) (string, bool) {
	found := ""
	for code := range strings.SplitSeq(allowed, ", ") {
		for _, called := range r.labels[lexicon.Fold(was)] {
			if called == code && found != "" && found != code {
				return "", false
			}
			if called == code {
				found = code
			}
		}
	}
	return found, found != ""
}

// otherDate are the ways of writing a date that leave no doubt: the year first.
var otherDate = regexp.MustCompile(`^([12][0-9]{3})\s*[-/.年]?\s*(?:(1[0-2]|0?[1-9])\s*[-/.月]?\s*(?:(3[01]|[12][0-9]|0?[1-9])\s*日?)?)?$`)

func repairDate(was string) (string, bool) {
	m := otherDate.FindStringSubmatch(was)
	if m == nil {
		return "", false
	}
	parts := []string{m[1]}
	for _, text := range m[2:] {
		n, err := strconv.Atoi(text)
		if err != nil {
			break
		}
		parts = append(parts, twoDigits(n))
	}
	date := strings.Join(parts, "-")
	if _, err := graph.ParseDate(date); err != nil || date == was {
		return "", false
	}
	return date, true
}

func twoDigits(n int) string {
	text := strconv.Itoa(n)
	if n < 10 {
		return "0" + text
	}
	return text
}

// region finds the code of a place that is named.
func (r *Repairer) region(was string) (string, bool) {
	places := r.words.PlacesByName(was)
	const digits = 6
	if len(places) != 1 || len(places[0].Code) != digits || strings.Contains(places[0].Code, ":") {
		return "", false
	}
	return places[0].Code, true
}

// domain is a host name with at least one point, and what may follow it.
var domain = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:/[^\s]*)?$`)

func repairURL(was string) (string, bool) {
	if !domain.MatchString(was) {
		return "", false
	}
	return "https://" + was, true
}
