package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"chuangmai/graph"
)

// EditOp says what was done to a record by Cypher.
type EditOp string

// The kinds of edits.
const (
	EditAdded   EditOp = "added"
	EditChanged EditOp = "changed"
	EditDeleted EditOp = "deleted"
)

// Codes of a [graph.Problem] that only an edit made in the database can have.
const (
	// CodeNoEntity: a node carries the label of a kind and not the label Entity; params:
	// label.
	CodeNoEntity = "no_entity"
	// CodeOtherLabel: the labels of a node are not those of its kind; params: label.
	CodeOtherLabel = "other_label"
	// CodeSameID: another relationship has the id, or says the same; params: id.
	CodeSameID = "same_id"
)

// Edit is a record that somebody has added, changed or deleted in the database without
// the store.
type Edit struct {
	Op EditOp
	ID graph.ID
	// Kind and Name are a node's; an edge has an empty kind. Either may be unknown where the
	// edit is refused.
	Kind graph.Kind
	Name string
	// Relation, From and To are an edge's.
	Relation graph.Relation
	From, To graph.ID
	// Fields are the properties that a change changed, as they are named in the database, in
	// order; from and to where an edge has other ends. They are empty where the log no
	// longer tells what was there before.
	Fields []string
	// Problems say why the edit cannot be taken in; none: it can. Pointers begin at the
	// record.
	Problems []graph.Problem
	// Applied: the edit stands in the log now.
	Applied bool

	element string // of the server
	edge    bool
	before  before
	tied    bool // an edge's ends both belong to the network
	// nameless: the relationship has no id, and gets the one it would have been given.
	nameless bool
	pending  *sighting // the record itself, until the log has told what was there before
}

// before is what the log says of a record as it was before the edit.
type before struct {
	version  int64 // 0: it did not exist
	node     *graph.Node
	edge     *graph.Edge
	relation graph.Relation
}

// IsEdge reports whether the record is an edge.
func (e *Edit) IsEdge() bool { return e.edge }

// key names a record: nodes and edges have ids of their own.
func (e *Edit) key() string { return recordKey(e.edge, e.ID) }

func recordKey(edge bool, id graph.ID) string {
	if edge {
		return "e" + string(id)
	}
	return "n" + string(id)
}

// ReconcileOptions say how edits are taken in.
type ReconcileOptions struct {
	// Schema is what records must conform to; required.
	Schema *graph.Schema
	// Apply takes the edits in that can be; else nothing is written.
	Apply bool
	// Actor and Reason go into the log.
	Actor, Reason string
	// Origin is the source of added records that state none.
	Origin graph.Source
	// Progress, if any, is told how many records have been looked at since the last call.
	Progress func(records int)
}

// Reconciliation is what [Store.Reconcile] found and did.
type Reconciliation struct {
	// Edits are nodes, then edges, each by id.
	Edits []Edit
	// First is the first revision the log holds. When it is not 1, a deleted record shows only
	// if the log still holds a change of it, so one that the log last wrote before First does
	// not show.
	First graph.Revision
	// Head is the log's last revision when the call ended.
	Head graph.Revision
}

// Reconcile looks for what other programs have done to the network: records whose
// checksum does not fit or is absent, and records that the log calls alive and the
// database does not hold. With Apply it writes into the log what can be taken in, in
// batches of up to a thousand changes, edges that are gone first, then nodes, edges,
// and nodes that are gone last. Each batch is made under the lock that orders writers
// and leaves out records that were written since they were looked at; they are neither
// refused nor applied, and the next call sees them.
//
// Memory grows with the number of edits, not with that of records. On an error what was
// found and done so far is returned beside it.
func (s *Store) Reconcile(ctx context.Context, options ReconcileOptions) (Reconciliation, error) {
	if options.Schema == nil {
		return Reconciliation{}, errors.New("neo4jstore: reconciling needs a schema")
	}
	if err := s.usable(ctx); err != nil {
		return Reconciliation{}, err
	}
	said := graph.Batch{Items: []graph.Item{{Op: graph.OpDeleteNode, ID: "any:id"}}, Actor: options.Actor, Reason: options.Reason}
	if err := said.Check(); err != nil {
		return Reconciliation{}, err
	}
	if options.Progress == nil {
		options.Progress = func(int) {}
	}
	r := newReconciling(s, options)
	err := r.run(ctx)
	slices.SortStableFunc(r.edits, func(a, b *Edit) int {
		return cmp.Or(cmp.Compare(bit(a.edge), bit(b.edge)), compareIDs(a.ID, b.ID), strings.Compare(string(a.Op), string(b.Op)))
	})
	out := Reconciliation{First: r.first, Head: r.through}
	for _, e := range r.edits {
		out.Edits = append(out.Edits, *e)
	}
	return out, s.fault(ctx, "reconcile", err)
}

// reconciling is one call of Reconcile.
type reconciling struct {
	s       *Store
	options ReconcileOptions
	judge   judge
	read    reader

	edits          []*Edit
	first, through graph.Revision // the log as far as it was read
	indexed        map[graph.Relation]bool
	asked          map[string]*before // by key: records whose past only the log knows
	gone           map[string]*Edit   // by key: records the log calls alive and nobody finds
	touched        map[string]bool    // by key: records that others have written since the log was read
	unlabelled     map[graph.ID]bool  // nodes that carry their id still, but not the label Entity
}

func newReconciling(s *Store, options ReconcileOptions) *reconciling {
	return &reconciling{
		s: s, options: options, judge: newJudge(options.Schema, options.Origin),
		indexed: make(map[graph.Relation]bool), asked: make(map[string]*before), gone: make(map[string]*Edit),
		unlabelled: make(map[graph.ID]bool), touched: make(map[string]bool),
	}
}

func (r *reconciling) run(ctx context.Context) error {
	st, err := r.s.state(ctx)
	if err != nil {
		return err
	}
	r.first = st.first
	for _, step := range []func(context.Context) error{r.scanNodes, r.scanEdges, r.readLog, r.settle, r.checkEdges, r.checkDeleted} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if !r.options.Apply {
		return nil
	}
	return r.apply(ctx)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
