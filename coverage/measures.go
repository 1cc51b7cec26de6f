package coverage

import (
	"chuangmai/coverage/supply"
)

// Measures are the figures by which a change of the network is judged, over the region
// and the columns of a query.
type Measures struct {
	// Index is the coverage index of the region over all fields and stages.
	Index float64
	// Cells are the cells of rows and columns with a recorded field and stage; Covered have
	// supply that is not shut, Single have one independent supplier.
	Cells, Covered, Single int
	// Needs are the open needs of the region, Served those with supply that could meet them
	// within the far distance, Unplaced those without a known place.
	Needs, Served, Unplaced int
	// NeedKm is the mean distance in km of placed needs to the nearest supply that could meet
	// them, over those that have any; -1 when there is none.
	NeedKm float64
	// FirmKm is the mean over firms and columns of the distance in km to the nearest supply
	// that is not shut, over the columns that have any; -1 when there is none.
	FirmKm float64
	// FirmColumns are the columns with supply, out of Columns.
	FirmColumns, Columns int
}

// Measure computes the figures.
func (a *Analysis) Measure(q Query) Measures {
	q = a.complete(q)
	m := Measures{NeedKm: -1, FirmKm: -1}
	points, _ := a.spread.points(q.Region)
	index := a.masses.of(points)
	m.Index = index[slot(fieldAll, stageAll)]
	columns := a.recorded(q.Columns)
	m.Columns = len(columns)
	a.measureCells(&m, q, columns)
	a.measureNeeds(&m, q)
	a.measureTravel(&m, points, columns)
	return m
}

// recorded keeps the columns with a recorded field and stage; when there are none, those
// asked for.
func (a *Analysis) recorded(columns []Column) []int {
	var out, asked []int
	for _, col := range columns {
		i, known := a.codes.slot(col)
		if !known {
			continue
		}
		asked = append(asked, i)
		if i/stageSlots < supply.Fields && i%stageSlots < supply.Stages {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return asked
	}
	return out
}

func (a *Analysis) measureCells(m *Measures, q Query, columns []int) {
	c := a.counted(q)
	last, first := len(c.places), 0
	if last == 0 {
		first, last = c.totalRow(), c.totalRow()+1
	}
	for row := first; row < last; row++ {
		for _, i := range columns {
			t := c.cell(row, i)
			m.Cells++
			if t.supplies > t.shut {
				m.Covered++
			}
			if t.suppliers == 1 && t.ownerless == 0 {
				m.Single++
			}
		}
	}
}

func (a *Analysis) measureNeeds(m *Measures, q Query) {
	r := a.reaching()
	var km float64
	found := 0
	for i := range a.inv.Demands {
		d := &a.inv.Demands[i]
		if d.State != supply.DemandOpen || a.factsOnly && d.Synthetic || !a.inv.Regions.Within(d.Place, q.Region) {
			continue
		}
		m.Needs++
		n, there, placed := r.need(d, a.factsOnly)
		switch {
		case !placed:
			m.Unplaced++
		case there:
			found++
			km += n.km
			if n.km <= a.inv.Settings.FarKm {
				m.Served++
			}
		}
	}
	if found > 0 {
		m.NeedKm = km / float64(found)
	}
}

func (a *Analysis) measureTravel(m *Measures, points []Point, columns []int) {
	r := a.reaching()
	var sum float64
	for _, i := range columns {
		var km, weight float64
		for _, p := range points {
			if n, there := r.nearest(p.Place, i); there {
				km += p.Weight * n.km
				weight += p.Weight
			}
		}
		if weight > 0 {
			m.FirmColumns++
			sum += km / weight
		}
	}
	if m.FirmColumns > 0 {
		m.FirmKm = sum / float64(m.FirmColumns)
	}
}
