package graph

import (
	"context"
	"iter"
	"time"
)

// Revision counts the changes of a store from 1, without gaps and in commit order.
// Revision 0 is an empty store.
type Revision int64

// Op says what an item of a batch, or a change of the log, does.
type Op string

// The operations.
const (
	OpPutNode    Op = "put_node"
	OpPutEdge    Op = "put_edge"
	OpDeleteNode Op = "delete_node"
	OpDeleteEdge Op = "delete_edge"
)

// MaxBatch is the greatest number of items in one [Batch].
const MaxBatch = 10_000

// Item is one step of a [Batch]. A put replaces the whole record or makes it.
type Item struct {
	Op   Op
	Node *Node // for OpPutNode
	Edge *Edge // for OpPutEdge
	// ID names what is deleted; Relation too when that is an edge.
	ID       ID
	Relation Relation
	// WithEdges lets OpDeleteNode delete the node's edges too.
	WithEdges bool
	// Expect is the version the record must have; 0: it must not exist; nil: any. An
	// edge is addressed by relation and id: under another relation it does not exist.
	Expect *int64
}

// Batch is what one [Writer.Apply] writes: all of it or nothing.
type Batch struct {
	Items []Item
	// Actor and Reason go into the log.
	Actor, Reason string
	// Key makes a repeated Apply of the same batch return the first one's revision and
	// change nothing; "" for none. Keys are remembered for at least a day.
	Key string
	// Load names the load this batch is part of. The store keeps, once per load and
	// record, the record as it was before, so that the load can be undone; "" for none.
	// A batch under the name of a load that was forgotten begins that load anew.
	Load string
}

// Change is one entry of the change log.
type Change struct {
	Seq      Revision
	At       time.Time // of the batch, in UTC; equal for all its changes
	Actor    string
	Reason   string
	Load     string
	Op       Op
	ID       ID
	Relation Relation // of an edge
	Version  int64    // the version written; of a delete, the version deleted
	Node     *Node    // after-image of OpPutNode
	Edge     *Edge    // after-image of OpPutEdge
}

// NodeFilter restricts [Reader.Nodes]; a zero field does not restrict.
type NodeFilter struct {
	IDs   []ID
	Kinds []Kind
	// After leaves out ids up to and including it, in byte order.
	After ID
	// Limit is the greatest number returned; 0: no limit.
	Limit int
	// AnyOrder allows the store's own order, which is faster for a whole scan.
	AnyOrder bool
}

// EdgeFilter restricts [Reader.Edges]; a zero field does not restrict. An edge must
// meet every field that is set.
type EdgeFilter struct {
	IDs       []ID
	Relations []Relation
	From, To  ID
	// Touching keeps edges with this node at either end.
	Touching ID
	After    ID
	Limit    int
	AnyOrder bool
}

// Reader reads records as last committed.
//
// Nodes and Edges stream each record once, in ascending byte order of id unless
// AnyOrder is set. While others write, a stream may or may not show their writes, but
// never half a record. A stream may be left early, and other methods, Apply too, may be
// called while it is read. An error ends the stream and is its last element; a
// cancelled context ends it with the context's error. IDs that do not exist are
// passed over. Records returned belong to the caller.
type Reader interface {
	// Node returns the node. A missing one is [ErrNotFound].
	Node(ctx context.Context, id ID) (Node, error)
	// Edge returns the edge. A missing one, or one of another relation, is [ErrNotFound].
	Edge(ctx context.Context, relation Relation, id ID) (Edge, error)
	Nodes(ctx context.Context, filter NodeFilter) iter.Seq2[Node, error]
	Edges(ctx context.Context, filter EdgeFilter) iter.Seq2[Edge, error]
}

