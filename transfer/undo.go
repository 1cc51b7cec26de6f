package transfer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"slices"

	"chuangmai/graph"
)

// Undoable is the store a load is taken back from.
type Undoable interface {
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
	Head(ctx context.Context) (graph.Revision, error)
	Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error)
	Loads(ctx context.Context) ([]graph.LoadInfo, error)
	Prior(ctx context.Context, load string) iter.Seq2[graph.Prior, error]
	Forget(ctx context.Context, load string) error
}

// UndoOptions say how a load is taken back.
type UndoOptions struct {
	// Force takes back also what was changed since, deletes the edges others hung on
	// nodes of the load, and leaves out edges whose ends are gone.
	Force         bool
	Actor, Reason string
	// Batch is the number of records written at a time; 0: 5,000.
	Batch int
	// TempDir is where the prior records are kept meanwhile, "" for the system's folder.
	TempDir string
	// Progress is told how far it is; nil for nobody.
	Progress func(Progress)
}

// UndoReport is the outcome of an undo.
type UndoReport struct {
	Load string
	// Name is that of the undo's own load, under which it can be undone in turn.
	Name string
	// Restored records were written back or deleted; Already were as before; Skipped could
	// not be brought back.
	Restored, Already, Skipped int
	Revision                   graph.Revision
}

// UndoName is the name of the load that undoing a load makes.
func UndoName(load string) string {
	name := "undo:" + load
	if runes := []rune(name); len(runes) > graph.MaxName {
		sum := sha256.Sum256([]byte(load))
		return fmt.Sprintf("undo:%x", sum[:])
	}
	return name
}

// Undo puts everything a load touched back as it was before. When records were
// changed since, or used by others, the error is a [*ConflictsError] and nothing is
// written, unless Force is set. What is written is itself a load. An undo that was
// broken off goes on when it is repeated; repeating a complete one does nothing. An
// unknown load is [graph.ErrNotFound].
func Undo(ctx context.Context, store Undoable, load string, options UndoOptions) (report *UndoReport, err error) {
	if options.Batch < 0 || options.Batch > graph.MaxBatch {
		return nil, fmt.Errorf("%w: a batch has at most %d records", graph.ErrInvalid, graph.MaxBatch)
	}
	if options.Batch == 0 {
		options.Batch = defaultBatch
	}
	report = &UndoReport{Load: load, Name: UndoName(load)}
	if err := checkTexts(options.Actor, options.Reason, report.Name); err != nil {
		return report, err
	}
	loads, err := store.Loads(ctx)
	if err != nil {
		return report, err
	}
	i := slices.IndexFunc(loads, func(info graph.LoadInfo) bool { return info.ID == load })
	if i < 0 {
		return report, fmt.Errorf("load %s: %w", load, graph.ErrNotFound)
	}
	if loads[i].Undone {
		return report, nil
	}
	u := &undo{store: store, options: options, info: loads[i], report: report, conflicts: &ConflictsError{Load: load}}
	defer func() { err = errors.Join(err, u.close()) }()
	if err := u.examine(ctx); err != nil {
		return report, fmt.Errorf("undo %s: %w", load, err)
	}
	if u.conflicts.Total > 0 && !options.Force {
		return report, u.conflicts
	}
	if err := u.write(ctx); err != nil {
		return report, fmt.Errorf("undo %s: %w", load, err)
	}
	return report, store.Forget(ctx, load)
}

// undo is an undo under way.
type undo struct {
	store     Undoable
	options   UndoOptions
	info      graph.LoadInfo
	report    *UndoReport
	conflicts *ConflictsError
	spools    []*spool
	parts     map[graph.Op]*spool // what is to be written, by operation
	// What is to be written, as far as edges and their ends must know of each other.
	edgesGone    map[idHash]bool // deleted, or put back to other ends
	nodesDeleted map[graph.ID]bool
	nodesPut     map[graph.ID]bool
}

func (u *undo) close() (err error) {
	for _, s := range u.spools {
		err = errors.Join(err, s.close())
	}
	return err
}

// writeOrder is that of the operations: nodes are there before edges are put back, and
// rid of theirs before they are deleted.
var writeOrder = [...]graph.Op{graph.OpDeleteEdge, graph.OpPutNode, graph.OpPutEdge, graph.OpDeleteNode}

// examine compares what the load touched with what is stored and spools what is to
// be written.
func (u *undo) examine(ctx context.Context) error {
	u.parts = make(map[graph.Op]*spool)
	for _, op := range writeOrder {
		s, err := newSpool(u.options.TempDir)
		if err != nil {
			return err
		}
		u.spools = append(u.spools, s)
		u.parts[op] = s
	}
	u.edgesGone, u.nodesDeleted, u.nodesPut = make(map[idHash]bool), make(map[graph.ID]bool), make(map[graph.ID]bool)
	var group []graph.Prior
	done := 0
	for p, err := range u.store.Prior(ctx, u.info.ID) {
		if err != nil {
			return err
		}
		// A group is of one operation, so that a later one finds the earlier complete.
		if len(group) == groupSize || len(group) > 0 && group[0].Restore.Op != p.Restore.Op {
			if err := u.examineGroup(ctx, group); err != nil {
				return err
			}
			done += len(group)
			u.progress(PhaseCheck, done, int(u.info.Records))
			group = group[:0]
		}
		group = append(group, p)
	}
	if err := u.examineGroup(ctx, group); err != nil {
		return err
	}
	return u.examineHanging(ctx)
}

