package localstore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// flush writes what a plan has worked out, within its transaction.
type flush struct {
	*plan
	at      time.Time
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
	if len(f.entries) > 0 {
		steps = append(steps, f.keepPriors, f.writeNodes, f.writeEdges, f.removeEdges, f.removeNodes, f.writeLog, f.noteMade)
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
	for _, n := range f.touchedNodes {
		if n.exists {
			f.w.ends[n.id] = n.number
		} else {
			delete(f.w.ends, n.id)
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
	for _, n := range f.nodes {
		if n.stored {
			return false
		}
	}
	for _, e := range f.edges {
		if e.stored {
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

func (f *flush) writeNodes(ctx context.Context) error {
	rows := f.w.bulk("node", nodeInsert, "")
	for _, n := range f.touchedNodes {
		if !n.exists {
			continue
		}
		number := f.numberOf(n.id)
		sources, err := f.source(ctx, n.now.sources)
		if err != nil {
			return err
		}
		r := &n.now
		values := []any{
			f.s.kinds.byKey[r.kind], r.name, r.nameEn, r.aliases, r.region, r.from, r.to, sources,
			r.visibility, flag(r.synthetic), r.properties, n.stamp.version, int64(n.stamp.revision), n.stamp.load,
		}
		if n.stored {
			err = f.w.exec(ctx, nodeUpdate, append(values, number)...)
		} else {
			err = rows.add(ctx, append([]any{number, string(n.id)}, values...)...)
		}
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (f *flush) writeEdges(ctx context.Context) error {
	rows := f.w.bulk("edge", edgeInsert, "")
	for _, e := range f.touchedEdges {
		if !e.exists {
			continue
		}
		sources, err := f.source(ctx, e.now.sources)
		if err != nil {
			return err
		}
		r := &e.now
		values := []any{
			f.s.relations.byKey[r.relation], f.numberOf(r.src), f.numberOf(r.dst), r.from, r.to, sources,
			r.visibility, flag(r.synthetic), r.properties, e.stamp.version, int64(e.stamp.revision), e.stamp.load,
		}
		if e.stored {
			err = f.w.exec(ctx, edgeUpdate, append(values, e.number)...)
		} else {
			f.w.lastEdge++
			e.number = f.w.lastEdge
			err = rows.add(ctx, append([]any{e.number, string(e.id)}, values...)...)
		}
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (f *flush) removeEdges(ctx context.Context) error {
	for _, e := range f.touchedEdges {
		if e.stored && !e.exists {
			if err := f.w.exec(ctx, "DELETE FROM edge WHERE e = ?", e.number); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *flush) removeNodes(ctx context.Context) error {
	for _, n := range f.touchedNodes {
		if n.stored && !n.exists {
			if err := f.w.exec(ctx, "DELETE FROM node WHERE n = ?", n.number); err != nil {
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

// writeLog writes the changes, and gives earlier ones the images of records that have
// changed.
func (f *flush) writeLog(ctx context.Context) error {
	first := int64(f.seq) - int64(len(f.entries)) + 1
	b := &f.batch
	if err := f.w.exec(ctx, "INSERT INTO batch (b, at, actor, reason, load) VALUES (?, ?, ?, ?, ?)", first, f.at.UnixNano(), b.Actor, b.Reason, b.Load); err != nil {
		return err
	}
	for _, m := range f.moves {
		if err := f.w.exec(ctx, "UPDATE change SET ref = NULL, image = ? WHERE seq = ?", m.image, int64(m.seq)); err != nil {
			return err
		}
	}
	rows := f.w.bulk("change", "seq, batch, op, ref, image", "")
	for i, e := range f.entries {
		var ref, image any
		switch {
		case e.image != "":
			image = e.image
		case e.node != nil:
			ref = e.node.number
		default:
			ref = e.edge.number
		}
		if err := rows.add(ctx, first+int64(i), first, e.op, ref, image); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// enterLoad finds or makes the load of the batch. A batch under the id of a load that
// was undone starts it anew, under a new number.
func (f *flush) enterLoad(ctx context.Context) error {
	if f.batch.Load == "" {
		return nil
	}
	last := int64(0)
	if len(f.entries) > 0 {
		last = int64(f.seq)
	}
	var undone int64
	known, err := f.w.one(ctx, []any{&f.load, &undone}, "SELECT l, undone FROM load WHERE id = ?", f.batch.Load)
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
			f.load, f.batch.Load, f.batch.Actor, f.batch.Reason, f.at.UnixNano(), last); err != nil {
			return err
		}
	}
	return f.readPriors(ctx)
}
