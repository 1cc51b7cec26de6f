package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/search"
)

// Progress is told how long work stands: what is being done, how much is done, and of
// how much (0: not known).
type Progress func(what string, done, total int)

// network keeps picture and text index current and publishes them as one pair. It is the
// projection of a feed and what answers are given from.
type network struct {
	store    graph.Store
	schema   *graph.Schema
	base     *lexicon.Lexicon
	weights  match.Weights
	radii    need.Parameters
	numbers  *snapshot.Numbers
	index    *search.Index
	log      *slog.Logger
	clock    func() time.Time
	progress Progress
	stale    func() bool // whether the store does not answer

	// moving is held while picture or index move forward.
	moving  sync.Mutex
	picture *snapshot.Picture
	words   *words
	rebuild sync.WaitGroup // the goroutine that rebuilds the index
	broken  bool           // the index is being rebuilt

	mu      sync.Mutex // guards current and its reader's life
	current *advise.Network
}

// words are what depends on the lexicon, which a network's own capabilities extend.
type words struct {
	lex    *lexicon.Lexicon
	reader *need.Reader
	ranker *match.Ranker
	own    string // the own capabilities it was made with
}

func newWords(lex *lexicon.Lexicon, weights match.Weights, radii need.Parameters, own string) *words {
	return &words{lex: lex, reader: need.NewReader(lex).With(radii), ranker: match.New(lex, weights), own: own}
}

// Acquire implements [advise.Networks].
func (n *network) Acquire() (*advise.Network, func(), error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.current == nil {
		return nil, nil, advise.ErrNotReady
	}
	current := *n.current
	current.Stale = n.stale()
	texts := current.Texts
	if texts == nil || !texts.Retain() { // none, or closed under us: answer from the picture
		current.Texts = nil
		return &current, func() {}, nil
	}
	return &current, func() { n.closeReader(texts) }, nil
}

func (n *network) closeReader(r *search.Reader) {
	if err := r.Close(); err != nil {
		n.log.Warn("text index: reader", "error", err)
	}
}

// Position implements [feed.Projection].
func (n *network) Position() graph.Revision {
	n.moving.Lock()
	defer n.moving.Unlock()
	if n.picture == nil {
		return 0
	}
	return n.picture.Revision()
}

// Rebuild implements [feed.Projection]: it reads the picture anew and lets the index catch
// up, or has it rebuilt in the background when it cannot.
func (n *network) Rebuild(ctx context.Context) error {
	picture, err := snapshot.Build(ctx, n.store, n.schema, n.numbers, func(records int) { n.progress("picture", records, 0) })
	if err != nil {
		return err
	}
	n.moving.Lock()
	defer n.moving.Unlock()
	n.picture = picture
	if err := n.learnWords(ctx, true); err != nil {
		return err
	}
	if err := n.joinIndex(ctx); err != nil {
		n.startRebuild(ctx, err)
	}
	return n.publish()
}

// Apply implements [feed.Projection].
func (n *network) Apply(ctx context.Context, changes []graph.Change) error {
	n.moving.Lock()
	defer n.moving.Unlock()
	picture, err := n.picture.Apply(changes)
	if err != nil {
		return err
	}
	n.picture = picture
	if err := n.learnWords(ctx, slices.ContainsFunc(changes, aboutCapability)); err != nil {
		return err
	}
	if !n.broken {
		if err := n.indexChanges(ctx, changes); err != nil {
			n.startRebuild(ctx, err)
		}
	}
	return n.publish()
}

func aboutCapability(c graph.Change) bool {
	return c.Op == graph.OpPutNode && c.Node.Kind == graph.KindCapability || c.Op == graph.OpDeleteNode && c.ID.Scheme() == "cap"
}

// indexChanges brings the index to the last change in one step.
func (n *network) indexChanges(ctx context.Context, changes []graph.Change) error {
	last := make(map[graph.ID]*graph.Node) // nil: deleted
	var order []graph.ID
	for i := range changes {
		c := &changes[i]
		if c.Op != graph.OpPutNode && c.Op != graph.OpDeleteNode {
			continue
		}
		if _, seen := last[c.ID]; !seen {
			order = append(order, c.ID)
		}
		last[c.ID] = c.Node
	}
	var put []graph.Node
	var deleted []graph.ID
	for _, id := range order {
		if node := last[id]; node != nil {
			put = append(put, *node)
		} else {
			deleted = append(deleted, id)
		}
	}
	return n.index.Update(ctx, put, deleted, changes[len(changes)-1].Seq)
}

