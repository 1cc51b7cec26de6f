package health

import (
	"slices"

	"chuangmai/phrase"
)

// The parts of an answer that can be asked for alone.
const (
	PartStructure   = "structure"
	PartFragility   = "fragility"
	PartBrokers     = "brokers"
	PartBridges     = "bridges"
	PartAppointees  = "appointees"
	PartCommunities = "communities"
	PartCities      = "cities"
	PartFlows       = "flows"
	PartActors      = "actors"
)

// Parts returns the parts of an answer in their order.
func Parts() []string {
	return []string{PartStructure, PartFragility, PartBrokers, PartBridges, PartAppointees, PartCommunities, PartCities, PartFlows, PartActors}
}

// Limits of a question.
const (
	DefaultLimit    = 10
	MaxLimit        = 200
	DefaultEvidence = 5
	MaxEvidence     = 200
)

// Question says what to tell of a survey.
type Question struct {
	// Part is the only part asked for, "" for all.
	Part string
	// Limit is how many items of each list are given, 0 for [DefaultLimit]; Offset how many
	// are passed over, of the one part that is asked for.
	Limit, Offset int
	// Evidence is how many ids are listed with each figure, 0 for [DefaultEvidence].
	Evidence int
}

// complete fills in what was left open, or says what cannot be meant.
func (q Question) complete() (Question, error) {
	bounded := func(name string, value *int, standard, most int) error {
		if *value == 0 {
			*value = standard
		}
		if *value < 0 || *value > most {
			return phrase.Wrong(name, "health.error.bounds", "value", *value, "max", most)
		}
		return nil
	}
	if q.Part != "" && !slices.Contains(Parts(), q.Part) {
		return q, phrase.Wrong("part", "health.error.part", "value", q.Part, "parts", Parts())
	}
	if err := bounded("limit", &q.Limit, DefaultLimit, MaxLimit); err != nil {
		return q, err
	}
	if err := bounded("evidence", &q.Evidence, DefaultEvidence, MaxEvidence); err != nil {
		return q, err
	}
	if q.Offset < 0 {
		return q, phrase.Wrong("offset", "health.error.offset_negative", "value", q.Offset)
	}
	if q.Offset > 0 && q.Part == "" {
		return q, phrase.Wrong("offset", "health.error.offset_part")
	}
	return q, nil
}

// wants reports whether a part is asked for.
func (q Question) wants(part string) bool { return q.Part == "" || q.Part == part }

// pageOf makes the page of a list that is asked for.
func pageOf[T, U any](q Question, part string, list []T, show func(T) U) Page[U] {
	p := Page[U]{Total: len(list), Items: []U{}}
	if !q.wants(part) {
		return p
	}
	from := min(q.Offset, len(list))
	for _, x := range list[from:min(from+q.Limit, len(list))] {
		p.Items = append(p.Items, show(x))
	}
	return p
}
