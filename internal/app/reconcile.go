package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
	"chuangmai/lexicon"
	"chuangmai/link"
)

// reconcileActor stands in the change log for edits made in the database.
const reconcileActor = "reconcile"

// ErrNotEdited says that the store is none that other programs can edit.
var ErrNotEdited = errors.New("nothing but the service writes into this store")

// ReconcileOptions say what [Reconcile] does with the edits it finds.
type ReconcileOptions struct {
	// Apply takes in what can be; else nothing is written.
	Apply bool
	// Reason goes into the log; "": one that says where the edits come from.
	Reason string
}

// ReconcileReport is what [Reconcile] found and did.
type ReconcileReport struct {
	neo4jstore.Reconciliation

	// Taken, Refused and Left count the edits that stand in the log now, those that cannot
	// be taken in, and those that can and are not.
	Taken, Refused, Left int
	// Relinked is how many of the records taken in had their derived links read anew.
	Relinked int
	// Relink: the words that derived links rest on have changed, so all should be redone.
	Relink bool
}

// Reconcile reports what other programs have done to the network in the server that the
// settings name and, when asked, takes it into the change log and redoes the derived
// links of the nodes concerned. A store that has no server is [ErrNotEdited].
func Reconcile(ctx context.Context, settings configs.Settings, how ReconcileOptions, options Options) (report *ReconcileReport, err error) {
	options = options.withDefaults()
	if settings.Store.Kind == "local" {
		return nil, ErrNotEdited
	}
	lex, _, err := knowledge(options.Lexicon)
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(ctx, settings, options.Clock)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return reconcile(ctx, store, lex, how, options)
}

func reconcile(ctx context.Context, store graph.Store, lex *lexicon.Lexicon, how ReconcileOptions, options Options) (*ReconcileReport, error) {
	edited, can := store.(interface {
		Reconcile(ctx context.Context, options neo4jstore.ReconcileOptions) (neo4jstore.Reconciliation, error)
	})
	if !can {
		return nil, ErrNotEdited
	}
	if how.Reason == "" {
		how.Reason = "edited in Neo4j"
	}
	total, seen := size(ctx, store), 0
	found, err := edited.Reconcile(ctx, neo4jstore.ReconcileOptions{
		Schema: graph.BuiltinSchema(), Apply: how.Apply, Actor: reconcileActor, Reason: how.Reason,
		Origin: graph.Source{Title: "Neo4j", Seen: graph.DateOf(options.Clock())},
		Progress: func(records int) {
			seen += records
			options.Progress("reconcile", seen, max(total, seen))
		},
	})
	report := &ReconcileReport{Reconciliation: found}
	var changed []graph.ID
	for i := range found.Edits {
		e := &found.Edits[i]
		switch {
		case e.Applied:
			report.Taken++
			report.Relink = report.Relink || e.Kind == graph.KindCapability
			if !e.IsEdge() && e.Op != neo4jstore.EditDeleted {
				changed = append(changed, e.ID)
			}
		case len(e.Problems) > 0:
			report.Refused++
		default:
			report.Left++
		}
	}
	if err != nil || len(changed) == 0 {
		return report, err
	}
	if report.Relinked, err = relinkNodes(ctx, store, lex, changed, how.Reason); err != nil {
		return report, fmt.Errorf("derived links: %w", err)
	}
	report.Head, err = store.Head(ctx)
	return report, err
}

// relinkNodes redoes the derived links of nodes. Each is put as it stands, which changes
// nothing of it, through the store that derives links. It returns how many were read.
func relinkNodes(ctx context.Context, store graph.Store, lex *lexicon.Lexicon, ids []graph.ID, reason string) (int, error) {
	b, err := newLinking(ctx, store, lex)
	if err != nil {
		return 0, err
	}
	done := 0
	for part := range slices.Chunk(ids, relinkNodesBatch) {
		n, err := relinkPart(ctx, b, part, reason)
		if errors.Is(err, graph.ErrConflict) || errors.Is(err, graph.ErrNotFound) { // written meanwhile, and so linked
			n = 0
			for _, id := range part {
				one, err := relinkPart(ctx, b, []graph.ID{id}, reason)
				if err != nil && !errors.Is(err, graph.ErrConflict) && !errors.Is(err, graph.ErrNotFound) {
					return done, err
				}
				n += one
			}
		} else if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// relinkNodesBatch is how many nodes are linked at once.
const relinkNodesBatch = 500

// newLinking derives links by the lexicon with the network's own capabilities.
func newLinking(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) (*linkingStore, error) {
	words, err := extended(ctx, store, lex)
	if err != nil {
		return nil, err
	}
	linker := link.New(words, graph.BuiltinSchema())
	return &linkingStore{Store: store, linker: func() *link.Linker { return linker }, written: func(graph.Revision) {}}, nil
}

func relinkPart(ctx context.Context, b *linkingStore, ids []graph.ID, reason string) (int, error) {
	batch := graph.Batch{Actor: reconcileActor, Reason: reason}
	for n, err := range b.Nodes(ctx, graph.NodeFilter{IDs: ids}) {
		if err != nil {
			return 0, err
		}
		if !b.linker().Derives(n.Kind) {
			continue
		}
		version := n.Version
		n.Normalise()
		batch.Items = append(batch.Items, graph.Item{Op: graph.OpPutNode, Node: &n, Expect: &version})
	}
	if len(batch.Items) == 0 {
		return 0, nil
	}
	_, err := b.Apply(ctx, batch)
	return len(batch.Items), err
}
