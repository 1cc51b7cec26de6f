package localstore

import (
	"context"
	"encoding/json"
	"fmt"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// The operations by their number in the file.
const (
	opPutNode = iota + 1
	opPutEdge
	opDeleteNode
	opDeleteEdge
)

func opNumber(op graph.Op) int64 {
	switch op {
	case graph.OpPutNode:
		return opPutNode
	case graph.OpPutEdge:
		return opPutEdge
	case graph.OpDeleteNode:
		return opDeleteNode
	case graph.OpDeleteEdge:
		return opDeleteEdge
	}
	return 0
}

// grave is what the log keeps of a delete.
type grave struct {
	ID       graph.ID       `json:"id"`
	Relation graph.Relation `json:"relation,omitempty"`
	Version  int64          `json:"version"`
}

// writeLog writes the changes, and gives earlier ones the images of records that have
// changed.
func (f *flush) writeLog(ctx context.Context) error {
	first := int64(f.Last) - int64(len(f.Entries)) + 1
	b := &f.Batch
	if err := f.w.exec(ctx, "INSERT INTO batch (b, at, actor, reason, load) VALUES (?, ?, ?, ?, ?)", first, f.at.UnixNano(), b.Actor, b.Reason, b.Load); err != nil {
		return err
	}
	for _, n := range f.TouchedNodes {
		if err := moveImage(ctx, f, n); err != nil {
			return err
		}
	}
	for _, e := range f.TouchedEdges {
		if err := moveImage(ctx, f, e); err != nil {
			return err
		}
	}
	rows := f.w.bulk("change", "seq, batch, op, ref, image", "")
	for i := range f.Entries {
		e := &f.Entries[i]
		ref, image, err := kept(e)
		if err != nil {
			return err
		}
		if err := rows.add(ctx, int64(e.Revision), first, opNumber(e.Op), ref, image); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// moveImage gives the log entry that wrote a stored record the image of it, now that the
// record says something else.
func moveImage[R apply.Row](ctx context.Context, f *flush, st *state[R]) error {
	if !st.Stored || int64(st.WasStamp.Revision) < f.s.first.Load() {
		return nil
	}
	image, err := st.WasImage()
	if err != nil {
		return err
	}
	return f.w.exec(ctx, "UPDATE change SET ref = NULL, image = ? WHERE seq = ?", string(image), int64(st.WasStamp.Revision))
}

// kept is what the log keeps of a change: the row of a record that stands as the change
// left it, else an image; of a delete what it deleted.
func kept(e *apply.Entry[int64]) (ref, image any, err error) {
	if number, stands := e.Stands(); stands {
		return number, nil, nil
	}
	text, err := e.Image()
	if err == nil && text == nil {
		text, err = json.Marshal(grave{ID: e.ID, Relation: e.Relation, Version: e.Version})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("change %d: %w", e.Revision, err)
	}
	return nil, string(text), nil
}
