package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
)

// Causes of a gap, in the order in which the first one names the gap.
const (
	// CauseNoSupply: other supply is recorded for the region, none for the cell.
	CauseNoSupply = "no_supply"
	// CauseNotOpen: all supply of the cell is recorded as not open to firms.
	CauseNotOpen = "not_open"
	// CauseTooFar: the nearest supply that is not shut lies beyond the far distance.
	CauseTooFar = "too_far"
	// CauseUnmet: open needs have nothing in reach that could meet them.
	CauseUnmet = "unmet_need"
	// CauseSingle: one independent supplier only.
	CauseSingle = "single"
	// CauseStale: more than half of the dated supply is stale.
	CauseStale = "stale"
	// CauseIdle: equipment runs under half of its capacity and is not open (R21).
	CauseIdle = "idle"
)

// Causes returns all causes in their order.
func Causes() []string {
	return []string{CauseNoSupply, CauseNotOpen, CauseTooFar, CauseUnmet, CauseSingle, CauseStale, CauseIdle}
}

// The verbs of the national plan for what to do about a gap.
const (
	// VerbFix: mend a weak link (补短板).
	VerbFix = "fix_weak_link"
	// VerbLead: build on an advantage (建优势).
	VerbLead = "build_advantage"
	// VerbStrengthen: make what is there do more (强能力).
	VerbStrengthen = "strengthen"
)

// Gap is a cell in which something is missing, with why and what speaks for it.
type Gap struct {
	Place  supply.Place
	Column Column
	// Causes is not empty; the first names the gap.
	Causes []Cause
	Verb   string
	Cell   Cell
	// StageUnknown are supplies of the field in the region whose stage is not recorded: some
	// of them may belong here.
	StageUnknown int
	// Quotient is the region's location quotient in the field, -1 when unknown.
	Quotient float64
	// Firms are recorded in the region.
	Firms int
	// Nearest is the nearest supply of the cell that is not shut, nil when there is none.
	Nearest *Nearest
	// Candidates could be cultivated or converted, the nearest first.
	Candidates []Candidate
}

// Cause is why a cell has a gap, with the records that say so.
type Cause struct {
	Cause string
	// Count is how many records it rests on, Evidence the first of them by id. For a cause
	// that is an absence, the records are those of the row among which it was looked for.
	Count    int
	Evidence []graph.ID
	// Km is the distance of the nearest supply for CauseTooFar; 0 when there is none.
	Km float64
}

// Nearest is a supply at a distance.
type Nearest struct {
	ID    graph.ID
	Place supply.Place
	Km    float64
}

// Candidate is a body that could be cultivated into, or converted to, a centre: the
// national plan names engineering research centres and new-type R&D institutions.
type Candidate struct {
	ID   graph.ID
	Why  string // engineering_centre, new_rd_institution or candidate
	Km   float64
	Here bool // it lies in the row's region
	// Stage is true when it already works at the cell's stage.
	Stage bool
}

// Gaps is the answer to a question for gaps.
type Gaps struct {
	Region supply.Place
	By     string
	// Gaps are those without usable supply first, then those with one supplier, then the rest;
	// among them those with most open needs, then with most firms, then by place and column.
	Gaps []Gap
	// Unjudged are rows for which nothing at all is recorded: no gap is claimed there.
	Unjudged []supply.Place
	// Judged counts the cells that were looked at, Counts the gaps by cause, each gap under
	// all of its causes.
	Judged int
	Counts map[string]int
}

const (
	maxEvidence   = 5
	maxCandidates = 5
	// leads is the location quotient from which a region leads in a field. Ours.
	leads = 1.2
)

