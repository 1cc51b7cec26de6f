package snapshot

// chunkRows is the number of rows that are copied together when one of them changes.
const chunkRows = 256

// chunks is a growing array in pieces. Writing copies the piece once per edition,
// so that an older edition keeps its rows.
type chunks[T any] struct {
	pieces []*[chunkRows]T
	n      int // rows in use
}

// at returns the row i, which must be below n. The caller must not write through it.
func (c *chunks[T]) at(i int32) *T { return &c.pieces[i/chunkRows][i%chunkRows] }

// edition is a writer's view of chunks: it owns the pieces it has copied or added.
type edition[T any] struct {
	chunks[T]
	owned []bool
}

// edit starts an edition of c; c itself stays as it is.
func (c chunks[T]) edit() edition[T] {
	pieces := make([]*[chunkRows]T, len(c.pieces), len(c.pieces)+1)
	copy(pieces, c.pieces)
	return edition[T]{chunks[T]{pieces, c.n}, make([]bool, len(pieces))}
}

// write returns the row i for writing, copying its piece when it is shared; rows up to i
// are added when missing.
func (e *edition[T]) write(i int32) *T {
	for int(i) >= len(e.pieces)*chunkRows {
		e.pieces = append(e.pieces, new([chunkRows]T))
		e.owned = append(e.owned, true)
	}
	e.n = max(e.n, int(i)+1)
	piece := i / chunkRows
	if !e.owned[piece] {
		copied := *e.pieces[piece]
		e.pieces[piece] = &copied
		e.owned[piece] = true
	}
	return &e.pieces[piece][i%chunkRows]
}