func (u *undo) progress(phase Phase, done, total int) {
	if u.options.Progress != nil {
		u.options.Progress(Progress{phase, done, total})
	}
}

// examineGroup decides on records of one operation.
func (u *undo) examineGroup(ctx context.Context, group []graph.Prior) error {
	if len(group) == 0 {
		return nil
	}
	op := group[0].Restore.Op
	current, err := u.current(ctx, op, group)
	if err != nil {
		return err
	}
	ends, err := u.ends(ctx, op, group)
	if err != nil {
		return err
	}
	for _, p := range group {
		id, relation := addressOf(p.Restore)
		have := current[id]
		endless := op == graph.OpPutEdge && (!ends[p.Restore.Edge.From] || !ends[p.Restore.Edge.To])
		switch {
		case have.same(p.Restore):
			u.report.Already++
			continue
		case have.version != p.Left || have.revision > u.info.LastSeen:
			u.conflicts.add(Conflict{ID: id, Relation: relation, Reason: ReasonChanged, Have: have.version, Left: p.Left})
		case endless:
			u.conflicts.add(Conflict{ID: id, Relation: relation, Reason: ReasonEnds, Have: have.version, Left: p.Left})
		}
		if endless {
			u.report.Skipped++
			continue
		}
		if err := u.plan(p.Restore, have.version); err != nil {
			return err
		}
	}
	return nil
}

func addressOf(it graph.Item) (graph.ID, graph.Relation) {
	switch {
	case it.Node != nil:
		return it.Node.ID, ""
	case it.Edge != nil:
		return it.Edge.ID, it.Edge.Relation
	}
	return it.ID, it.Relation
}

// stored is a record as it is now; the zero value is one that does not exist.
type stored struct {
	version  int64
	revision graph.Revision
	node     *graph.Node
	edge     *graph.Edge
}

// same reports whether the record already is as restoring would make it.
func (s stored) same(it graph.Item) bool {
	switch {
	case it.Node != nil && s.node != nil:
		a, b := *it.Node, *s.node
		a.Version, a.Revision, b.Version, b.Revision = 0, 0, 0, 0
		return sameRecord(a, b)
	case it.Edge != nil && s.edge != nil:
		a, b := *it.Edge, *s.edge
		a.Version, a.Revision, b.Version, b.Revision = 0, 0, 0, 0
		return sameRecord(a, b)
	}
	return it.Node == nil && it.Edge == nil && s.version == 0
}

// current reads the records of a group as they are now.
func (u *undo) current(ctx context.Context, op graph.Op, group []graph.Prior) (map[graph.ID]stored, error) {
	ids := make([]graph.ID, len(group))
	for i, p := range group {
		ids[i], _ = addressOf(p.Restore)
	}
	out := make(map[graph.ID]stored, len(ids))
	if op == graph.OpPutNode || op == graph.OpDeleteNode {
		for n, err := range u.store.Nodes(ctx, graph.NodeFilter{IDs: ids, AnyOrder: true}) {
			if err != nil {
				return nil, err
			}
			out[n.ID] = stored{n.Version, n.Revision, &n, nil}
		}
		return out, nil
	}
	for e, err := range u.store.Edges(ctx, graph.EdgeFilter{IDs: ids, AnyOrder: true}) {
		if err != nil {
			return nil, err
		}
		out[e.ID] = stored{e.Version, e.Revision, nil, &e}
	}
	return out, nil
}

// ends tells which ends of edges that are to be put back will exist.
func (u *undo) ends(ctx context.Context, op graph.Op, group []graph.Prior) (map[graph.ID]bool, error) {
	if op != graph.OpPutEdge {
		return nil, nil //nolint:nilnil // no edge, no ends
	}
	exist := make(map[graph.ID]bool)
	var ids []graph.ID
	for _, p := range group {
		for _, id := range []graph.ID{p.Restore.Edge.From, p.Restore.Edge.To} {
			if exist[id] = u.nodesPut[id]; !exist[id] {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return exist, nil
	}
	for n, err := range u.store.Nodes(ctx, graph.NodeFilter{IDs: ids, AnyOrder: true}) {
		if err != nil {
			return nil, err
		}
		exist[n.ID] = !u.nodesDeleted[n.ID]
	}
	return exist, nil
}

// plan spools a record to be written. Unless forced, it must by then still have the
// version it has now.
func (u *undo) plan(it graph.Item, have int64) error {
	var line Line
	version := make([]byte, 0, 20)
	switch it.Op {
	case graph.OpPutNode:
		line.Node = it.Node
		u.nodesPut[it.Node.ID] = true
	case graph.OpPutEdge:
		line.Edge = it.Edge
		u.edgesGone[hashID(it.Edge.ID)] = true
	case graph.OpDeleteNode:
		line.Delete = &Delete{Node: it.ID, Edges: u.options.Force}
		u.nodesDeleted[it.ID] = true
	case graph.OpDeleteEdge:
		line.Delete = &Delete{Edge: it.ID, Relation: it.Relation}
		u.edgesGone[hashID(it.ID)] = true
	}
	if !u.options.Force {
		version = fmt.Append(version, have)
	}
	text, err := marshalLine(line)
	if err != nil {
		return err
	}
	_, err = u.parts[it.Op].add(version, text)
	return err
}