// Writer changes the store.
type Writer interface {
	// Apply writes the batch atomically and durably and returns the revision of its
	// last change; when it changes nothing, the current head.
	//
	// The batch must pass [Batch.Check]; otherwise, or when an edge's end is missing, a
	// deleted node keeps edges, or an edge id exists under another relation or a node id
	// with another kind, the error is an [*InvalidError] whose pointers start at the batch's
	// items and nothing is written. Items act in order, but ends and remaining edges are
	// checked at the end, so an edge may precede its nodes. An expected version that
	// does not hold is a [*ConflictError]. Putting a record equal to the stored one, but for
	// version and revision, changes nothing and is not logged. Deleting what does not exist
	// is [ErrNotFound]. A node deleted with its edges logs those first, by id. A record made
	// anew after a delete has version 1. A cancelled context leaves either all or
	// nothing; a caller who needs to know repeats with the same Key.
	//
	// Of several breaches those of Check are reported alone; else the first item, in
	// order, that expects a version which does not hold or deletes what is not there; else
	// all the others together. A Key that was used for another batch, in any of its
	// fields, is [ErrKeyReused] before all but Check; a batch that failed leaves its Key
	// unused. Apply keeps nothing of the batch and changes nothing in it.
	Apply(ctx context.Context, batch Batch) (Revision, error)
}

// Preparer is a writer that can do, ahead of the batch's turn, what of writing it needs
// nothing but the batch. It lets a load prepare one batch while another is written.
type Preparer interface {
	// Prepare returns what writes the batch, to be called once, later. Its errors are those
	// that Apply would have; calling what it returns has the others. The batch must not be
	// changed in between.
	Prepare(ctx context.Context, batch Batch) (Prepared, error)
}

// Prepared writes a prepared batch, as [Writer].Apply does.
type Prepared func(ctx context.Context) (Revision, error)

// Prepare prepares a batch with a writer that can, and leaves all to Apply with one that
// cannot.
func Prepare(ctx context.Context, w Writer, batch Batch) (Prepared, error) {
	if p, can := w.(Preparer); can {
		return p.Prepare(ctx, batch)
	}
	return func(ctx context.Context) (Revision, error) { return w.Apply(ctx, batch) }, nil
}

// Log is the change log, which followers read to keep their projections current.
type Log interface {
	// Head returns the revision of the last change, 0 in an empty store.
	Head(ctx context.Context) (Revision, error)
	// Changes streams the changes after since in order, without gaps, up to the head at
	// the time of the call or later. When the log no longer holds the change after since, the
	// first element is [ErrLogTrimmed]; a log that is trimmed past the reader meanwhile
	// ends the stream with it. A since beyond the head is an empty stream.
	Changes(ctx context.Context, since Revision) iter.Seq2[Change, error]
	// Trim forgets changes up to and including through that are older than before, and
	// returns the first revision the log still holds (head+1 when it holds none).
	Trim(ctx context.Context, through Revision, before time.Time) (Revision, error)
}

// LoadInfo describes a load.
type LoadInfo struct {
	ID       string
	Actor    string
	Reason   string
	Started  time.Time // of its first batch
	Records  int64     // records it touched
	Undone   bool      // [Loads.Forget] was called
	LastSeen Revision  // revision of its last change, 0 when it changed nothing
}

// Prior is a record as it was before a load first touched it.
type Prior struct {
	// Restore puts the record back as it was, version and revision of then included, or
	// deletes one that did not exist.
	Restore Item
	// Left is the version the load left behind when it last changed the record, 0 when it
	// deleted it; what others did since does not show.
	Left int64
}

// Loads keeps what is needed to undo a load.
type Loads interface {
	// Loads lists the loads, also those that changed nothing, the newest first and by id
	// where they began at the same time.
	Loads(ctx context.Context) ([]LoadInfo, error)
	// Prior streams what the load touched: edges to delete, then nodes to delete, then
	// nodes to put, then edges to put, each by id. An unknown load is [ErrNotFound], one
	// that was forgotten an empty stream.
	Prior(ctx context.Context, load string) iter.Seq2[Prior, error]
	// Forget marks the load as undone and drops its prior records; doing so again is no
	// error. An unknown load is [ErrNotFound].
	Forget(ctx context.Context, load string) error
}

// Store keeps the network. All methods may be called from several goroutines. After
// Close every other method returns [ErrClosed], streams that are being read end with
// it, and closing again does nothing.
type Store interface {
	Reader
	Writer
	Log
	Loads
	// Ping reports within the context's deadline whether the store answers.
	Ping(ctx context.Context) error
	Close() error
}
