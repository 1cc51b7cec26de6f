package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
)

// Explanation lists the addends of one index.
type Explanation struct {
	Place  supply.Place
	Column Column
	Basis  string
	Index  float64
	Points []PointPart
	// Addends are the largest first, ties by id and point; they sum to Index.
	Addends []Addend
}

// PointPart is a reference point of the region with its own index.
type PointPart struct {
	Point
	Index float64
}

// Addend is what one supply adds from one reference point:
// weight x quality x openness x e^(-km/reach).
type Addend struct {
	ID        graph.ID
	Kind      graph.Kind
	From      supply.Place // where the supply stands
	Point     supply.Place // the reference point
	Weight    float64
	Quality   float64
	QualityBy supply.QualityOrigin
	Openness  float64
	OpenFrom  supply.OpenOrigin
	Km, Reach float64
	Value     float64
	Read      bool
	Synthetic bool
}

// Explain lists the addends of the index of one region and column.
func (a *Analysis) Explain(p supply.Place, col Column) Explanation {
	e := Explanation{Place: p, Column: col}
	at, known := a.codes.slot(col)
	if !known {
		return e
	}
	var points []Point
	points, e.Basis = a.spread.points(p)
	for _, point := range points {
		e.Points = append(e.Points, PointPart{point, a.masses.at(point.Place)[at]})
		e.Index += point.Weight * a.masses.at(point.Place)[at]
	}
	for i := range a.inv.Supplies {
		s := &a.inv.Supplies[i]
		if a.factsOnly && s.Synthetic || s.Openness == 0 {
			continue
		}
		slotsOf(s.Parts, s.Stages, func(slot int, part *supply.Part) {
			if slot == at {
				for _, point := range points {
					e.add(a.inv, s, part, point)
				}
			}
		})
	}
	slices.SortFunc(e.Addends, func(x, y Addend) int {
		return cmp.Or(cmp.Compare(y.Value, x.Value), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Point, y.Point))
	})
	return e
}

func (e *Explanation) add(inv *supply.Inventory, s *supply.Supply, part *supply.Part, point Point) {
	km, known := inv.Regions.Km(point.Place, s.Place)
	if !known {
		return
	}
	q, by := qualityOf(s, part)
	reach := inv.Settings.Reach(s.Kind)
	e.Addends = append(e.Addends, Addend{
		ID: inv.View.ID(s.Node), Kind: s.Kind, From: s.Place, Point: point.Place, Weight: point.Weight,
		Quality: q, QualityBy: by, Openness: s.Openness, OpenFrom: s.OpenFrom, Km: km, Reach: reach,
		Value: point.Weight * q * s.Openness * supply.Decay(km, reach),
		Read:  part != nil && part.Read || part == nil && onlyRead(s.Parts), Synthetic: s.Synthetic,
	})
}
