package coverage

import (
	"sync"

	"chuangmai/coverage/supply"
)

// kindSlots is the number of kinds that count as supply.
const kindSlots = 15

// tally is what is counted in one cell.
type tally struct {
	supplies, synthetic, read        int32
	kinds                            [kindSlots]int32
	suppliers, ownerless             int32
	open, openUnknown, shut          int32
	stale, undated                   int32
	medianAge                        int32 // days, -1 when nothing is dated
	needs, needsUnknown, needsMadeUp int32
}

// counts are the tallies of all rows, of the rest of the region, and of the whole region,
// in this order.
type counts struct {
	*rows
	cells    []tally // slots of each row
	overlaps int     // records that count in more than one row
	nowhere  int     // supplies without any known place
}

func (c *counts) restRow() int  { return len(c.places) }
func (c *counts) totalRow() int { return len(c.places) + 1 }

func (c *counts) cell(row, slot int) *tally { return &c.cells[row*slots+slot] }

// count counts the supplies and needs of an inventory. factsOnly leaves made-up ones out.
func count(inv *supply.Inventory, r *rows, factsOnly bool) *counts {
	c := &counts{rows: r, cells: make([]tally, (len(r.places)+2)*slots)}
	inside := c.members(inv, factsOnly)
	var work sync.WaitGroup
	work.Go(func() { // suppliers are a number of their own in each cell
		c.countSuppliers(inv, inside)
		c.countNeeds(inv, factsOnly)
	})
	c.countSupplies(inv, inside)
	c.countAges(inv, inside)
	work.Wait()
	return c
}

// members marks the supplies that count in any row, so that the others, most of the network
// for a question about one province, need not be looked at again.
func (c *counts) members(inv *supply.Inventory, factsOnly bool) []bool {
	marks := make([]bool, len(inv.Supplies))
	var list []int32
	for i := range inv.Supplies {
		s := &inv.Supplies[i]
		if factsOnly && s.Synthetic {
			continue
		}
		list, marks[i] = c.rowsOf(s.Place, s.Zones, list[:0])
		switch {
		case !marks[i] && s.Place == supply.NoPlace:
			c.nowhere++
		case marks[i] && len(list) > 2:
			c.overlaps++
		}
	}
	return marks
}

func (c *counts) countSupplies(inv *supply.Inventory, inside []bool) {
	day := inv.View.Day()
	var list []int32
	for i := range inv.Supplies {
		if !inside[i] {
			continue
		}
		s := &inv.Supplies[i]
		list, _ = c.rowsOf(s.Place, s.Zones, list[:0])
		age, dated := supply.Age(s.Fresh, day)
		slotsOf(s.Parts, s.Stages, func(slot int, part *supply.Part) {
			for _, row := range list {
				c.cell(int(row), slot).add(s, part, dated, age > inv.Settings.StaleDays)
			}
		})
	}
}

// rowsOf are the rows of the table in which a record counts, the total included.
func (c *counts) rowsOf(p supply.Place, zones []supply.Place, list []int32) ([]int32, bool) {
	list, inside := c.of(p, zones, list)
	if !inside {
		return list, false
	}
	for i := range list {
		if list[i] == rest {
			list[i] = int32(c.restRow()) //nolint:gosec // a few thousand rows
		}
	}
	return append(list, int32(c.totalRow())), true //nolint:gosec // a few thousand rows
}

func (t *tally) add(s *supply.Supply, part *supply.Part, dated, stale bool) {
	t.supplies++
	t.kinds[s.KindIndex]++
	if s.Synthetic {
		t.synthetic++
	}
	if part != nil && part.Read || part == nil && onlyRead(s.Parts) {
		t.read++
	}
	if s.Body == supply.NoNode {
		t.ownerless++
	}
	switch {
	case s.OpenState.Shut():
		t.shut++
	case s.OpenState == supply.OpenUnknown:
		t.openUnknown++
	default:
		t.open++
	}
	switch {
	case !dated:
		t.undated++
	case stale:
		t.stale++
	}
}

// onlyRead reports whether all fields of a supply were read from its name and words.
func onlyRead(parts []supply.Part) bool {
	for _, p := range parts {
		if !p.Read {
			return false
		}
	}
	return len(parts) > 0
}

// countSuppliers counts distinct bodies: supplies are taken body by body, and a mark says
// for which body a cell was counted last.
func (c *counts) countSuppliers(inv *supply.Inventory, inside []bool) {
	marks := make([]int32, len(c.cells))
	var list []int32
	for _, i := range inv.ByBody() {
		if !inside[i] {
			continue
		}
		s := &inv.Supplies[i]
		list, _ = c.rowsOf(s.Place, s.Zones, list[:0])
		mark := int32(s.Body) + 1
		slotsOf(s.Parts, s.Stages, func(slot int, _ *supply.Part) {
			for _, row := range list {
				if at := int(row)*slots + slot; marks[at] != mark {
					marks[at] = mark
					c.cells[at].suppliers++
				}
			}
		})
	}
}

// countAges finds the median age in days of the dated supplies of each cell: the supplies
// are taken from the freshest on until half are passed. Of an even number it is the lesser
// of the two in the middle.
func (c *counts) countAges(inv *supply.Inventory, inside []bool) {
	passed := make([]int32, len(c.cells))
	for i := range c.cells {
		c.cells[i].medianAge = -1
	}
	var list []int32
	day := inv.View.Day()
	for _, i := range inv.ByAge() {
		if !inside[i] {
			continue
		}
		s := &inv.Supplies[i]
		list, _ = c.rowsOf(s.Place, s.Zones, list[:0])
		age, _ := supply.Age(s.Fresh, day)
		slotsOf(s.Parts, s.Stages, func(slot int, _ *supply.Part) {
			for _, row := range list {
				at := int(row)*slots + slot
				t := &c.cells[at]
				passed[at]++
				if dated := t.supplies - t.undated; t.medianAge < 0 && passed[at] >= (dated+1)/2 {
					t.medianAge = int32(age) //nolint:gosec // days
				}
			}
		})
	}
}

// countNeeds counts needs that are open, and those whose state is not recorded apart.
func (c *counts) countNeeds(inv *supply.Inventory, factsOnly bool) {
	var list []int32
	for i := range inv.Demands {
		d := &inv.Demands[i]
		if factsOnly && d.Synthetic || d.State == supply.DemandDone {
			continue
		}
		var inside bool
		if list, inside = c.rowsOf(d.Place, nil, list[:0]); !inside {
			continue
		}
		slotsOf(d.Fields, d.Stages, func(slot int, _ *supply.Part) {
			for _, row := range list {
				t := c.cell(int(row), slot)
				if d.State == supply.DemandUnknown {
					t.needsUnknown++
					continue
				}
				t.needs++
				if d.Synthetic {
					t.needsMadeUp++
				}
			}
		})
	}
}
