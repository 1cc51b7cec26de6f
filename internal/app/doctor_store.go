package app

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/graph/neo4jstore"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/search"
)

// doctorPatience bounds each look at something that may not answer.
const doctorPatience = 10 * time.Second

// store opens the store and looks into it.
func (d *doctor) store(ctx context.Context) {
	held, err := holdsNetwork(d.settings)
	switch {
	case err != nil:
		d.fail("store", "doctor.store.fail", "text", plain(err))
		return
	case !held:
		d.warn("store", "doctor.store.none", "dir", d.settings.Store.DataDir)
		return
	}
	opening, cancel := context.WithTimeout(ctx, doctorPatience)
	store, err := OpenStore(opening, d.settings, d.options.Clock)
	cancel()
	if err != nil {
		d.notOpened(ctx, err)
		return
	}
	d.look(ctx, store)
	if err := store.Close(); err != nil {
		d.fail("store", "doctor.store.fail", "text", err.Error())
	}
}

// notOpened says why the store could not be opened.
func (d *doctor) notOpened(ctx context.Context, err error) {
	var locked *localstore.LockedError
	server := d.settings.Neo4j
	at := []any{"address", redacted(server.URI), "user", server.User, "database", server.Database, "text", err.Error()}
	switch {
	case errors.Is(err, neo4jstore.ErrUnauthorised):
		d.fail("server", "doctor.server.auth", at...)
	case errors.Is(err, neo4jstore.ErrNoDatabase):
		d.fail("server", "doctor.server.no_database", at...)
	case d.settings.Store.Kind != "local" && (errors.Is(err, graph.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded)):
		d.fail("server", "doctor.server.unreachable", at...)
	case errors.As(err, &locked):
		d.owned(ctx, locked.Owner)
	case errors.Is(err, graph.ErrNewerSchema):
		d.fail("schema", "doctor.schema.newer", "text", err.Error())
	case errors.Is(err, graph.ErrFull):
		d.fail("disk", "doctor.disk.full", "dir", d.settings.Store.DataDir, "free", 0, "used", 0)
	case errors.Is(err, graph.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		d.fail("store", "doctor.store.unavailable", "text", err.Error())
	default:
		d.fail("store", "doctor.store.fail", "text", err.Error())
	}
}

// owned asks the process that has the folder how it is.
func (d *doctor) owned(ctx context.Context, owner localstore.Owner) {
	if owner.Address == "" {
		d.warn("lock", "doctor.lock.silent", "pid", owner.PID)
		return
	}
	status, text, err := ask(ctx, owner.Address+"/readyz")
	switch {
	case err != nil:
		d.fail("service", "doctor.service.silent", "pid", owner.PID, "address", owner.Address, "text", err.Error())
	case status != http.StatusOK:
		d.warn("service", "doctor.service.not_ready", "pid", owner.PID, "address", owner.Address, "status", status)
	case strings.Contains(text, `"ready.text_rebuilding"`):
		d.warn("service", "doctor.service.rebuilding", "pid", owner.PID, "address", owner.Address)
	default:
		d.pass("service", "doctor.service.pass", "pid", owner.PID, "address", owner.Address)
	}
}

// ask sends a request and returns the first of its reply.
func ask(ctx context.Context, url string) (status int, text string, err error) {
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, "", err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	reply, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer reply.Body.Close() //nolint:errcheck // it was only read
	body, err := io.ReadAll(io.LimitReader(reply.Body, 1<<16))
	return reply.StatusCode, string(body), err
}

// look looks into an open store.
func (d *doctor) look(ctx context.Context, store graph.Store) {
	pinging, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	err := store.Ping(pinging)
	if diagnosing, can := store.(graph.Diagnoser); can {
		for _, f := range diagnosing.Diagnose(pinging) {
			d.finding(f)
		}
	}
	var head graph.Revision
	if err == nil {
		head, err = store.Head(pinging)
	}
	if err != nil {
		d.fail("store", "doctor.store.unavailable", "text", err.Error())
		return
	}
	d.pass("store", "doctor.store.pass", "revision", int64(head))
	d.lastChange(pinging, store, head)
	lex, _, err := knowledge(d.options.Lexicon)
	if err != nil {
		d.fail("schema", "doctor.schema.lexicon", "text", err.Error())
		return
	}
	d.vocabulary(ctx, store, lex)
	d.index(ctx, store, lex, head)
}

// finding takes over what a store says of itself.
func (d *doctor) finding(f graph.Finding) {
	pairs := make([]any, 0, 2*len(f.Params))
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		pairs = append(pairs, name, f.Params[name])
	}
	code := "doctor.server." + f.Code
	if f.Level == graph.LevelPass {
		if passed := code + "_pass"; phrase.Known(passed) {
			code = passed
		}
		d.pass("server", code, pairs...)
		return
	}
	d.trouble(f.Level, "server", code, pairs)
}

// aheadTolerated is how far the last change may lie in the future.
const aheadTolerated = time.Minute

// lastChange compares the clock with that of the last change.
func (d *doctor) lastChange(ctx context.Context, store graph.Store, head graph.Revision) {
	if head == 0 {
		return
	}
	for c, err := range store.Changes(ctx, head-1) {
		if err != nil { // the log may be empty
			return
		}
		if ahead := c.At.Sub(d.options.Clock()); ahead > aheadTolerated {
			d.fail("clock", "doctor.clock.behind", "seconds", ahead.Seconds(), "at", c.At.Format(time.RFC3339))
		}
		return
	}
}

// vocabulary looks whether the store has what this program's lexicon speaks of.
func (d *doctor) vocabulary(ctx context.Context, store graph.Store, lex *lexicon.Lexicon) {
	lacking, err := lackingVocabulary(ctx, store, lex)
	switch {
	case err != nil:
		d.fail("store", "doctor.store.unavailable", "text", err.Error())
	case len(lacking) > 0:
		d.warn("schema", "doctor.schema.lacking", "n", len(lacking), "lexicon", lex.Version())
	default:
		d.pass("schema", "doctor.schema.pass", "schema", graph.BuiltinSchema().Version, "lexicon", lex.Version())
	}
}

// index looks how far the text index is behind.
func (d *doctor) index(ctx context.Context, store graph.Store, lex *lexicon.Lexicon, head graph.Revision) {
	index, _, err := openIndex(ctx, d.settings.Store.DataDir, lex, d.options)
	switch {
	case err != nil:
		d.fail("index", "doctor.index.unusable", "text", err.Error())
		return
	case index == nil:
		d.warn("index", "doctor.index.none")
		return
	}
	position, fault := index.Position(), index.Fault()
	if err := index.Close(); err != nil {
		fault = errors.Join(fault, err)
	}
	first, err := store.Trim(ctx, 0, time.Time{}) // forgets nothing
	if err != nil {
		d.fail("store", "doctor.store.unavailable", "text", err.Error())
		return
	}
	pairs := []any{"position", int64(position), "head", int64(head), "lag", int64(head - position)}
	switch {
	case errors.Is(fault, search.ErrOutdated):
		d.warn("index", "doctor.index.outdated")
	case fault != nil:
		d.warn("index", "doctor.index.broken", "text", fault.Error())
	case position > head:
		d.fail("index", "doctor.index.ahead", pairs...)
	case position+1 < first:
		d.warn("index", "doctor.index.lost", pairs...)
	case position < head:
		d.warn("index", "doctor.index.behind", pairs...)
	default:
		d.pass("index", "doctor.index.pass", pairs...)
	}
}
