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

// keepPriors keeps what undoing needs. A record the load makes carries the load's
// number and needs no more; it gets an entry of its own as soon as another batch
// changes it. A record that was there before gets an entry with its image when the
// load first changes it.
func (f *flush) keepPriors(ctx context.Context) error {
	if err := f.findLive(ctx); err != nil {
		return err
	}
	known, err := f.findKnown(ctx)
	if err != nil {
		return err
	}
	for _, n := range f.TouchedNodes {
		if err := keepPrior(f, n, false, "", "", known); err != nil {
			return err
		}
	}
	for _, e := range f.TouchedEdges {
		relation := e.Now.Relation
		if e.Stored {
			relation = e.Was.Relation
		}
		if err := keepPrior(f, e, true, relation, e.Now.Relation, known); err != nil {
			return err
		}
	}
	if len(f.priors) == 0 {
		return nil
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
func (f *flush) findKnown(ctx context.Context) (map[string]bool, error) {
	f.keys = priorKeys{}
	if !f.load.kept { // it has none
		f.keys = priorKeys{f.load.number, make(map[string]bool)}
		return f.keys.keys, nil
	}
	if had := f.s.writer.priors; had.load == f.load.number && had.keys != nil {
		f.keys = had
		return had.keys, nil
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
		return nil, err
	}
	known := make(map[string]bool, len(records))
	for _, rec := range records {
		key, _ := value[string](rec, "key")
		known[key] = true
	}
	return known, nil
}

// priorKey is unique for a load and a record.
func priorKey(load int64, edge bool, id graph.ID) string {
	kind := " node "
	if edge {
		kind = " edge "
	}
	return strconv.FormatInt(load, 10) + kind + string(id)
}

// keepPrior does so for one record; relation is an edge's as it was, or now when it is
// new.
func keepPrior[R apply.Row](f *flush, st *apply.State[R, place], edge bool, relation, now graph.Relation, known map[string]bool) error {
	made := int64(0) // the load that made the record and still carries it
	if st.Stored {
		made = st.WasStamp.Load
	}
	st.Stamp.Load = 0
	leaves := int64(0)
	if st.Exists {
		leaves = st.Stamp.Version
	}
	if made != 0 && made != f.load.number {
		if f.live[made] {
			f.prior(made, edge, st.ID, relation, nil, st.WasStamp.Version)
		}
		made = 0
	}
	has := known[priorKey(f.load.number, edge, st.ID)]
	switch {
	case f.load.number == 0:
		return nil
	case made == f.load.number && st.Exists:
		st.Stamp.Load = made
		if now != relation {
			f.load.made.add(edge, st.ID, now)
		}
		return nil
	case made == f.load.number:
		f.prior(made, edge, st.ID, relation, nil, leaves)
		return nil
	}
	if !has {
		f.load.records++
	}
	switch {
	case st.Stored:
		image, err := st.WasImage()
		f.prior(f.load.number, edge, st.ID, relation, image, leaves)
		return err
	case st.Exists && !has:
		st.Stamp.Load = f.load.number
		f.load.made.add(edge, st.ID, relation)
		return nil
	}
	f.prior(f.load.number, edge, st.ID, relation, nil, leaves)
	return nil
}

// prior notes an entry; one that is there stands, but for what the load leaves.
func (f *flush) prior(load int64, edge bool, id graph.ID, relation graph.Relation, image []byte, leaves int64) {
	if load == f.load.number {
		f.load.kept = true
	}
	row := map[string]any{
		"key": priorKey(load, edge, id), "load": load, "edge": edge, "id": string(id), "relation": string(relation), "leaves": leaves,
	}
	if image != nil {
		row["image"] = string(image)
	}
	f.priors = append(f.priors, row)
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
