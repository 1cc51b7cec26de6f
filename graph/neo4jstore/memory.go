package neo4jstore

import (
	"context"
	"hash/maphash"
	"maps"

	"chuangmai/graph"
)

// writer is what this process's writer remembers between batches. It holds as long as
// the head is where this process left it.
type writer struct {
	at graph.Revision
	// places are where nodes are; such nodes exist, and need not be looked up when an edge
	// names them.
	places map[graph.ID]place
	// all are the ids of all records, when it is known; what is not among them is new.
	all idSet
	// many: there are too many records for all.
	many bool
	// worth is the number of items for which a batch reads all ids.
	worth int
	// priors are the keys of all entries that a load has in _Prior.
	priors priorKeys
	// indexed are the relations whose constraint is known to be there.
	indexed map[graph.Relation]bool
}

// place is the number by which the server finds a node at once, and one more; another
// node may get it when the node is deleted.
type place int64

// number is the server's, -1 when the place is not known.
func (p place) number() int64 { return int64(p) - 1 }

const (
	nowhere place = 0 // the node's place has not been asked for

	maxPlaces = 600_000   // remembered
	maxIDs    = 4_000_000 // remembered, of nodes and edges

	manyItems  = 1000   // make it worth reading all ids
	fewRecords = 20_000 // whose ids are read
)

// forget gives up what may no longer hold.
func (w *writer) forget() {
	w.at = -1
	clear(w.places)
	w.all.hashes = nil
	w.priors = priorKeys{}
}

// learn takes in what a batch has stored.
func (w *writer) learn(f *flush) {
	w.at = f.Last
	if w.places == nil || len(w.places) > maxPlaces {
		w.places = make(map[graph.ID]place)
	}
	for id, at := range f.Ends {
		if at != nowhere {
			w.places[id] = at
		}
	}
	for _, n := range f.Nodes {
		if n.Exists && n.Place != nowhere {
			w.places[n.ID] = n.Place
		} else {
			delete(w.places, n.ID)
		}
	}
	for _, n := range f.TouchedNodes {
		w.all.add(n.ID)
	}
	for _, e := range f.TouchedEdges {
		w.all.add(e.ID)
	}
	if len(w.all.hashes) > maxIDs {
		w.all.hashes, w.many = nil, true
	}
	w.priors = f.keys.with(f.load.number, f.priors)
}

// idSet holds hashes of ids: what is not in it has not been added. A nil set knows
// nothing.
type idSet struct {
	seed   maphash.Seed
	hashes map[uint64]struct{}
}

func newIDSet() idSet {
	return idSet{seed: maphash.MakeSeed(), hashes: make(map[uint64]struct{})}
}

func (s *idSet) add(id graph.ID) {
	if s.hashes != nil {
		s.hashes[maphash.String(s.seed, string(id))] = struct{}{}
	}
}

// lacks reports whether the id is known not to be there.
func (s *idSet) lacks(id graph.ID) bool {
	if s.hashes == nil {
		return false
	}
	_, found := s.hashes[maphash.String(s.seed, string(id))]
	return !found
}

// readIDs fills the writer's set when a large batch meets a store with few records, as
// at the beginning of a load, so that what is new in it need not be looked up. The head
// tells that there may be few; what others have put there counts too.
func (s *Store) readIDs(ctx context.Context, t tx, state logState, items int) error {
	w := &s.writer
	if w.all.hashes != nil || w.many || items < w.worth || state.last > fewRecords {
		return nil
	}
	texts := []string{textNodeIDs}
	for _, relation := range state.names.all {
		texts = append(texts, textEdgeIDs(relation))
	}
	set := newIDSet()
	for _, text := range texts {
		records, err := t.run(ctx, text, map[string]any{"limit": int64(fewRecords)})
		if err != nil {
			return err
		}
		if len(records) == fewRecords {
			w.many = true
			return nil
		}
		for _, rec := range records {
			id, _ := value[string](rec, "id")
			set.add(graph.ID(id))
		}
	}
	w.all = set
	return nil
}

// priorKeys are the keys of all entries of a load; without a map they are not known.
type priorKeys struct {
	load int64
	keys map[string]bool
}

// with adds rows of the load that a batch has written.
func (k priorKeys) with(load int64, rows []map[string]any) priorKeys {
	if k.keys == nil || k.load != load || len(k.keys) > fewRecords {
		return priorKeys{}
	}
	added := make(map[string]bool)
	for _, row := range rows {
		if key, _ := row["key"].(string); row["load"] == any(load) {
			added[key] = true
		}
	}
	maps.Copy(k.keys, added)
	return k
}
