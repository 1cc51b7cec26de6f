package localstore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"chuangmai/graph"
)

// flush writes what a plan has worked out, within its transaction.
type flush struct {
	*plan
	s  *Store
	w  *writer
	at time.Time
	// Row numbers up to which rows were made before.
	oldNode, oldEdge int64

	sources map[string]int64 // those this transaction has made
	live    map[int64]bool   // loads that can still be undone
	load    int64            // number of the batch's load, 0 for none
	// few: priorIDs are all entries that the load has in table prior.
	few      bool
	priorIDs map[prior]bool
	records  int64 // how many the load touches for the first time
	priors   *bulk
}

func (f *flush) run(ctx context.Context) error {
	steps := []func(context.Context) error{f.remember, f.enterLoad}
	if len(f.Entries) > 0 {
		steps = append(steps, f.keepPriors, f.numberEnds, f.writeNodes, f.writeEdges, f.removeEdges, f.removeNodes, f.writeLog, f.noteMade)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// publish tells the writer what is now on disk.
func (f *flush) publish() {
	f.w.blind = f.allNew()
	if len(f.w.ends) > maxEnds {
		clear(f.w.ends)
	}
	for _, n := range f.TouchedNodes {
		if n.Exists {
			f.w.ends[n.ID] = n.Place
		} else {
			delete(f.w.ends, n.ID)
		}
	}
	if len(f.w.sources)+len(f.sources) > maxSources {
		clear(f.w.sources)
	}
	for body, number := range f.sources {
		f.w.sources[body] = number
	}
}

func (f *flush) allNew() bool {
	for _, n := range f.Nodes {
		if n.Stored {
			return false
		}
	}
	for _, e := range f.Edges {
		if e.Stored {
			return false
		}
	}
	return true
}

const (
	nodeInsert = "n, id, kind, name, name_en, aliases, region, valid_from, valid_to, sources, visibility, synthetic, properties, version, revision, load"
	nodeUpdate = `UPDATE node SET kind = ?, name = ?, name_en = ?, aliases = ?, region = ?, valid_from = ?, valid_to = ?, sources = ?,
visibility = ?, synthetic = ?, properties = ?, version = ?, revision = ?, load = ? WHERE n = ?`
	edgeInsert = "e, id, relation, src, dst, valid_from, valid_to, sources, visibility, synthetic, properties, version, revision, load"
	edgeUpdate = `UPDATE edge SET relation = ?, src = ?, dst = ?, valid_from = ?, valid_to = ?, sources = ?,
visibility = ?, synthetic = ?, properties = ?, version = ?, revision = ?, load = ? WHERE e = ?`
)

// numberEnds gives new nodes at which edges of the batch end their numbers, in the order
// of the edges: they lie close together then.
func (f *flush) numberEnds(context.Context) error {
	for _, e := range f.TouchedEdges {
		if e.Exists {
			f.numberOf(e.Now.From)
			f.numberOf(e.Now.To)
		}
	}
	return nil
}

// numberOf returns the row number of a node that stands at the end of the batch. A new
// one gets its number here.
func (f *flush) numberOf(id graph.ID) int64 {
	n := f.Nodes[id]
	if n == nil {
		return f.Ends[id]
	}
	if n.Place == 0 {
		f.w.lastNode++
		n.Place = f.w.lastNode
	}
	return n.Place
}

func (f *flush) writeNodes(ctx context.Context) error {
	rows := f.w.bulk("node", nodeInsert, "")
	for _, n := range f.TouchedNodes {
		if !n.Exists {
			continue
		}
		number := f.numberOf(n.ID)
		sources, err := f.source(ctx, n.Now.Sources)
		if err != nil {
			return err
		}
		r := &n.Now
		values := []any{
			f.s.kinds.byKey[string(r.Kind)], r.Name, r.NameEn, r.Aliases, r.Region, r.ValidFrom, r.ValidTo, sources,
			visibilityNumber(r.Visibility), flag(r.Synthetic), r.Properties, n.Stamp.Version, int64(n.Stamp.Revision), n.Stamp.Load,
		}
		if n.Stored {
			err = f.w.exec(ctx, nodeUpdate, append(values, number)...)
		} else {
			err = rows.add(ctx, append([]any{number, string(n.ID)}, values...)...)
		}
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (f *flush) writeEdges(ctx context.Context) error {
	rows := f.w.bulk("edge", edgeInsert, "")
	for _, e := range f.TouchedEdges {
		if !e.Exists {
			continue
		}
		sources, err := f.source(ctx, e.Now.Sources)
		if err != nil {
			return err
		}
		r := &e.Now
		values := []any{
			f.s.relations.byKey[string(r.Relation)], f.numberOf(r.From), f.numberOf(r.To), r.ValidFrom, r.ValidTo, sources,
			visibilityNumber(r.Visibility), flag(r.Synthetic), r.Properties, e.Stamp.Version, int64(e.Stamp.Revision), e.Stamp.Load,
		}
		if e.Stored {
			err = f.w.exec(ctx, edgeUpdate, append(values, e.Place)...)
		} else {
			f.w.lastEdge++
			e.Place = f.w.lastEdge
			err = rows.add(ctx, append([]any{e.Place, string(e.ID)}, values...)...)
		}
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (f *flush) removeEdges(ctx context.Context) error {
	for _, e := range f.TouchedEdges {
		if e.Stored && !e.Exists {
			if err := f.w.exec(ctx, "DELETE FROM edge WHERE e = ?", e.Place); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *flush) removeNodes(ctx context.Context) error {
	for _, n := range f.TouchedNodes {
		if n.Stored && !n.Exists {
			if err := f.w.exec(ctx, "DELETE FROM node WHERE n = ?", n.Place); err != nil {
				return err
			}
		}
	}
	return nil
}

// source returns the number of a list of sources, which it adds when it is new.
func (f *flush) source(ctx context.Context, body string) (int64, error) {
	if body == "" {
		return 0, nil
	}
	if number := f.w.sources[body]; number != 0 {
		return number, nil
	}
	if number := f.sources[body]; number != 0 {
		return number, nil
	}
	sum := sha256.Sum256([]byte(body))
	hash := int64(binary.BigEndian.Uint64(sum[:])) //nolint:gosec // any 64 bits will do
	var number int64
	known, err := f.w.one(ctx, []any{&number}, "SELECT s FROM source WHERE hash = ? AND body = ?", hash, body)
	if err == nil && !known {
		_, err = f.w.one(ctx, []any{&number}, "INSERT INTO source (hash, body) VALUES (?, ?) RETURNING s", hash, body)
	}
	if f.sources == nil {
		f.sources = make(map[string]int64)
	}
	f.sources[body] = number
	return number, err
}

// enterLoad finds or makes the load of the batch. A batch under the id of a load that
// was undone starts it anew, under a new number.
func (f *flush) enterLoad(ctx context.Context) error {
	if f.Batch.Load == "" {
		return nil
	}
	last := int64(0)
	if len(f.Entries) > 0 {
		last = int64(f.Last)
	}
	var undone int64
	known, err := f.w.one(ctx, []any{&f.load, &undone}, "SELECT l, undone FROM load WHERE id = ?", f.Batch.Load)
	switch {
	case err != nil:
		return err
	case known && undone == 0:
		if err := f.w.exec(ctx, "UPDATE load SET last_seen = max(last_seen, ?) WHERE l = ?", last, f.load); err != nil {
			return err
		}
	default:
		found, err := f.w.one(ctx, []any{&f.load}, "SELECT coalesce(max(l), 0) + 1 FROM load")
		if err != nil || !found {
			return err
		}
		if err := f.w.exec(ctx, `
INSERT INTO load (l, id, actor, reason, started, last_seen, undone, records) VALUES (?, ?, ?, ?, ?, ?, 0, 0)
ON CONFLICT (id) DO UPDATE SET l = excluded.l, actor = excluded.actor, reason = excluded.reason, started = excluded.started,
last_seen = excluded.last_seen, undone = 0, records = 0`,
			f.load, f.Batch.Load, f.Batch.Actor, f.Batch.Reason, f.at.UnixNano(), last); err != nil {
			return err
		}
	}
	return f.readPriors(ctx)
}
