package transfer

import (
	"iter"

	"chuangmai/graph"
)

// pair is a record as two stores have it; nil where one does not have it.
type pair[T any] struct{ a, b *T }

// merged joins two streams that are ordered by id.
func merged[T any](a, b iter.Seq2[T, error], id func(*T) graph.ID) iter.Seq2[pair[T], error] {
	return func(yield func(pair[T], error) bool) {
		left, stopLeft := cursorOf(a)
		defer stopLeft()
		right, stopRight := cursorOf(b)
		defer stopRight()
		for {
			x, err := left.head()
			if err != nil {
				yield(pair[T]{}, err)
				return
			}
			y, err := right.head()
			if err != nil {
				yield(pair[T]{}, err)
				return
			}
			switch {
			case x == nil && y == nil:
				return
			case y == nil || x != nil && id(x) < id(y):
				y = nil
			case x == nil || id(y) < id(x):
				x = nil
			}
			if x != nil {
				left.value = nil
			}
			if y != nil {
				right.value = nil
			}
			if !yield(pair[T]{x, y}, nil) {
				return
			}
		}
	}
}

// cursor is a stream with its next element in hand.
type cursor[T any] struct {
	next  func() (T, error, bool)
	value *T
	ended bool
}

func cursorOf[T any](stream iter.Seq2[T, error]) (*cursor[T], func()) {
	next, stop := iter.Pull2(stream)
	return &cursor[T]{next: next}, stop
}

// head returns the next element and leaves it in hand; nil at the end.
func (c *cursor[T]) head() (*T, error) {
	if c.value != nil || c.ended {
		return c.value, nil
	}
	value, err, more := c.next()
	if !more || err != nil {
		c.ended = true
		return nil, err
	}
	c.value = &value
	return c.value, nil
}

func nodeID(n *graph.Node) graph.ID { return n.ID }
func edgeID(e *graph.Edge) graph.ID { return e.ID }

func itemID(it *graph.Item) graph.ID {
	switch {
	case it.Node != nil:
		return it.Node.ID
	case it.Edge != nil:
		return it.Edge.ID
	}
	return it.ID
}

// withoutNodeCounts and withoutEdgeCounts leave out what each store counts for itself.
func withoutNodeCounts(n graph.Node) graph.Node {
	n.Version, n.Revision = 0, 0
	return n
}

func withoutEdgeCounts(e graph.Edge) graph.Edge {
	e.Version, e.Revision = 0, 0
	return e
}

func equalNodes(a, b *graph.Node) bool {
	return sameRecord(withoutNodeCounts(*a), withoutNodeCounts(*b))
}

func equalEdges(a, b *graph.Edge) bool {
	return sameRecord(withoutEdgeCounts(*a), withoutEdgeCounts(*b))
}
