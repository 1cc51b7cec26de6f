package app

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/phrase"
	"chuangmai/transfer"
)

// VerifyReport is what verifying a network found.
type VerifyReport struct {
	// Revision is the store's; its log begins at First.
	Revision, First graph.Revision
	Contents        transfer.Contents
	// Documents is how many nodes the text index holds, -1 when it was not compared.
	Documents int
	// Links is how many records' derived links were read anew.
	Links int
	// Differences are what must not be, Notes what may be.
	Differences, Notes []phrase.Message
}

// verifyTries is how often a network is read that others write to meanwhile.
const verifyTries = 3

// Verify reads the store named by the settings and compares with it what is projected from
// it: the log, the picture, the text index and the derived links. It changes nothing. A
// data folder without a network is a [*NoNetworkError].
func Verify(ctx context.Context, settings configs.Settings, options Options) (report *VerifyReport, err error) {
	options = options.withDefaults()
	held, err := holdsNetwork(settings)
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, &NoNetworkError{Dir: settings.Store.DataDir}
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
	for range verifyTries {
		v := &verifier{store: store, lex: lex, settings: settings, options: options, total: size(ctx, store)}
		if err := v.run(ctx); err != nil {
			return nil, err
		}
		report = v.result()
		head, err := store.Head(ctx)
		if err != nil || head == report.Revision {
			return report, err
		}
	}
	report.Notes = append(report.Notes, phrase.New("verify.moving"))
	return report, nil
}

// verifier is a network being verified.
type verifier struct {
	store    graph.Store
	lex      *lexicon.Lexicon
	settings configs.Settings
	options  Options
	total    int
	day      graph.Day
	seed     maphash.Seed

	report   VerifyReport
	findings findings
	log      logState
	nodes    map[graph.ID]bool           // all; true: valid on the day
	beyond   map[graph.ID]graph.Revision // records that are newer than the head was
	stored   marks                       // of what is valid on the day
}

func (v *verifier) run(ctx context.Context) error {
	v.day = graph.DayOf(v.options.Clock())
	v.seed = maphash.MakeSeed()
	v.nodes = make(map[graph.ID]bool)
	v.beyond = make(map[graph.ID]graph.Revision)
	v.stored = newMarks(v.seed)
	v.report.Documents = -1
	if err := v.checkStore(ctx); err != nil {
		return fmt.Errorf("verify store file: %w", err)
	}
	if len(v.findings.list) > 0 { // what is read from a damaged file says nothing more
		v.note("verify.damaged")
		return nil
	}
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"store file", v.checkStore},
		{"log", v.readLog},
		{"records", v.readRecords},
		{"picture", v.comparePicture},
		{"index", v.compareIndex},
		{"links", v.compareLinks},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("verify %s: %w", step.what, err)
		}
	}
	return nil
}

func (v *verifier) result() *VerifyReport {
	v.report.Differences = v.findings.all()
	return &v.report
}

// checkStore lets a store that can check its own files do so.
func (v *verifier) checkStore(ctx context.Context) error {
	checking, can := v.store.(interface {
		Verify(ctx context.Context) ([]string, error)
	})
	if !can {
		return nil
	}
	texts, err := checking.Verify(ctx)
	for _, text := range texts {
		v.findings.add("verify.store", "text", text)
	}
	return err
}

// readLog checks that the log holds each change from its first to the head once, and
// remembers what it says last of each record.
func (v *verifier) readLog(ctx context.Context) error {
	var err error
	if v.report.Revision, err = v.store.Head(ctx); err != nil {
		return err
	}
	// Forgetting nothing tells where the log begins.
	if v.report.First, err = v.store.Trim(ctx, 0, time.Time{}); err != nil {
		return err
	}
	v.log = newLogState(v.seed)
	want := v.report.First
	for c, err := range v.store.Changes(ctx, v.report.First-1) {
		if err != nil {
			return err
		}
		if c.Seq > v.report.Revision { // written meanwhile
			break
		}
		if c.Seq != want {
			v.findings.add("verify.log_gap", "want", int64(want), "have", int64(c.Seq))
		}
		want = c.Seq + 1
		v.log.take(&c)
	}
	if want != v.report.Revision+1 {
		v.findings.add("verify.log_end", "have", int64(want-1), "head", int64(v.report.Revision))
	}
	return nil
}

// readRecords counts what the store holds, and checks each record against the log and each
// edge against the nodes.
func (v *verifier) readRecords(ctx context.Context) error {
	read := 0
	var err error
	v.report.Contents, err = transfer.ContentsOf(ctx, tap{v.store, v.node, v.edge}, func(more int) {
		read += more
		v.options.Progress("verify", read, v.total)
	})
	if err != nil {
		return err
	}
	for _, seq := range v.log.unseen() {
		v.findings.add("verify.log_unstored", "seq", int64(seq))
	}
	head, err := v.store.Head(ctx)
	if err == nil && head == v.report.Revision { // nobody wrote meanwhile
		for _, id := range sortedIDs(v.beyond) {
			v.findings.add("verify.beyond", "id", string(id), "revision", int64(v.beyond[id]), "head", int64(head))
		}
	}
	return err
}

