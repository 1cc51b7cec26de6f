package snapshot

import (
	"sync"

	"chuangmai/graph"
)

// N numbers a node. A number belongs to one id for the life of a [Numbers] table, in
// all pictures made with it, whether or not the node exists in a given picture.
type N int32

// Numbers gives out the numbers of nodes. It only grows; it is safe for concurrent use.
type Numbers struct {
	mu  sync.RWMutex
	ids map[graph.ID]N
}

// NewNumbers returns an empty table with room for about size ids.
func NewNumbers(size int) *Numbers {
	return &Numbers{ids: make(map[graph.ID]N, size)}
}

// Number returns the number of id and whether it has one.
func (t *Numbers) Number(id graph.ID) (N, bool) {
	t.mu.RLock()
	n, ok := t.ids[id]
	t.mu.RUnlock()
	return n, ok
}

// assign returns the number of id, giving it the next one when it has none.
func (t *Numbers) assign(id graph.ID) N {
	if n, ok := t.Number(id); ok {
		return n
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	n := N(len(t.ids)) //nolint:gosec // far below 2^31 nodes
	t.ids[id] = n
	return n
}

// symbols interns the texts that repeat: properties, terms, notes, regions. Symbol 0
// is the empty text. Only the writer of pictures adds to it; a picture keeps the
// slice as it was, which later additions do not disturb.
type symbols struct {
	byText map[string]int32
	texts  []string
}

func newSymbols() *symbols {
	return &symbols{byText: map[string]int32{"": 0}, texts: []string{""}}
}

func (s *symbols) intern(text string) int32 {
	if n, ok := s.byText[text]; ok {
		return n
	}
	n := int32(len(s.texts)) //nolint:gosec // far below 2^31 texts
	s.byText[text] = n
	s.texts = append(s.texts, text)
	return n
}
