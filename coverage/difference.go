package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
)

// Difference is what one inventory has against another of the same network: of another
// date, or with a scenario laid over it.
type Difference struct {
	Region supply.Place
	By     string
	// New are supplies of the region that the earlier inventory does not have, Ended those
	// that the later does not have, Moved those of both that stand elsewhere and are in the
	// region before or after; all by id.
	New, Ended []Changed
	Moved      []Changed
	// Cells are the cells whose counts or index differ, row by row, the total last.
	Cells []CellChange
}

// Changed is one supply that came, went or moved.
type Changed struct {
	ID       graph.ID
	Kind     graph.Kind
	From, To supply.Place // [supply.NoPlace] where it was not, or is not known
}

// CellChange is one cell before and after. Place is [supply.NoPlace] for the rest.
type CellChange struct {
	Place         supply.Place
	Column        Column
	Before, After Cell
}

// Compare tells what b has against a in the region of a query.
func Compare(a, b *Analysis, q Query) Difference {
	q = a.complete(q)
	d := Difference{Region: q.Region, By: q.By, Cells: CompareMatrices(a.Matrix(q), b.Matrix(q))}
	d.supplies(a, b)
	return d
}

// supplies compares the two lists, both in the order of node numbers.
func (d *Difference) supplies(a, b *Analysis) {
	before, after := a.inv.Supplies, b.inv.Supplies
	in := func(an *Analysis, s *supply.Supply) bool {
		return (!an.factsOnly || !s.Synthetic) && an.inv.Regions.Within(s.Place, d.Region)
	}
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0].Node < after[0].Node:
			if s := &before[0]; in(a, s) {
				d.Ended = append(d.Ended, Changed{a.inv.View.ID(s.Node), s.Kind, s.Place, supply.NoPlace})
			}
			before = before[1:]
		case len(before) == 0 || after[0].Node < before[0].Node:
			if s := &after[0]; in(b, s) {
				d.New = append(d.New, Changed{b.inv.View.ID(s.Node), s.Kind, supply.NoPlace, s.Place})
			}
			after = after[1:]
		default:
			x, y := &before[0], &after[0]
			if x.Place != y.Place && (in(a, x) || in(b, y)) {
				d.Moved = append(d.Moved, Changed{b.inv.View.ID(y.Node), y.Kind, x.Place, y.Place})
			}
			before, after = before[1:], after[1:]
		}
	}
	for _, list := range [][]Changed{d.New, d.Ended, d.Moved} {
		slices.SortFunc(list, func(x, y Changed) int { return cmp.Compare(x.ID, y.ID) })
	}
}

// CompareMatrices lists the cells that differ between two matrices of one query.
func CompareMatrices(a, b Matrix) []CellChange {
	var out []CellChange
	compare := func(x, y Row) {
		for i, col := range a.Columns {
			if !same(x.Cells[i], y.Cells[i]) {
				out = append(out, CellChange{x.Place, col, x.Cells[i], y.Cells[i]})
			}
		}
	}
	for i := range min(len(a.Rows), len(b.Rows)) {
		compare(a.Rows[i], b.Rows[i])
	}
	compare(a.Rest, b.Rest)
	compare(a.Total, b.Total)
	return out
}

// tiny is the difference of two sums of the same addends in another order.
const tiny = 1e-9

func same(a, b Cell) bool {
	if d := a.Index - b.Index; d > tiny || d < -tiny {
		return false
	}
	a.Index, b.Index = 0, 0
	if !slices.Equal(a.Kinds, b.Kinds) {
		return false
	}
	a.Kinds, b.Kinds = nil, nil
	return a.Supplies == b.Supplies && a.Suppliers == b.Suppliers && a.Needs == b.Needs && a.Open == b.Open && a.Shut == b.Shut &&
		a.Stale == b.Stale && a.MedianAge == b.MedianAge && a.NeedsUnknown == b.NeedsUnknown && a.Ownerless == b.Ownerless &&
		a.Undated == b.Undated && a.Synthetic == b.Synthetic && a.Read == b.Read
}