// Gaps looks for gaps in every cell of the query that has a recorded field and stage.
func (a *Analysis) Gaps(q Query) Gaps {
	if q.Columns == nil {
		for _, f := range FieldCodes() {
			for _, s := range StageCodes() {
				q.Columns = append(q.Columns, Column{f, s})
			}
		}
	}
	q = a.complete(q)
	c := a.counted(q)
	s := &search{Analysis: a, counts: c, columns: q.Columns}
	s.gather()
	g := Gaps{Region: q.Region, By: q.By, Counts: make(map[string]int)}
	places := c.places
	first := 0
	if len(places) == 0 { // the region as a whole
		places, first = []supply.Place{q.Region}, c.totalRow()
	}
	for i, p := range places {
		whole := c.cell(first+i, slot(fieldAll, stageAll))
		if whole.supplies+whole.needs+whole.needsUnknown == 0 {
			g.Unjudged = append(g.Unjudged, p)
			continue
		}
		for _, col := range q.Columns {
			g.Judged++
			if gap, found := s.gap(first+i, p, col); found {
				g.Gaps = append(g.Gaps, gap)
				for _, cause := range gap.Causes {
					g.Counts[cause.Cause]++
				}
			}
		}
	}
	s.order(g.Gaps)
	return g
}

func (s *search) order(gaps []Gap) {
	regions := s.inv.Regions
	slices.SortStableFunc(gaps, func(x, y Gap) int {
		return cmp.Or(cmp.Compare(class(x.Causes[0].Cause), class(y.Causes[0].Cause)), cmp.Compare(y.Cell.Needs, x.Cell.Needs), cmp.Compare(y.Firms, x.Firms),
			cmp.Compare(regions.At(x.Place).Code, regions.At(y.Place).Code))
	})
}

// class orders causes by what is missing: supply that firms could use, a second supplier,
// or fresh records and better use of what is there.
func class(cause string) int {
	switch cause {
	case CauseSingle:
		return 1
	case CauseStale, CauseIdle:
		return 2
	}
	return 0
}

// gap judges one cell.
func (s *search) gap(row int, p supply.Place, col Column) (Gap, bool) {
	at, known := s.codes.slot(col)
	if !known {
		return Gap{}, false
	}
	t := s.cell(row, at)
	field := at / stageSlots
	g := Gap{Place: p, Column: col, Cell: cellOf(t), Firms: s.firms(p), Quotient: -1}
	if field < supply.Fields {
		g.Quotient = quotients(s.counts, row)[field]
		g.StageUnknown = int(s.cell(row, slot(field, stageNone)).supplies)
	}
	k := cellKey{row, at}
	km, near := s.nearest(p, at)
	g.Nearest = near
	add := func(cause string, count int, ids []graph.ID) {
		g.Causes = append(g.Causes, Cause{Cause: cause, Count: count, Evidence: firstIDs(ids), Km: km})
	}
	usable := t.supplies - t.shut
	switch {
	case t.supplies == 0:
		whole := s.cell(row, slot(fieldAll, stageAll))
		add(CauseNoSupply, int(whole.supplies), nil)
	case usable == 0:
		add(CauseNotOpen, int(t.shut), s.shut[k])
	}
	if usable == 0 && (near == nil || km > s.inv.Settings.FarKm) {
		ids := []graph.ID(nil)
		if near != nil {
			ids = []graph.ID{near.ID}
		}
		add(CauseTooFar, len(ids), ids)
	}
	if unmet := s.unmet[k]; len(unmet) > 0 {
		add(CauseUnmet, len(unmet), unmet)
	}
	if t.suppliers == 1 && t.ownerless == 0 {
		add(CauseSingle, int(t.supplies), s.members[k])
	}
	if dated := t.supplies - t.undated; dated > 0 && 2*t.stale > dated {
		add(CauseStale, int(t.stale), s.stale[k])
	}
	if idle := s.idle[k]; len(idle) > 0 {
		add(CauseIdle, len(idle), idle)
	}
	if len(g.Causes) == 0 {
		return Gap{}, false
	}
	g.Verb = verb(g.Causes[0].Cause, g.Quotient)
	g.Candidates = s.candidates(p, field, at%stageSlots)
	return g, true
}

// verb chooses among the three verbs of the national plan: a region that leads in a field
// builds on it, what is there but not effective is strengthened, the rest is a weak link.
func verb(cause string, quotient float64) string {
	switch cause {
	case CauseNotOpen, CauseStale, CauseIdle:
		return VerbStrengthen
	case CauseSingle:
		if quotient < leads {
			return VerbStrengthen
		}
	}
	if quotient >= leads {
		return VerbLead
	}
	return VerbFix
}

func firstIDs(ids []graph.ID) []graph.ID {
	out := slices.Clone(ids)
	slices.Sort(out)
	return out[:min(len(out), maxEvidence)]
}
