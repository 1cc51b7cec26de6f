package rules

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// check reads the facts that a rule is about. Scope is settled before it is called.
type check func(s *scene) verdict

// checks joins every rule with its check; a test holds it and the table equal.
func checks() map[string]check {
	return map[string]check{
		"R1": strategicRegion, "R2": headquarters, "R2b": leadUnits, "R3": keyField, "R4": legalPerson,
		"R5": governance, "R6": partyOrganisation, "R7": noSales, "R8": leadStrength, "R9": priorityZone,
		"R10": oneIndustry, "R11": plannedCentres, "R12": periodAndReports, "R13": sharedRights, "R14": transferIncome,
		"R15": earnedIncome, "R16": postSubsidy, "R17": openResources, "R18": actorKinds, "R19": legalBuilders,
		"R20": acrossBorders, "R21": idleStock,
	}
}

// Query restricts what is checked; a zero field does not restrict.
type Query struct {
	Rules []*Rule
	// Node is a centre or zone; HasNode says that it is given. Then rules of the network are
	// left out.
	Node    snapshot.N
	HasNode bool
	// In keeps the bodies of a place; nil keeps all.
	In func(snapshot.N) bool
}

// Check judges the subjects of a view. Results come by the id of the subject, the network
// first, and by the order of the rules.
func Check(v snapshot.View, q Query) []Result {
	if q.In == nil {
		q.In = func(snapshot.N) bool { return true }
	}
	table, chosen := checks(), q.Rules
	if len(chosen) == 0 {
		chosen = All()
	}
	var out []Result
	for _, subject := range subjects(v, q) {
		for _, r := range chosen {
			if r.Subject == subject.kind {
				out = append(out, judge(&scene{v: v, n: subject.node, in: q.In}, r, table[r.ID]))
			}
		}
	}
	return out
}

type subject struct {
	kind Subject
	node snapshot.N
	id   graph.ID
}

func subjects(v snapshot.View, q Query) []subject {
	var list []subject
	if q.HasNode {
		return []subject{{kind: Subject(v.Kind(q.Node)), node: q.Node}}
	}
	for n := range v.Nodes(graph.KindCenter, graph.KindZone) {
		if q.In(n) {
			list = append(list, subject{Subject(v.Kind(n)), n, v.ID(n)})
		}
	}
	slices.SortFunc(list, func(a, b subject) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
	return append([]subject{{kind: SubjectNetwork}}, list...)
}

func judge(s *scene, r *Rule, look check) Result {
	out := Result{Rule: r, Node: s.n, HasNode: r.Subject != SubjectNetwork, Clauses: r.Clauses}
	v := s.settle(r, look)
	if of := r.Of(s.text); len(of) > 0 {
		out.Clauses = of
	}
	out.Outcome, out.Found, out.Cites = v.outcome, v.found, v.cites
	if len(out.Cites) > maxCites {
		out.More = len(out.Cites) - maxCites
		out.Cites = out.Cites[:maxCites]
	}
	if out.Outcome == NotRecorded {
		out.Record = v.record
		if out.Record == nil {
			own := phrase.New("rule.record", "what", r.Record)
			out.Record = &own
		}
	}
	return out
}

// settle finds out whether the rule applies to the subject and, if so, looks.
func (s *scene) settle(r *Rule, look check) verdict {
	switch r.Subject {
	case SubjectCentre:
		text, outside := scoped(s.v, r, s.n)
		if s.text = text; outside != nil {
			return *outside
		}
	case SubjectZone:
		s.text = Jiangsu
		region := s.v.Region(s.n)
		if region == "" {
			return notRecorded(phrase.New("rule.scope.unknown")).wanting(phrase.New("rule.record.region"))
		}
		if !strings.HasPrefix(region, jiangsu) {
			return notApplicable(phrase.New("rule.scope.outside"), Cite{Node: s.n, Property: "region"})
		}
	case SubjectNetwork:
		s.text = r.Clauses[0].Document
	}
	return look(s)
}

// Counts are how many results have each outcome.
type Counts struct {
	Met           int `json:"met"`
	NotMet        int `json:"not_met"`
	NotRecorded   int `json:"not_recorded"`
	NotApplicable int `json:"not_applicable"`
}

// Add counts one result.
func (c *Counts) Add(o Outcome) {
	switch o {
	case Met:
		c.Met++
	case NotMet:
		c.NotMet++
	case NotRecorded:
		c.NotRecorded++
	case NotApplicable:
		c.NotApplicable++
	}
}
