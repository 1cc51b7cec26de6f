package supply

import (
	"cmp"
	"maps"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Overlay reads the inventory of a view that differs from this one's at the touched nodes
// and their edges only, as that of a scenario does: what cannot have changed is taken over.
// It equals what [Build] would read, as long as no vocabulary (fields, stages, capabilities,
// disciplines) and no zone is touched; Overlay reports whether that holds.
func (inv *Inventory) Overlay(v snapshot.View, touched []snapshot.N) (*Inventory, bool) {
	for _, n := range touched {
		if inv.shared(inv.View, n) || inv.shared(v, n) {
			return nil, false
		}
	}
	b := *inv.builder
	b.v = v
	out := &Inventory{View: v, Regions: inv.Regions, Settings: inv.Settings, Firms: slices.Clone(inv.Firms), FirmsNowhere: inv.FirmsNowhere, builder: &b}
	affected := inv.affected(touched)
	b.ratings = maps.Clone(inv.builder.ratings)
	var l links
	for n := range affected {
		delete(b.ratings, n)
		if v.Has(n) && rated(v.Kind(n)) {
			b.gather(n, v.Kind(n), &l)
			b.ratings[n] = b.rate(n, v.Kind(n), l.disciplines)
		}
	}
	before, after := &portion{builder: inv.builder, firms: out.Firms}, &portion{builder: &b, firms: out.Firms}
	for n := range affected { // firms move between places
		if inv.View.Has(n) && inv.View.Kind(n) == graph.KindEnterprise {
			if at := before.firmPlace(n); at == NoPlace {
				out.FirmsNowhere--
			} else {
				out.Firms[at]--
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(affected)) {
		if v.Has(n) {
			after.node(n, v.Kind(n))
		}
	}
	out.FirmsNowhere += after.nowhere
	gone := func(n snapshot.N) bool { return affected[n] }
	out.Supplies = merge(inv.Supplies, after.supplies, gone, func(s *Supply) snapshot.N { return s.Node })
	out.Demands = merge(inv.Demands, after.demands, gone, func(d *Demand) snapshot.N { return d.Node })
	return out, true
}

// shared reports whether many records are read by way of a node.
func (inv *Inventory) shared(v snapshot.View, n snapshot.N) bool {
	if !v.Has(n) {
		return false
	}
	switch v.Kind(n) {
	case graph.KindField, graph.KindStage, graph.KindCapability, graph.KindDiscipline, graph.KindZone, graph.KindRegion:
		return true
	default:
		return false
	}
}

// affected are the touched nodes, their neighbours, and all that belongs to the same bodies.
func (inv *Inventory) affected(touched []snapshot.N) map[snapshot.N]bool {
	out := make(map[snapshot.N]bool)
	for _, n := range touched {
		out[n] = true
		if inv.View.Has(n) {
			for _, other := range inv.View.Edges(n) {
				if !inv.shared(inv.View, other) {
					out[other] = true
				}
			}
		}
	}
	bodies := make(map[snapshot.N]bool)
	for _, n := range touched {
		bodies[n] = true
		if s, is := inv.At(n); is && s.Body != NoNode {
			bodies[s.Body] = true
		}
	}
	for i := range inv.Supplies {
		if s := &inv.Supplies[i]; bodies[s.Body] {
			out[s.Node] = true
		}
	}
	return out
}

// merge puts renewed records in the place of those that are gone, in the order of node
// numbers.
func merge[T any](old, renewed []T, gone func(snapshot.N) bool, node func(*T) snapshot.N) []T {
	out := make([]T, 0, len(old)+len(renewed))
	for i := range old {
		n := node(&old[i])
		for len(renewed) > 0 && cmp.Less(node(&renewed[0]), n) {
			out, renewed = append(out, renewed[0]), renewed[1:]
		}
		if !gone(n) {
			out = append(out, old[i])
		}
	}
	return append(out, renewed...)
}
