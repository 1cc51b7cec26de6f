package health

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Fragility says which fields and stages a city would lose with one supplier. Supplies that
// are recorded as closed to others do not count; supplies of one body are one supplier.
type Fragility struct {
	// Cells are fields and stages in a city with a supply. KCoverage says in how many of them
	// at least k independent suppliers stand, for k from 1 to 3.
	Cells     int        `json:"cells"`
	KCoverage []KCovered `json:"k_coverage"`
	// Single are the cells with one supplier, those with the most needs first.
	Single Page[FragileCell] `json:"single"`
	// Bodies alone hold cells, those that hold the most first; Records are people,
	// instruments and others that alone hold a cell by themselves.
	Bodies  Page[Holder] `json:"bodies"`
	Records Page[Holder] `json:"records"`
}

// KCovered counts cells with at least K independent suppliers.
type KCovered struct {
	K     int     `json:"k"`
	Cells int     `json:"cells"`
	Share float64 `json:"share"`
}

// FragileCell is a field and stage of a city with one supplier.
type FragileCell struct {
	City  Place         `json:"city"`
	Field string        `json:"field"`
	Stage string        `json:"stage"`
	By    supply.Record `json:"by"`
	// Needs are recorded needs of the field and stage in the city that are not settled.
	Needs int `json:"needs"`
	// Records are the supplies of the cell.
	Records Records `json:"records"`
}

// Holder is a body or record with whose loss cells fall without supply.
type Holder struct {
	supply.Record
	Cells  int      `json:"cells"`
	Needs  int      `json:"needs"`
	Cities []string `json:"cities"`
	Fields []string `json:"fields"`
	Stages []string `json:"stages"`
	// Records are the supplies by which it holds them.
	Records Records `json:"records"`
}

// fragility reads the cells of the survey.
func (s *Survey) fragility(q Question) Fragility {
	out := Fragility{Cells: len(s.cells)}
	counts := [keepBodies + 1]int{}
	bodies, records := newHolders(s), newHolders(s)
	var single []*cell
	for i := range s.cells {
		c := &s.cells[i]
		counts[len(c.bodies)]++
		if len(c.bodies) != 1 {
			continue
		}
		single = append(single, c)
		bodies.add(c.bodies[0], c)
		if len(c.supply) == 1 {
			if n := s.inv.Supplies[c.supply[0]].Node; n != c.bodies[0] {
				records.add(n, c)
			}
		}
	}
	at := len(s.cells)
	for k := 1; k <= keepBodies; k++ {
		out.KCoverage = append(out.KCoverage, KCovered{K: k, Cells: at, Share: share(at, len(s.cells))})
		at -= counts[k]
	}
	slices.SortStableFunc(single, func(a, b *cell) int { return cmp.Compare(len(b.needs), len(a.needs)) })
	out.Single = pageOf(q, "fragility", single, func(c *cell) FragileCell { return s.fragileCell(c, q.Evidence) })
	out.Bodies = pageOf(q, "fragility", bodies.sorted(), func(h *held) Holder { return h.holder(s, q.Evidence) })
	out.Records = pageOf(q, "fragility", records.sorted(), func(h *held) Holder { return h.holder(s, q.Evidence) })
	return out
}

func (s *Survey) fragileCell(c *cell, limit int) FragileCell {
	return FragileCell{
		City: s.placeOf(c.city), Field: fieldCode(c.field), Stage: s.stageCode(c.stage), By: s.describe(c.bodies[0]),
		Needs: len(c.needs), Records: s.supplies(c.supply, limit),
	}
}

// supplies lists the ids of supplies, in ascending order.
func (s *Survey) supplies(list []int32, limit int) Records {
	ids := make([]graph.ID, len(list))
	for i, x := range list {
		ids[i] = s.inv.View.ID(s.inv.Supplies[x].Node)
	}
	slices.Sort(ids)
	return Records{Total: len(ids), IDs: ids[:min(limit, len(ids))]}
}

// holders collects cells by who alone holds them.
type holders struct {
	s  *Survey
	of map[snapshot.N]*held
}

type held struct {
	n     snapshot.N
	cells []*cell
	needs map[snapshot.N]bool
}

func newHolders(s *Survey) *holders { return &holders{s: s, of: make(map[snapshot.N]*held)} }

func (h *holders) add(n snapshot.N, c *cell) {
	x := h.of[n]
	if x == nil {
		x = &held{n: n, needs: make(map[snapshot.N]bool)}
		h.of[n] = x
	}
	x.cells = append(x.cells, c)
	for _, d := range c.needs {
		x.needs[d] = true
	}
}

func (h *holders) sorted() []*held {
	list := make([]*held, 0, len(h.of))
	for _, x := range h.of {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b *held) int {
		return cmp.Or(
			cmp.Compare(len(b.cells), len(a.cells)), cmp.Compare(len(b.needs), len(a.needs)),
			cmp.Compare(h.s.inv.View.ID(a.n), h.s.inv.View.ID(b.n)),
		)
	})
	return list
}

func (h *held) holder(s *Survey, limit int) Holder {
	out := Holder{Record: s.describe(h.n), Cells: len(h.cells), Needs: len(h.needs)}
	var supplies []int32
	var fields [supply.Fields + 1]bool
	var stages [supply.Stages]bool
	for _, c := range h.cells {
		if !slices.Contains(out.Cities, c.city) {
			out.Cities = append(out.Cities, c.city)
		}
		fields[c.field], stages[c.stage] = true, true
		for _, i := range c.supply {
			if !slices.Contains(supplies, i) {
				supplies = append(supplies, i)
			}
		}
	}
	for f, there := range fields {
		if there {
			out.Fields = append(out.Fields, fieldCode(supply.Field(f)))
		}
	}
	for i, there := range stages {
		if there {
			out.Stages = append(out.Stages, s.stageCode(i))
		}
	}
	out.Records = s.supplies(supplies, limit)
	return out
}

// fieldCode is the code of a field, "" for the unknown one.
func fieldCode(f supply.Field) string {
	if all := lexicon.Fields(); int(f) < len(all) {
		return all[f].Code
	}
	return ""
}

func (s *Survey) stageCode(stage int) string {
	return s.inv.View.Schema().Vocabularies["stage"].Terms[stage].Code
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
