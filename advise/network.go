package advise

import (
	"context"
	"iter"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/search"
)

// Network is everything one answer is given from, at one revision.
type Network struct {
	Picture *snapshot.Picture
	// Texts is the index of the same revision, nil while it is being rebuilt.
	Texts  *search.Reader
	Words  *lexicon.Lexicon
	Reader *need.Reader
	Ranker *match.Ranker
	// Stale: the store does not answer, and the network may be behind it.
	Stale bool
}

// Networks lends the current network. The caller gives it back with release.
type Networks interface {
	// Acquire returns the network, or an error while none has been built yet.
	Acquire() (network *Network, release func(), err error)
}

// Records reads whole records for the page that is shown. A [graph.Store] is one.
type Records interface {
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
}

// Scope says as of when and for whom an answer is given.
type Scope struct {
	// AsOf is a partial date; its last day counts. Zero means today.
	AsOf     graph.Date
	Audience snapshot.Audience
}

// Settings are the numbers of answering that an operator may change.
type Settings struct {
	GroupLimit int
	StaleDays  int
	// DetailTimeout bounds reading whole records for a page; 0 means 2 s.
	DetailTimeout time.Duration
}

// Advisor answers questions. It is safe for concurrent use.
type Advisor struct {
	networks Networks
	records  Records
	settings Settings
	clock    func() time.Time
}

// New returns an advisor.
func New(networks Networks, records Records, settings Settings, clock func() time.Time) *Advisor {
	if settings.DetailTimeout == 0 {
		settings.DetailTimeout = 2 * time.Second
	}
	return &Advisor{networks: networks, records: records, settings: settings, clock: clock}
}

// Meta says what an answer was given from.
type Meta struct {
	Revision graph.Revision `json:"revision"`
	AsOf     graph.Date     `json:"as_of"`
	// Degraded names parts that could not take part: "text" while the index is rebuilt,
	// "store" while the store does not answer,
	// "detail" when the store did not give whole records.
	Degraded []string `json:"degraded,omitempty"`
	// TookMs is how long answering took, in milliseconds.
	TookMs float64 `json:"took_ms"`
}

// session is one question being answered.
type session struct {
	*Advisor
	net   *Network
	view  snapshot.View
	meta  Meta
	scope Scope
}

// begin takes the current network for one question.
func (a *Advisor) begin(scope Scope) (*session, func(), error) {
	net, release, err := a.networks.Acquire()
	if err != nil {
		return nil, nil, err
	}
	s := &session{Advisor: a, net: net, scope: scope}
	day := graph.DayOf(a.clock())
	if !scope.AsOf.IsZero() {
		day = scope.AsOf.Last()
	}
	s.view = net.Picture.View(day, scope.Audience)
	s.meta = Meta{Revision: net.Picture.Revision(), AsOf: day.Date()}
	if net.Texts == nil {
		s.meta.Degraded = append(s.meta.Degraded, "text")
	}
	if net.Stale {
		s.meta.Degraded = append(s.meta.Degraded, "store")
	}
	return s, release, nil
}

// View lends a view of the current network for reading nodes and edges; release gives
// it back.
func (a *Advisor) View(scope Scope) (view snapshot.View, meta Meta, release func(), err error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return snapshot.View{}, Meta{}, nil, err
	}
	return s.view, s.meta, release, nil
}

// Look returns what View does and the words that go with it.
func (a *Advisor) Look(scope Scope) (view snapshot.View, words *lexicon.Lexicon, meta Meta, release func(), err error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return snapshot.View{}, nil, Meta{}, nil, err
	}
	return s.view, s.net.Words, s.meta, release, nil
}