func (v *verifier) node(n *graph.Node) {
	if _, twice := v.nodes[n.ID]; twice {
		v.findings.add("verify.twice", "id", string(n.ID))
	}
	valid := validOn(&n.Common, v.day)
	v.nodes[n.ID] = valid
	if valid {
		v.stored.node(n.Kind, n.ID, n.Name, n.NameEn, n.Region)
	}
	v.record("", n.ID, &n.Common)
}

func (v *verifier) edge(e *graph.Edge) {
	for _, end := range []graph.ID{e.From, e.To} {
		if _, exists := v.nodes[end]; !exists {
			v.findings.add("verify.no_end", "id", string(e.ID), "relation", string(e.Relation), "end", string(end))
		}
	}
	if validOn(&e.Common, v.day) && v.nodes[e.From] && v.nodes[e.To] {
		v.stored.edge(e.Relation, e.ID, e.From, e.To)
	}
	v.record(e.Relation, e.ID, &e.Common)
}

// record compares a record with what the log says last of it.
func (v *verifier) record(relation graph.Relation, id graph.ID, c *graph.Common) {
	last, logged := v.log.seen(relation, id)
	switch {
	case c.Revision > v.report.Revision:
		v.beyond[id] = c.Revision
	case !logged && c.Revision >= v.report.First:
		v.findings.add("verify.unlogged", "id", string(id), "revision", int64(c.Revision))
	case logged && (last.deleted || last.seq != c.Revision || last.version != c.Version):
		v.findings.add("verify.log_other", "id", string(id), "revision", int64(c.Revision), "version", c.Version,
			"seq", int64(last.seq), "logged", last.version)
	}
}

// comparePicture builds the picture anew and compares what it shows on the day.
func (v *verifier) comparePicture(ctx context.Context) error {
	picture, err := snapshot.Build(ctx, v.store, graph.BuiltinSchema(), snapshot.NewNumbers(len(v.nodes)), func(records int) {
		v.options.Progress("picture", records, v.total)
	})
	if err != nil {
		return err
	}
	haveNodes, haveEdges := picture.Size()
	wantNodes, wantEdges := v.report.Contents.Totals()
	if haveNodes != wantNodes || haveEdges != wantEdges {
		v.findings.add("verify.picture_size", "nodes", wantNodes, "edges", wantEdges, "picture_nodes", haveNodes, "picture_edges", haveEdges)
	}
	shown := newMarks(v.seed)
	view := picture.View(v.day, snapshot.AudienceAll)
	for n := range view.Nodes() {
		shown.node(view.Kind(n), view.ID(n), view.Name(n), view.NameEn(n), view.Region(n))
		for e, to := range view.Edges(n) {
			if edge := view.Edge(e); edge.From == n {
				shown.edge(edge.Relation, view.EdgeID(e), view.ID(n), view.ID(to))
			}
		}
	}
	for _, d := range v.stored.differing(shown) {
		v.findings.add("verify.picture", "name", d.name, "store", d.a, "picture", d.b)
	}
	return nil
}

// compareLinks reads the words of all records anew.
func (v *verifier) compareLinks(ctx context.Context) error {
	words, err := extended(ctx, v.store, v.lex)
	if err != nil {
		return err
	}
	dry := &collecting{Store: v.store}
	linker := link.New(words, graph.BuiltinSchema())
	relinked, err := Relink(ctx, dry, linker, func(nodes int) { v.options.Progress("relink", nodes, len(v.nodes)) })
	if err != nil {
		return err
	}
	v.report.Links = relinked.Nodes
	if dry.renamed > 0 {
		v.note("verify.links_older", "n", dry.renamed)
	}
	for _, it := range dry.items {
		if it.Op == graph.OpPutEdge {
			v.findings.add("verify.link_lacking", "from", string(it.Edge.From), "to", string(it.Edge.To))
		} else {
			v.findings.add("verify.link_stale", "id", string(it.ID))
		}
	}
	return nil
}

// collecting is a store that notes which links relinking would change.
type collecting struct {
	graph.Store
	items   []graph.Item
	renamed int // of which only the lexicon they name is another
}

// Apply implements [graph.Writer].
func (s *collecting) Apply(ctx context.Context, batch graph.Batch) (graph.Revision, error) {
	var ids []graph.ID
	for _, it := range batch.Items {
		if it.Op == graph.OpPutEdge {
			ids = append(ids, it.Edge.ID)
		}
	}
	stored := make(map[graph.ID]graph.Edge)
	if len(ids) > 0 {
		for e, err := range s.Edges(ctx, graph.EdgeFilter{IDs: ids, AnyOrder: true}) {
			if err != nil {
				return 0, err
			}
			stored[e.ID] = e
		}
	}
	for _, it := range batch.Items {
		if it.Op == graph.OpPutEdge {
			old, had := stored[it.Edge.ID]
			if old.Sources = it.Edge.Sources; had && sameLink(old, *it.Edge) {
				s.renamed++
				continue
			}
		}
		s.items = append(s.items, it)
	}
	return 0, nil
}
