package apply

import "chuangmai/graph"

// State is a record as a batch finds it and as it leaves it. P says where a store has a
// record; the zero P is nowhere, or not known.
type State[R Row, P comparable] struct {
	ID    graph.ID
	Place P

	// As stored before the batch.
	Stored   bool
	Was      R
	WasStamp Stamp

	// As the batch leaves it.
	Exists bool
	Now    R
	Stamp  Stamp
	Item   int // of the batch that put it

	touched bool
	before  []byte // image of Was, once asked for
}

// NodeState is the [State] of a node.
type NodeState[P comparable] = State[NodeRow, P]

// EdgeState is the [State] of an edge.
type EdgeState[P comparable] = State[EdgeRow, P]

// Found fills the state with what is stored.
func (st *State[R, P]) Found(r R, stamp Stamp, at P) {
	st.Place = at
	st.Stored, st.Was, st.WasStamp = true, r, stamp
	st.Exists, st.Now, st.Stamp = true, r, stamp
}

// WasImage returns the image of the record as it was stored. It must not be changed.
func (st *State[R, P]) WasImage() ([]byte, error) {
	if st.before == nil {
		var err error
		if st.before, err = st.Was.Image(st.ID, st.WasStamp); err != nil {
			return nil, err
		}
	}
	return st.before, nil
}

func (st *State[R, P]) put(r R, revision graph.Revision, item int) {
	if !st.Exists {
		st.Stamp.Version = 0
	}
	st.Exists, st.Now, st.Item = true, r, item
	st.Stamp.Version++
	st.Stamp.Revision = revision
}

func (st *State[R, P]) drop() {
	st.Exists = false
	st.Stamp.Version, st.Stamp.Revision = 0, 0
}
