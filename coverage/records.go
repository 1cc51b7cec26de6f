package coverage

import (
	"cmp"
	"slices"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
)

// Measures of a cell whose records can be listed.
const (
	RecordsSupplies     = "supplies"
	RecordsOpen         = "open"
	RecordsOpenUnknown  = "open_unknown"
	RecordsShut         = "shut"
	RecordsStale        = "stale"
	RecordsUndated      = "undated"
	RecordsSynthetic    = "synthetic"
	RecordsRead         = "read"
	RecordsOwnerless    = "ownerless"
	RecordsSuppliers    = "suppliers"
	RecordsNeeds        = "needs"
	RecordsNeedsUnknown = "needs_unknown"
	RecordsFirms        = "firms"
)

// RecordMeasures returns all of them in the order lists show them.
func RecordMeasures() []string {
	return []string{
		RecordsSupplies, RecordsOpen, RecordsOpenUnknown, RecordsShut, RecordsStale, RecordsUndated, RecordsSynthetic, RecordsRead,
		RecordsOwnerless, RecordsSuppliers, RecordsNeeds, RecordsNeedsUnknown, RecordsFirms,
	}
}

// RecordQuery asks which records stand behind a number.
type RecordQuery struct {
	Region supply.Place
	Column Column
	// Measure is one of the Records constants; Kind keeps the supplies of one kind, "" for all.
	Measure string
	Kind    graph.Kind
	// Rest, when set to a level, keeps what lies in the region and in none of its rows of that level: the
	// records of the row "not recorded".
	Rest string
}

// Records returns the ids of the records behind a number, in ascending order, each once.
func (a *Analysis) Records(q RecordQuery) []graph.ID {
	var out []graph.ID
	at, known := a.codes.slot(q.Column)
	if !known {
		return nil
	}
	level := q.Rest
	if level == "" {
		level = BySelf
	}
	r := newRows(a.inv.Regions, q.Region, level)
	var list []int32
	inside := func(p supply.Place, zones []supply.Place) bool {
		var in bool
		list, in = r.of(p, zones, list[:0])
		if in && q.Rest != "" {
			return list[0] == rest
		}
		return in
	}
	switch q.Measure {
	case RecordsFirms:
		out = a.firmRecords(q.Region, inside)
	case RecordsNeeds, RecordsNeedsUnknown:
		for i := range a.inv.Demands {
			d := &a.inv.Demands[i]
			state := supply.DemandOpen
			if q.Measure == RecordsNeedsUnknown {
				state = supply.DemandUnknown
			}
			if d.State == state && (!a.factsOnly || !d.Synthetic) && in(d.Fields, d.Stages, at) && inside(d.Place, nil) {
				out = append(out, a.inv.View.ID(d.Node))
			}
		}
	default:
		for i := range a.inv.Supplies {
			s := &a.inv.Supplies[i]
			if a.factsOnly && s.Synthetic || q.Kind != "" && s.Kind != q.Kind || !a.measured(s, at, q.Measure) || !inside(s.Place, s.Zones) {
				continue
			}
			if q.Measure != RecordsSuppliers {
				out = append(out, a.inv.View.ID(s.Node))
			} else if s.Body != supply.NoNode {
				out = append(out, a.inv.View.ID(s.Body))
			}
		}
	}
	slices.SortFunc(out, cmp.Compare[graph.ID])
	return slices.Compact(out)
}

// in reports whether a record with these parts and stages counts in a slot.
func in(parts []supply.Part, stages supply.StageSet, at int) (found bool) {
	slotsOf(parts, stages, func(slot int, _ *supply.Part) { found = found || slot == at })
	return found
}

// measured reports whether a supply counts in a slot for a measure.
func (a *Analysis) measured(s *supply.Supply, at int, measure string) bool {
	var here, read bool
	slotsOf(s.Parts, s.Stages, func(slot int, part *supply.Part) {
		if slot == at {
			here, read = true, part != nil && part.Read || part == nil && onlyRead(s.Parts)
		}
	})
	if !here {
		return false
	}
	age, dated := supply.Age(s.Fresh, a.inv.View.Day())
	switch measure {
	case RecordsOpen:
		return !s.OpenState.Shut() && s.OpenState != supply.OpenUnknown
	case RecordsOpenUnknown:
		return s.OpenState == supply.OpenUnknown
	case RecordsShut:
		return s.OpenState.Shut()
	case RecordsStale:
		return dated && age > a.inv.Settings.StaleDays
	case RecordsUndated:
		return !dated
	case RecordsSynthetic:
		return s.Synthetic
	case RecordsRead:
		return read
	case RecordsOwnerless:
		return s.Body == supply.NoNode
	}
	return true
}

// firmRecords lists the enterprises of a region.
func (a *Analysis) firmRecords(whole supply.Place, inside func(supply.Place, []supply.Place) bool) (out []graph.ID) {
	if whole == supply.NoPlace {
		return nil
	}
	for n, p := range a.inv.FirmPlaces() {
		if inside(p, nil) {
			out = append(out, a.inv.View.ID(n))
		}
	}
	return out
}
