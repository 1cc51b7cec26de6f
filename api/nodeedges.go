package api

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// GetNodeEdges lists the edges at a node.
func (h *handlers) GetNodeEdges(ctx context.Context, r GetNodeEdgesRequestObject) (GetNodeEdgesResponseObject, error) {
	c := callOf(ctx)
	after, err := c.place(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	if err := h.checkRelations(r.Params.Relation); err != nil {
		return nil, err
	}
	p, err := h.open(c, graph.ID(r.ID))
	if err != nil {
		return nil, err
	}
	defer p.release()
	rows := h.edgeRows(p, r.Params.Relation, string(r.Params.Direction))
	shown := behind(rows, after, limitOr(r.Params.Limit, defaultLimit))
	items := h.edgeItems(ctx, p, shown)
	return GetNodeEdges200JSONResponse{
		Items: items, Total: len(rows), Next: c.nextRow(rows, shown),
		Revision: p.meta.Revision, AsOf: p.meta.AsOf, Degraded: p.meta.Degraded, TookMs: c.took(),
	}, nil
}

// checkRelations refuses relations that the schema does not have.
func (h *handlers) checkRelations(names []string) error {
	var wrong complaints
	for _, name := range names {
		if r := graph.Relation(name); h.schema.Relation(r) == nil {
			wrong.of("relation", graph.CodeUnknownRelation, "value", name, "nearest", h.nearestRelation(r))
		}
	}
	return wrong.as(codeBadRequest)
}

// edgeRow is an edge at a node, with what it is ordered by.
type edgeRow struct {
	rank  int // of relation and direction
	id    graph.ID
	key   edgeKey
	edge  snapshot.E
	other snapshot.N
}

// edgeRows returns the edges at the page's node that are asked for, in their order.
func (h *handlers) edgeRows(p *page, relations []string, direction string) []edgeRow {
	var rows []edgeRow
	for rank, key := range h.order() {
		if len(relations) > 0 && !slices.Contains(relations, string(key.relation)) || direction != "" && direction != key.direction {
			continue
		}
		from := len(rows)
		for e, other := range edgesAt(p.view, p.node, key) {
			rows = append(rows, edgeRow{rank: rank, id: p.view.EdgeID(e), key: key, edge: e, other: other})
		}
		slices.SortFunc(rows[from:], func(a, b edgeRow) int { return cmp.Compare(a.id, b.id) })
	}
	return rows
}

// place writes where a row stands.
func (r edgeRow) place() string { return strconv.Itoa(r.rank) + " " + string(r.id) }

// behind returns the rows behind a place, so many at most. The row of the place may be
// gone: the list goes on behind where it stood.
func behind(rows []edgeRow, place string, limit int) []edgeRow {
	from := 0
	if place != "" {
		rank, id, _ := strings.Cut(place, " ")
		n, err := strconv.Atoi(rank)
		if err != nil {
			n = -1
		}
		from = sort.Search(len(rows), func(i int) bool {
			return rows[i].rank > n || rows[i].rank == n && rows[i].id > graph.ID(id)
		})
	}
	return rows[from:min(from+limit, len(rows))]
}

// nextRow returns the cursor behind the rows shown, "" behind the last of all.
func (c *call) nextRow(all, shown []edgeRow) string {
	if len(shown) == 0 || shown[len(shown)-1].edge == all[len(all)-1].edge {
		return ""
	}
	return c.cursor(shown[len(shown)-1].place())
}

// edgeItems puts rows into the document's form, with the whole records when the store
// gives them in time.
func (h *handlers) edgeItems(ctx context.Context, p *page, rows []edgeRow) []EdgeItem {
	items := make([]EdgeItem, len(rows))
	for i, r := range rows {
		items[i] = EdgeItem{Direction: r.key.direction, Edge: edgeBrief(p.view, r.edge), Other: brief(p.view, r.other)}
	}
	records, err := h.edgeRecords(ctx, rows)
	if err != nil {
		p.degrade("detail")
		return items
	}
	for i, r := range rows {
		if record, found := records[r.id]; found && record.Relation == r.key.relation && p.view.Shows(record.Common) {
			items[i].Record = &record
		}
	}
	return items
}

func (h *handlers) edgeRecords(ctx context.Context, rows []edgeRow) (map[graph.ID]graph.Edge, error) {
	out := make(map[graph.ID]graph.Edge, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	ids := make([]graph.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	reading, cancel := context.WithTimeout(ctx, detailTimeout)
	defer cancel()
	for e, err := range h.store.Edges(reading, graph.EdgeFilter{IDs: ids}) {
		if err != nil {
			return nil, err
		}
		out[e.ID] = e
	}
	return out, nil
}
