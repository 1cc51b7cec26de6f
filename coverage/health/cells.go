package health

import (
	"cmp"
	"slices"

	"chuangmai/coverage/divisions"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
)

// cell is a field and stage in a city with the supplies that are recorded there.
type cell struct {
	city   string
	field  supply.Field
	stage  int
	supply []int32 // indices of the inventory
	bodies []snapshot.N
	needs  []snapshot.N // not recorded as settled, of the field and stage, in the city
}

type cellKey struct {
	city  string
	field supply.Field
	stage int
}

// keepBodies is up to how many suppliers a cell names; beyond it is not fragile.
const keepBodies = 3

// readCells lists the cells in which a supply is recorded, by city, field and stage; what
// is known to lie in a province only is in no cell. A cell knows its first suppliers only: two suffice to tell that it does not rest on one.
func readCells(inv *supply.Inventory, scope *divisions.Scope) []cell {
	found := make(map[cellKey]*cell)
	cities := make(map[supply.Place]string)
	where := func(p supply.Place) (string, bool) {
		city, seen := cities[p]
		if !seen {
			if p != supply.NoPlace && scope.Has(inv.Regions.At(p).Code) {
				if at := scope.CityOf(p); inv.Regions.Points(at) {
					city = inv.Regions.At(at).Code
				}
			}
			cities[p] = city
		}
		return city, city != ""
	}
	at := func(key cellKey) *cell {
		c := found[key]
		if c == nil {
			c = &cell{city: key.city, field: key.field, stage: key.stage}
			found[key] = c
		}
		return c
	}
	for i := range inv.Supplies {
		s := &inv.Supplies[i]
		city, in := where(s.Place)
		if !in || s.OpenState.Shut() {
			continue
		}
		for _, p := range s.Parts {
			for stage := range supply.Stages {
				if p.Stages.Has(stage) {
					at(cellKey{city, p.Field, stage}).add(int32(i), supplier(s))
				}
			}
		}
	}
	for i := range inv.Demands {
		d := &inv.Demands[i]
		city, in := where(d.Place)
		if !in || d.State == supply.DemandDone {
			continue
		}
		for _, p := range d.Fields {
			for stage := range supply.Stages {
				if c := found[cellKey{city, p.Field, stage}]; p.Stages.Has(stage) && c != nil {
					c.needs = append(c.needs, d.Node)
				}
			}
		}
	}
	cells := make([]cell, 0, len(found))
	for _, c := range found {
		cells = append(cells, *c)
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.city, b.city), cmp.Compare(a.field, b.field), cmp.Compare(a.stage, b.stage))
	})
	return cells
}

func (c *cell) add(supply int32, body snapshot.N) {
	known := slices.Contains(c.bodies, body)
	if !known && len(c.bodies) == keepBodies {
		return
	}
	if !known {
		c.bodies = append(c.bodies, body)
	}
	c.supply = append(c.supply, supply)
}

// supplier is who stands behind a supply; what nobody is recorded to own stands for itself.
func supplier(s *supply.Supply) snapshot.N {
	if s.Body == supply.NoNode {
		return s.Node
	}
	return s.Body
}
