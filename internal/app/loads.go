package app

import (
	"context"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/steward"
	"chuangmai/steward/loading"
)

// wakingStore is a store that writes as it is told and announces what it wrote.
type wakingStore struct {
	graph.Store
	written func(graph.Revision)
}

// Apply implements [graph.Writer].
func (s *wakingStore) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	revision, err := s.Store.Apply(ctx, batch)
	if err == nil {
		s.written(revision)
	}
	return revision, err
}

// newLoads makes what runs loads in the background. Close it before the store.
func (s *Service) newLoads(base graph.Store) *loading.Manager {
	return loading.New(loading.Options{
		Target: s.Store, Store: base, Schema: s.Schema, Repairer: steward.NewRepairer(s.Schema, s.Lexicon), Names: s.names,
		Clock: s.clock, Dir: s.uploads(), Log: s.log,
	})
}

// names reads the names of the network as it is; nil while it is being read.
func (s *Service) names() *steward.Index {
	net, release, err := s.network.Acquire()
	if err != nil {
		return nil
	}
	defer release()
	return steward.NewIndex(net.Picture.View(graph.DayOf(s.clock()), snapshot.AudienceAll))
}

// uploads is the folder for copies of files that are being loaded: that of the data, which
// has room for them, where there is one.
func (s *Service) uploads() string { return s.Settings.Store.DataDir }
