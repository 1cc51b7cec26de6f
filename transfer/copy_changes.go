package transfer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"chuangmai/graph"
)

// catchUpRounds is how often changes made meanwhile are taken in. Each round has only
// those of the one before to take in, so more would be for a source that is written
// without end.
const catchUpRounds = 10

// catchUp takes in what the source's log holds after since and returns up to where.
func (c *copier) catchUp(ctx context.Context, since graph.Revision) (graph.Revision, error) {
	for range catchUpRounds {
		nodes := make(map[graph.ID]bool)
		edges := make(map[edgeName]bool)
		head := since
		for change, err := range c.from.Changes(ctx, since) {
			if err != nil {
				return since, err
			}
			head = change.Seq
			if change.Relation == "" {
				nodes[change.ID] = true
			} else {
				edges[edgeName{change.ID, change.Relation}] = true
			}
		}
		if head == since {
			break
		}
		if err := c.takeIn(ctx, nodes, edges); err != nil {
			return since, err
		}
		since = head
	}
	return since, nil
}

// takeIn brings the named records in the target to what the source has now.
func (c *copier) takeIn(ctx context.Context, nodes map[graph.ID]bool, edges map[edgeName]bool) error {
	var puts []graph.Item
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(nodes)), c.options.Batch) {
		for n, err := range c.from.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
			if err != nil {
				return err
			}
			delete(nodes, n.ID)
			puts = append(puts, graph.Item{Op: graph.OpPutNode, Node: &n})
		}
	}
	names := sortedEdges(edges)
	for group := range slices.Chunk(names, c.options.Batch) {
		for e, err := range c.from.Edges(ctx, graph.EdgeFilter{IDs: idsOf(group)}) {
			if err != nil {
				return err
			}
			delete(edges, edgeName{e.ID, e.Relation})
			puts = append(puts, graph.Item{Op: graph.OpPutEdge, Edge: &e})
		}
	}
	// Deletions first: an id may have come back under another relation.
	if err := c.dropEdges(ctx, sortedEdges(edges)); err != nil {
		return err
	}
	if err := c.dropNodes(ctx, slices.Sorted(maps.Keys(nodes)), c.options.Mirror); err != nil {
		return err
	}
	for i := range puts {
		if puts[i].Node != nil {
			c.report.Nodes.Written++
		} else {
			c.report.Edges.Written++
		}
	}
	return c.put(ctx, puts)
}

func sortedEdges(set map[edgeName]bool) []edgeName {
	return slices.SortedFunc(maps.Keys(set), func(a, b edgeName) int { return strings.Compare(string(a.id), string(b.id)) })
}

func idsOf(list []edgeName) []graph.ID {
	ids := make([]graph.ID, len(list))
	for i, e := range list {
		ids[i] = e.id
	}
	return slices.Compact(ids)
}

// put writes items in batches, one load's records in each.
func (c *copier) put(ctx context.Context, items []graph.Item) error {
	byLoad := make(map[string][]graph.Item)
	for _, it := range items {
		load := c.options.LoadOf(itemID(&it))
		byLoad[load] = append(byLoad[load], it)
	}
	for _, load := range slices.Sorted(maps.Keys(byLoad)) {
		for group := range slices.Chunk(byLoad[load], c.options.Batch) {
			ch := &chunk{batch: graph.Batch{Load: load, Items: group}}
			c.prepare(ctx, ch)
			if err := c.write(ctx, ch); err != nil {
				return err
			}
		}
	}
	return nil
}

// extras deletes from the target what the source does not have, or counts it.
func (c *copier) extras(ctx context.Context) error {
	if !c.options.Mirror {
		c.report.Nodes.Extra, c.report.Edges.Extra = len(c.extraNodes), len(c.extraEdges)
		return nil
	}
	if err := c.dropEdges(ctx, c.extraEdges); err != nil {
		return err
	}
	return c.dropNodes(ctx, c.extraNodes, true)
}

// dropEdges deletes those edges that the target has.
func (c *copier) dropEdges(ctx context.Context, list []edgeName) error {
	for group := range slices.Chunk(list, c.options.Batch) {
		var items []graph.Item
		for e, err := range c.to.Edges(ctx, graph.EdgeFilter{IDs: idsOf(group)}) {
			if err != nil {
				return err
			}
			if slices.Contains(group, edgeName{e.ID, e.Relation}) {
				items = append(items, graph.Item{Op: graph.OpDeleteEdge, ID: e.ID, Relation: e.Relation})
			}
		}
		if err := c.drop(ctx, items); err != nil {
			return err
		}
		c.report.Edges.Deleted += len(items)
	}
	return nil
}

// dropNodes deletes those nodes that the target has. One that has edges of its own there
// stays unless they are to go with it.
func (c *copier) dropNodes(ctx context.Context, list []graph.ID, withEdges bool) error {
	for group := range slices.Chunk(list, c.options.Batch) {
		var items []graph.Item
		for n, err := range c.to.Nodes(ctx, graph.NodeFilter{IDs: group}) {
			if err != nil {
				return err
			}
			if !withEdges {
				held, err := c.held(ctx, n.ID)
				if err != nil {
					return err
				}
				if held {
					c.report.Nodes.Extra++
					continue
				}
			}
			items = append(items, graph.Item{Op: graph.OpDeleteNode, ID: n.ID, WithEdges: withEdges})
		}
		if err := c.drop(ctx, items); err != nil {
			return err
		}
		c.report.Nodes.Deleted += len(items)
	}
	return nil
}

// held reports whether a node of the target has edges.
func (c *copier) held(ctx context.Context, id graph.ID) (bool, error) {
	for _, err := range c.to.Edges(ctx, graph.EdgeFilter{Touching: id, Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}

func (c *copier) drop(ctx context.Context, items []graph.Item) error {
	if len(items) == 0 {
		return nil
	}
	ch := &chunk{batch: graph.Batch{Items: items}}
	c.prepare(ctx, ch)
	return c.write(ctx, ch)
}
