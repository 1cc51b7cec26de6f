package seed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"chuangmai/graph"
)

// SyntheticSource is the title of the source of every made-up record.
const SyntheticSource = "synthetic sample record"

// sampleDay is the day at which loads of people are counted.
const sampleDay = "2026-06-30"

// Synthetic returns made-up records: organisations whose names hold 示例, people,
// instruments, services, agreements and a centre with its papers. All carry the
// synthetic flag, and their edges join them only with each other and with regions,
// zones, industries, fields and stages. The same generator state gives the same records.
func Synthetic(rng *rand.Rand) ([]graph.Item, error) {
	s, err := newSampler(rng)
	if err != nil {
		return nil, err
	}
	s.organisations()
	s.resources()
	s.people()
	s.ties()
	s.centre()
	return s.w.items, nil
}

// sampler holds the words and what was made so far.
type sampler struct {
	rng         *rand.Rand
	w           itemWriter
	topics      []topic
	instruments []instrumentWords
	places      []place
	serial      map[string]int

	orgs    []*org
	byTopic map[string][]*org // those working in the topic
	talents []*talent
	teams   []madeOf
	results []madeOf
	demands []madeOf
}

// org is a made-up organisation.
type org struct {
	id           graph.ID
	kind         graph.Kind
	name, nameEn string
	at           place
	region       string
	founded      int // year
	topics       []*topic
}

// madeOf is a made-up record with the topic and organisation it came from.
type madeOf struct {
	id    graph.ID
	topic *topic
	by    *org
}

func newSampler(rng *rand.Rand) (*sampler, error) {
	s := &sampler{
		rng: rng, serial: make(map[string]int), byTopic: make(map[string][]*org),
		w: itemWriter{source: graph.Source{Title: SyntheticSource, Confidence: graph.ConfidenceLow}, synthetic: true},
	}
	var err error
	if s.topics, err = readTopics(); err != nil {
		return nil, err
	}
	if s.instruments, err = readInstruments(); err != nil {
		return nil, err
	}
	s.places, err = readPlaces()
	return s, err
}

// id numbers the records of a kind from 1.
func (s *sampler) id(kind graph.Kind) (graph.ID, int) {
	s.serial[string(kind)]++
	n := s.serial[string(kind)]
	return graph.ID(fmt.Sprintf("local:sample-%s-%04d", kind, n)), n
}

// add makes a node and joins it with its region and main field.
func (s *sampler) add(kind graph.Kind, name, nameEn, region string, t *topic, props graph.Properties) graph.ID {
	id, _ := s.id(kind)
	return s.addAs(id, kind, name, nameEn, region, t, props)
}

func (s *sampler) addAs(id graph.ID, kind graph.Kind, name, nameEn, region string, t *topic, props graph.Properties) graph.ID {
	n := graph.Node{ID: id, Kind: kind, Name: name, NameEn: nameEn, Region: region, Common: graph.Common{Properties: props}}
	for _, beginning := range []string{"founded", "commissioned", "approved"} {
		if text := props.Text(beginning); text != "" {
			n.ValidFrom = graph.MustDate(text)
		}
	}
	s.w.node(n)
	if region != "" {
		s.edge(graph.RelLocatedIn, id, graph.ID("region:"+region), nil)
	}
	if t != nil {
		s.edge(graph.RelInField, id, t.field, graph.Properties{"main": true})
	}
	return id
}

func (s *sampler) edge(relation graph.Relation, from, to graph.ID, props graph.Properties) {
	s.w.edge(graph.Edge{Relation: relation, From: from, To: to, Common: graph.Common{Properties: props}})
}

// dated adds an edge that is valid for a time; an empty bound is open.
func (s *sampler) dated(relation graph.Relation, from, to graph.ID, since, until string, props graph.Properties) {
	s.w.edge(graph.Edge{Relation: relation, From: from, To: to, Common: graph.Common{
		ValidFrom: graph.MustDate(since), ValidTo: graph.MustDate(until), Properties: props,
	}})
}

// chance is true in the given share of calls.
func (s *sampler) chance(share float64) bool { return s.rng.Float64() < share }

// between returns a whole number from low to high, both included.
func (s *sampler) between(low, high int) int { return low + s.rng.IntN(high-low+1) }

// amount returns a number from the range, rounded to a step that suits its size.
func (s *sampler) amount(bounds [2]float64) float64 {
	v := bounds[0] + s.rng.Float64()*(bounds[1]-bounds[0])
	switch {
	case v >= 1000:
		return math.Round(v/100) * 100
	case v >= 100:
		return math.Round(v/10) * 10
	case v >= 1:
		return math.Round(v)
	}
	return math.Round(v*100) / 100
}

// month returns a month from January of the first to December of the last year.
func (s *sampler) month(first, last int) (year, month int) {
	return s.between(first, last), s.between(1, 12)
}

func yearMonth(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }

// pick returns one element; the list must not be empty.
func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// some returns n different elements in random order, or all when there are fewer.
func some[T any](rng *rand.Rand, from []T, n int) []T {
	out := slices.Clone(from)
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:min(n, len(out))]
}

// weighted returns a term with the probability of its weight; weights sum to 100.
func (s *sampler) weighted(terms ...any) string {
	left := s.rng.IntN(100)
	for i := 0; i+1 < len(terms); i += 2 {
		term, _ := terms[i].(string)
		weight, _ := terms[i+1].(int)
		if left -= weight; left < 0 {
			return term
		}
	}
	last, _ := terms[len(terms)-2].(string)
	return last
}

// sentence puts the first letter in upper case.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// title puts the first letter of every longer word in upper case.
func title(text string) string {
	parts := strings.Fields(text)
	for i, p := range parts {
		if i == 0 || len(p) > 3 {
			parts[i] = sentence(p)
		}
	}
	return strings.Join(parts, " ")
}
