package app

import (
	"context"
	"maps"
	"slices"

	"chuangmai/graph"
	"chuangmai/link"
)

func sortedIDs[V any](m map[graph.ID]V) []graph.ID { return slices.Sorted(maps.Keys(m)) }

// RelinkReport says what relinking changed.
type RelinkReport struct {
	Nodes   int // nodes read
	Written int // derived edges new or changed
	Deleted int // derived edges that the words no longer imply
}

// relinkBatch is how many changes of relinking are written at once.
const relinkBatch = 2_000

// Relink redoes the derived links of the whole store with the linker's lexicon. What was
// stated is not touched. progress may be nil.
func Relink(ctx context.Context, store graph.Store, linker *link.Linker, progress func(nodes int)) (RelinkReport, error) {
	var report RelinkReport
	old, err := allDerived(ctx, store)
	if err != nil {
		return report, err
	}
	var items []graph.Item
	flush := func() error {
		if len(items) == 0 {
			return nil
		}
		_, err := store.Apply(ctx, graph.Batch{Items: items, Actor: "relink", Reason: linker.Source()})
		items = nil
		return err
	}
	for node, err := range store.Nodes(ctx, graph.NodeFilter{}) {
		if err != nil {
			return report, err
		}
		if !linker.Derives(node.Kind) {
			continue
		}
		report.Nodes++
		for _, it := range relinked(old[node.ID], linker.Edges(&node)) {
			before, had := old[node.ID][target(it)]
			switch {
			case it.Op == graph.OpDeleteEdge:
				report.Deleted++
			case had && sameLink(before, *it.Edge):
				continue
			default:
				report.Written++
			}
			items = append(items, it)
		}
		if len(items) >= relinkBatch {
			if err := flush(); err != nil {
				return report, err
			}
		}
		if progress != nil && report.Nodes%1_000 == 0 {
			progress(report.Nodes)
		}
	}
	return report, flush()
}

// sameLink compares what the linker decides.
func sameLink(a, b graph.Edge) bool {
	return a.To == b.To && a.Visibility == b.Visibility && maps.Equal(scalars(a.Properties), scalars(b.Properties)) &&
		slices.Equal(a.Sources, b.Sources)
}

// scalars keeps the values that can be compared with ==, which are all the linker writes.
func scalars(p graph.Properties) map[string]any {
	out := make(map[string]any, len(p))
	for k, v := range p {
		switch v.(type) {
		case string, int64, float64, bool:
			out[k] = v
		}
	}
	return out
}

// allDerived returns the derived edges of every node.
func allDerived(ctx context.Context, store edgeReader) (map[graph.ID]map[graph.ID]graph.Edge, error) {
	out := make(map[graph.ID]map[graph.ID]graph.Edge)
	for e, err := range store.Edges(ctx, graph.EdgeFilter{Relations: link.Relations(), AnyOrder: true}) {
		if err != nil {
			return nil, err
		}
		if derived, _ := e.Properties.Bool("derived"); !derived {
			continue
		}
		if out[e.From] == nil {
			out[e.From] = make(map[graph.ID]graph.Edge)
		}
		out[e.From][e.ID] = e
	}
	return out, nil
}