// joinIndex brings the index to the picture's revision by the log.
func (n *network) joinIndex(ctx context.Context) error {
	target := n.picture.Revision()
	position := n.index.Position()
	switch {
	case position > target:
		return fmt.Errorf("text index is at %d, the store at %d", position, target)
	case position == 0 && target > 0:
		return errors.New("text index is empty")
	}
	var group []graph.Change
	for c, err := range n.store.Changes(ctx, position) {
		if err != nil {
			return err
		}
		if c.Seq > target {
			break
		}
		if group = append(group, c); len(group) == indexGroup {
			if err := n.indexChanges(ctx, group); err != nil {
				return err
			}
			group = group[:0]
		}
	}
	if len(group) > 0 {
		return n.indexChanges(ctx, group)
	}
	return nil
}

const indexGroup = 5_000

// startRebuild rebuilds the index while answers come from the picture. The caller holds
// moving.
func (n *network) startRebuild(ctx context.Context, why error) {
	if n.broken {
		return
	}
	n.broken = true
	n.log.WarnContext(ctx, "text index is rebuilt; answers come from the picture meanwhile", "why", why.Error())
	n.rebuild.Go(func() { n.rebuildIndex(ctx) })
}

func (n *network) rebuildIndex(ctx context.Context) {
	for pause := time.Second; ctx.Err() == nil; pause = min(2*pause, time.Minute) {
		err := n.rebuildOnce(ctx)
		if err == nil {
			n.log.InfoContext(ctx, "text index is rebuilt")
			return
		}
		n.log.ErrorContext(ctx, "rebuilding the text index", "error", err)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (n *network) rebuildOnce(ctx context.Context) error {
	head, err := n.store.Head(ctx)
	if err != nil {
		return err
	}
	nodes := n.store.Nodes(ctx, graph.NodeFilter{AnyOrder: true})
	if err := n.index.Rebuild(ctx, nodes, head, func(done int) { n.progress("index", done, n.size()) }); err != nil {
		return err
	}
	n.moving.Lock()
	defer n.moving.Unlock()
	if n.index.Position() > n.picture.Revision() { // the picture will come to it by the feed
		if err := n.catchUpPicture(ctx); err != nil {
			return err
		}
	}
	if err := n.joinIndex(ctx); err != nil {
		return err
	}
	n.broken = false
	return n.publish()
}

// catchUpPicture moves the picture to the index's position. The caller holds moving.
func (n *network) catchUpPicture(ctx context.Context) error {
	var group []graph.Change
	for c, err := range n.store.Changes(ctx, n.picture.Revision()) {
		if err != nil {
			return err
		}
		if c.Seq > n.index.Position() {
			break
		}
		group = append(group, c)
	}
	picture, err := n.picture.Apply(group)
	if err != nil {
		return err
	}
	n.picture = picture
	return nil
}

func (n *network) size() int {
	n.moving.Lock()
	defer n.moving.Unlock()
	nodes, _ := n.picture.Size()
	return nodes
}

// publish makes the pair of picture and index reader what answers are given from. The
// caller holds moving.
func (n *network) publish() error {
	next := &advise.Network{Picture: n.picture, Words: n.words.lex, Reader: n.words.reader, Ranker: n.words.ranker}
	if !n.broken {
		reader, err := n.index.Reader()
		if err != nil {
			return err
		}
		next.Texts = reader
	}
	n.mu.Lock()
	old := n.current
	n.current = next
	n.mu.Unlock()
	if old != nil && old.Texts != nil {
		n.closeReader(old.Texts)
	}
	return nil
}

// learnWords extends the lexicon by the network's own capabilities. The caller holds
// moving.
func (n *network) learnWords(ctx context.Context, changed bool) error {
	if n.words != nil && !changed {
		return nil
	}
	own, areas, err := ownCapabilities(ctx, n.store, n.base)
	if err != nil {
		return err
	}
	if n.words != nil && n.words.own == own {
		return nil
	}
	lex := n.base
	if len(areas) > 0 {
		if lex, err = n.base.Extend(areas, nil); err != nil {
			return fmt.Errorf("own capabilities: %w", err)
		}
	}
	n.words = newWords(lex, n.weights, n.radii, own)
	return nil
}

// close waits for the goroutine that rebuilds, and closes reader and index.
func (n *network) close() error {
	n.rebuild.Wait()
	n.mu.Lock()
	old := n.current
	n.current = nil
	n.mu.Unlock()
	if old != nil && old.Texts != nil {
		n.closeReader(old.Texts)
	}
	return n.index.Close()
}

// degraded reports whether the index is being rebuilt.
func (n *network) degraded() bool {
	n.moving.Lock()
	defer n.moving.Unlock()
	return n.broken
}

// numbering lets search speak of nodes by the picture's numbers.
type numbering struct{ *snapshot.Numbers }

// Number implements [search.Numbering].
func (t numbering) Number(id graph.ID) (int32, bool) {
	n, known := t.Numbers.Number(id)
	return int32(n), known
}
