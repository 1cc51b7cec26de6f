package neo4jstore

import (
	"context"
	"encoding/json"
	"strconv"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// loadState is the load of a batch: as it was before and as the batch leaves it.
type loadState struct {
	number  int64          // 0 for none
	record  map[string]any // what changes in its node
	records int64          // records it touched
	kept    bool           // it has records of its own in _Prior
	made    madeRecords    // by this batch
}

// madeRecords are the ids of records that a batch made for its load.
type madeRecords struct {
	Nodes []graph.ID                    `json:"nodes,omitempty"`
	Edges map[graph.Relation][]graph.ID `json:"edges,omitempty"`
}

// enterLoad finds or begins the load of the batch. A batch under the id of a load that
// was undone begins it anew, under a new number.
func (f *flush) enterLoad(ctx context.Context) error {
	if f.Batch.Load == "" {
		return nil
	}
	records, err := f.t.run(ctx, textLoad, map[string]any{"id": f.Batch.Load})
	if err != nil {
		return err
	}
	last := int64(0)
	if len(f.Entries) > 0 {
		last = int64(f.Last)
	}
	if len(records) == 1 {
		had := record(records[0])
		if undone, _ := had["undone"].(bool); !undone {
			f.load.number, _ = had["number"].(int64)
			f.load.records, _ = had["records"].(int64)
			f.load.kept, _ = had["priors"].(bool)
			seen, _ := had["last_seen"].(int64)
			f.load.record = map[string]any{"last_seen": max(seen, last)}
			return nil
		}
	}
	f.load.number = f.state.loads + 1
	f.load.record = map[string]any{
		"number": f.load.number, "actor": f.Batch.Actor, "reason": f.Batch.Reason, "started": f.at.UnixNano(),
		"last_seen": last, "undone": false, "records": int64(0), "priors": false,
	}
	return nil
}

// saveLoad writes the load's node and where the records are that the batch made.
func (f *flush) saveLoad(ctx context.Context) error {
	if f.load.number == 0 {
		return nil
	}
	made := f.load.made
	if len(made.Nodes)+len(made.Edges) > 0 {
		record := map[string]any{"load": f.load.number}
		text, err := json.Marshal(made)
		if err == nil {
			err = pack(record, "records", text)
		}
		if err == nil {
			_, err = f.t.exec(ctx, textSaveMade, map[string]any{"record": record})
		}
		if err != nil {
			return err
		}
	}
	f.load.record["records"], f.load.record["priors"] = f.load.records, f.load.kept
	_, err := f.t.exec(ctx, textSaveLoad, map[string]any{"id": f.Batch.Load, "record": f.load.record})
	return err
}

// keepPriors keeps what undoing needs.
func (f *flush) keepPriors(ctx context.Context) error {
	if err := f.findLive(ctx); err != nil {
		return err
	}
	if err := f.findKnown(ctx); err != nil {
		return err
	}
	records, err := f.KeepPriors(ctx, f.load.number, f)
	f.load.records += records
	if err != nil || len(f.priors) == 0 {
		return err
	}
	_, err = f.t.exec(ctx, textSavePriors, map[string]any{"rows": f.priors})
	return err
}

// findLive looks which loads, of those that made records the batch changes, can still
// be undone; they are about to get entries.
func (f *flush) findLive(ctx context.Context) error {
	f.live = make(map[int64]bool)
	var numbers []int64
	note := func(stored bool, load int64) {
		if _, asked := f.live[load]; stored && load != 0 && load != f.load.number && !asked {
			f.live[load] = false
			numbers = append(numbers, load)
		}
	}
	for _, n := range f.TouchedNodes {
		note(n.Stored, n.WasStamp.Load)
	}
	for _, e := range f.TouchedEdges {
		note(e.Stored, e.WasStamp.Load)
	}
	if len(numbers) == 0 {
		return nil
	}
	records, err := f.t.run(ctx, textAlive, map[string]any{"numbers": numbers})
	if err != nil {
		return err
	}
	for _, rec := range records {
		number, _ := value[int64](rec, "number")
		f.live[number] = true
	}
	return nil
}

// findKnown looks which of the touched records the load has an entry of.
func (f *flush) findKnown(ctx context.Context) error {
	f.keys = priorKeys{}
	if !f.load.kept { // it has none
		f.keys = priorKeys{f.load.number, make(map[string]bool)}
		f.known = f.keys.keys
		return nil
	}
	if had := f.s.writer.priors; had.load == f.load.number && had.keys != nil {
		f.keys, f.known = had, had.keys
		return nil
	}
	var keys []string
	for _, n := range f.TouchedNodes {
		keys = append(keys, priorKey(f.load.number, false, n.ID))
	}
	for _, e := range f.TouchedEdges {
		keys = append(keys, priorKey(f.load.number, true, e.ID))
	}
	records, err := f.t.run(ctx, textHasPriors, map[string]any{"keys": keys})
	if err != nil {
		return err
	}
	f.known = make(map[string]bool, len(records))
	for _, rec := range records {
		key, _ := value[string](rec, "key")
		f.known[key] = true
	}
	return nil
}

// priorKey is unique for a load and a record.
func priorKey(load int64, edge bool, id graph.ID) string {
	kind := " node "
	if edge {
		kind = " edge "
	}
	return strconv.FormatInt(load, 10) + kind + string(id)
}

// Live implements [apply.Keeper].
func (f *flush) Live(_ context.Context, load int64) (bool, error) { return f.live[load], nil }

// Kept implements [apply.Keeper].
func (f *flush) Kept(_ context.Context, load int64, edge bool, id graph.ID) (bool, error) {
	return f.known[priorKey(load, edge, id)], nil
}

// Keep implements [apply.Keeper]: entries are written together.
func (f *flush) Keep(_ context.Context, entry apply.Prior) error {
	if entry.Load == f.load.number {
		f.load.kept = true
	}
	row := map[string]any{
		"key": priorKey(entry.Load, entry.Edge, entry.ID), "load": entry.Load, "edge": entry.Edge, "id": string(entry.ID),
		"relation": string(entry.Relation), "leaves": entry.Left,
	}
	if entry.Image != nil {
		row["image"] = string(entry.Image)
	}
	f.priors = append(f.priors, row)
	return nil
}

// Made implements [apply.Keeper].
func (f *flush) Made(edge bool, id graph.ID, relation graph.Relation) {
	f.load.made.add(edge, id, relation)
}

func (m *madeRecords) add(edge bool, id graph.ID, relation graph.Relation) {
	if !edge {
		m.Nodes = append(m.Nodes, id)
		return
	}
	if m.Edges == nil {
		m.Edges = make(map[graph.Relation][]graph.ID)
	}
	m.Edges[relation] = append(m.Edges[relation], id)
}
