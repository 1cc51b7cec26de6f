package steward

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// Issue is a way in which a record needs care.
type Issue string

// The issues.
const (
	Stale     Issue = "stale"     // nobody looked at a source for long
	Unsourced Issue = "unsourced" // no source says when it was seen
	Unlinked  Issue = "unlinked"  // no capability, or no edge at all
	Unmapped  Issue = "unmapped"  // states words that the lexicon does not know
	Twins     Issue = "twins"     // looks like another record
)

// Issues lists all issues in the order in which they are shown.
func Issues() []Issue { return []Issue{Stale, Unsourced, Unlinked, Unmapped, Twins} }

// Finding is a record that needs care, and why.
type Finding struct {
	ID  graph.ID
	Why phrase.Message
	// Seen is the newest date of a source; for Stale.
	Seen graph.Date
	// Words are those that nobody knows; for Unmapped.
	Words []string
	// Twin is the other record, By and Value what they share; for Twins.
	Twin  graph.ID
	By    By
	Value string
}

// Health is what was found in a view.
type Health struct {
	// Findings are by id.
	Findings map[Issue][]Finding
	// Of is how many records could have the issue, Synthetic how many of the findings are
	// made up.
	Of, Synthetic map[Issue]int
	// Words are those that nobody knows, the most frequent first.
	Words []WordCount
	// StaleDays is the age in days from which a record counts as stale; 0: never.
	StaleDays int
	// Incomplete: whole records could not be read, so that Unmapped and the identifiers of
	// Twins are missing.
	Incomplete bool
}

// Examine finds the records of a view that need care. survey may be nil when whole records
// cannot be read. staleDays is the age in days from which a record is stale.
func Examine(v snapshot.View, survey *Survey, staleDays int) *Health {
	h := &Health{
		Findings: make(map[Issue][]Finding), Of: make(map[Issue]int), Synthetic: make(map[Issue]int),
		StaleDays: staleDays, Incomplete: survey == nil,
	}
	for n := range v.Nodes() {
		if !isVocabulary(v.Kind(n)) {
			h.judge(v, n, staleDays)
		}
	}
	if survey != nil {
		h.Words, h.Of[Unmapped] = survey.Words, survey.Stated
		for id, words := range survey.Unknown {
			h.add(v, Unmapped, Finding{ID: id, Words: words, Why: phrase.New("steward.why.unmapped", "n", len(words), "words", words)})
		}
	}
	h.addTwins(v, survey)
	for _, list := range h.Findings {
		slices.SortFunc(list, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Twin, b.Twin)) })
	}
	return h
}

// isVocabulary: what the program itself brings, or a standard does, is not a record that a
// steward looks after.
func isVocabulary(k graph.Kind) bool {
	return slices.Contains([]graph.Kind{
		graph.KindCapability, graph.KindDiscipline, graph.KindField, graph.KindStage, graph.KindIndustry, graph.KindRegion, graph.KindChainSegment,
	}, k)
}

func (h *Health) add(v snapshot.View, issue Issue, f Finding) {
	n, there := v.Lookup(f.ID)
	if !there {
		return
	}
	h.Findings[issue] = append(h.Findings[issue], f)
	if v.Synthetic(n) {
		h.Synthetic[issue]++
	}
}

const daysOfMonth = 30.44

func (h *Health) judge(v snapshot.View, n snapshot.N, staleDays int) {
	id, fresh := v.ID(n), v.Fresh(n)
	if !v.Synthetic(n) { // made-up records have no age and no source
		h.Of[Unsourced]++
		if fresh == graph.DayMin {
			h.add(v, Unsourced, Finding{ID: id, Why: phrase.New("steward.why.unsourced")})
		} else {
			h.Of[Stale]++
			if age := int(v.Day()) - int(fresh); staleDays > 0 && age > staleDays {
				seen := fresh.Date()
				h.add(v, Stale, Finding{ID: id, Seen: seen, Why: phrase.New("steward.why.stale", "date", seen.String(), "months", float64(age)/daysOfMonth)})
			}
		}
	}
	h.Of[Unlinked]++
	edges, linked := ties(v, n)
	switch {
	case edges == 0:
		h.add(v, Unlinked, Finding{ID: id, Why: phrase.New("steward.why.no_edge")})
	case !linked && wantsLink(v.Schema(), v.Kind(n)):
		h.add(v, Unlinked, Finding{ID: id, Why: phrase.New("steward.why.no_capability")})
	}
}

// ties counts the edges of a node and tells whether one says what it can do or asks for.
func ties(v snapshot.View, n snapshot.N) (edges int, linked bool) {
	for e := range v.Edges(n) {
		edges++
		if info := v.Edge(e); info.From == n {
			r := info.Relation
			linked = linked || r == graph.RelHasCapability || r == graph.RelHasDiscipline || r == graph.RelAsksFor
		}
	}
	return edges, linked
}

// wantsLink: who can do something and who asks for something is found by it.
func wantsLink(schema *graph.Schema, k graph.Kind) bool {
	def := schema.Kind(k)
	return k == graph.KindDemand || def != nil && def.Provider
}

func (h *Health) addTwins(v snapshot.View, survey *Survey) {
	pairs := NewIndex(v).twins()
	if survey != nil {
		have := make(map[[2]graph.ID]bool)
		for _, p := range pairs {
			have[[2]graph.ID{p.A, p.B}] = true
		}
		for _, p := range survey.Shared {
			if !have[[2]graph.ID{p.A, p.B}] {
				pairs = append(pairs, p)
			}
		}
	}
	for n := range v.Nodes() {
		if class(v.Schema(), v.Kind(n)) != "" {
			h.Of[Twins]++
		}
	}
	for _, p := range pairs {
		other, there := v.Lookup(p.B)
		if !there {
			continue
		}
		h.add(v, Twins, Finding{ID: p.A, Twin: p.B, By: p.By, Value: p.Value, Why: phrase.New("steward.why.twin."+string(p.By),
			"name", phrase.Text{Zh: v.Name(other), En: cmp.Or(v.NameEn(other), v.Name(other))}, "value", p.Value)})
	}
}
