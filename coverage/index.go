package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/lexicon"
)

// Bases on which the index of a region rests.
const (
	// BasisPoint: the region's own reference point.
	BasisPoint = "point"
	// BasisFirms: the mean over its parts weighted by the firms recorded in them; firms whose
	// part is not recorded stand at the region's own point.
	BasisFirms = "firms"
	// BasisEqual: the plain mean over its parts, as no firm is recorded.
	BasisEqual = "equal"
	// BasisNone: there is no reference point at all.
	BasisNone = "none"
)

// Point is a reference point that takes part in the index of a region.
type Point struct {
	Place supply.Place
	// Weight is the point's part of the mean; the weights of a region sum to 1.
	Weight float64
	// Firms are those recorded at the place.
	Firms int32
}

// firmsUnder counts the firms of each place with all below it that have a usable point.
func firmsUnder(inv *supply.Inventory) []int32 {
	out := make([]int32, inv.Regions.Len())
	for i, n := range inv.Firms {
		if n == 0 || !inv.Regions.Points(supply.Place(i)) {
			continue
		}
		for up := supply.Place(i); up != supply.NoPlace; up = inv.Regions.Parent(up) {
			out[up] += n
		}
	}
	return out
}

// spread divides a region into its points.
type spread struct {
	inv   *supply.Inventory
	firms []int32 // by place, with what is below
}

// points returns the points of a region by code and on what their weights rest.
func (s spread) points(p supply.Place) ([]Point, string) {
	weights := make(map[supply.Place]float64)
	basis := s.share(p, 1, weights)
	out := make([]Point, 0, len(weights))
	for at, w := range weights {
		out = append(out, Point{at, w, s.inv.Firms[at]})
	}
	slices.SortFunc(out, func(a, b Point) int {
		return cmp.Compare(s.inv.Regions.At(a.Place).Code, s.inv.Regions.At(b.Place).Code)
	})
	return out, basis
}

// share gives a region's weight to its points.
func (s spread) share(p supply.Place, weight float64, to map[supply.Place]float64) string {
	parts := s.parts(p)
	var sum, below int32
	for _, c := range parts {
		below += s.firms[c]
	}
	sum = below
	own := s.inv.Regions.Points(p)
	if own {
		sum += s.inv.Firms[p]
	}
	switch {
	case below > 0 || sum > 0 && len(parts) > 0:
		for _, c := range parts {
			if s.firms[c] > 0 {
				s.share(c, weight*float64(s.firms[c])/float64(sum), to)
			}
		}
		if own && s.inv.Firms[p] > 0 {
			to[p] += weight * float64(s.inv.Firms[p]) / float64(sum)
		}
		return BasisFirms
	case len(s.divisions(parts)) > 0:
		divisions := s.divisions(parts)
		for _, c := range divisions {
			s.share(c, weight/float64(len(divisions)), to)
		}
		return BasisEqual
	case own:
		to[p] += weight
		return BasisPoint
	}
	return BasisNone
}

// parts are the regions a region is divided into: its children, or its members.
func (s spread) parts(p supply.Place) []supply.Place {
	at := s.inv.Regions.At(p)
	if at.Type != lexicon.PlaceStrategic {
		return s.inv.Regions.Children(p)
	}
	var out []supply.Place
	for _, code := range at.Members {
		if m, known := s.inv.Regions.Find(code); known {
			out = append(out, m)
		}
	}
	return out
}

// divisions leaves zones out, which lie within divisions, and what has no point at all.
func (s spread) divisions(parts []supply.Place) []supply.Place {
	var out []supply.Place
	for _, c := range parts {
		if s.inv.Regions.At(c).Type != lexicon.PlaceZone && (s.inv.Regions.Points(c) || len(s.parts(c)) > 0) {
			out = append(out, c)
		}
	}
	return out
}

// masses sum quality x openness of the supplies by place, reach and slot, so that the index
// of a point takes one exponential for each place and reach.
type masses struct {
	inv     *supply.Inventory
	places  []supply.Place
	row     []int32   // of a place in places, -1 for none
	reaches []float64 // km
	reachOf [kindSlots]int
	sums    []float64    // by row of the place, reach, slot
	records [slots]int32 // supplies that take part in the index of a slot
	usable  []int32      // by row of the place, slot: supplies not recorded as shut
	points  map[supply.Place]*[slots]float64
}

func newMasses(inv *supply.Inventory, factsOnly bool) *masses {
	m := &masses{inv: inv, row: make([]int32, inv.Regions.Len()), points: make(map[supply.Place]*[slots]float64)}
	for i, k := range supply.Kinds() {
		km := inv.Settings.Reach(k)
		if !slices.Contains(m.reaches, km) {
			m.reaches = append(m.reaches, km)
		}
		m.reachOf[i] = slices.Index(m.reaches, km)
	}
	for i := range m.row {
		m.row[i] = -1
	}
	for i := range inv.Supplies {
		if s := &inv.Supplies[i]; (!factsOnly || !s.Synthetic) && inv.Regions.Points(s.Place) && m.row[s.Place] < 0 {
			m.row[s.Place] = int32(len(m.places)) //nolint:gosec // a few thousand places
			m.places = append(m.places, s.Place)
		}
	}
	m.sums = make([]float64, len(m.places)*len(m.reaches)*slots)
	m.usable = make([]int32, len(m.places)*slots)
	for i := range inv.Supplies {
		s := &inv.Supplies[i]
		if factsOnly && s.Synthetic || s.Place == supply.NoPlace || m.row[s.Place] < 0 {
			continue
		}
		row := int(m.row[s.Place])
		base := (row*len(m.reaches) + m.reachOf[s.KindIndex]) * slots
		slotsOf(s.Parts, s.Stages, func(slot int, part *supply.Part) {
			m.sums[base+slot] += worth(s, part)
			if s.Openness > 0 {
				m.records[slot]++
			}
			if !s.OpenState.Shut() {
				m.usable[row*slots+slot]++
			}
		})
	}
	return m
}

// worth is quality x openness of a supply in a field; part is nil outside of its fields.
func worth(s *supply.Supply, part *supply.Part) float64 {
	q, _ := qualityOf(s, part)
	return q * s.Openness
}

// qualityOf is the quality of a supply in a field. Over all fields it is the best of them.
func qualityOf(s *supply.Supply, part *supply.Part) (float64, supply.QualityOrigin) {
	if part != nil {
		return part.Quality, part.QualityBy
	}
	q, by := s.Quality, s.QualityBy
	for _, p := range s.Parts {
		if p.Quality > q {
			q, by = p.Quality, p.QualityBy
		}
	}
	return q, by
}

// at returns the index of all slots at a reference point.
func (m *masses) at(p supply.Place) *[slots]float64 {
	if known := m.points[p]; known != nil {
		return known
	}
	out := new([slots]float64)
	for row, from := range m.places {
		km, known := m.inv.Regions.Km(p, from)
		if !known {
			continue
		}
		for r, reach := range m.reaches {
			decay := supply.Decay(km, reach)
			sums := m.sums[(row*len(m.reaches)+r)*slots:][:slots]
			for i, sum := range sums {
				out[i] += decay * sum
			}
		}
	}
	m.points[p] = out
	return out
}

// of returns the index of all slots of a region that consists of points.
func (m *masses) of(points []Point) (out [slots]float64) {
	for _, p := range points {
		for i, v := range m.at(p.Place) {
			out[i] += p.Weight * v
		}
	}
	return out
}
