package api

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/need"
	"chuangmai/report"
)

// Advisor answers questions. An [advise.Advisor] is one.
type Advisor interface {
	Recommend(ctx context.Context, query advise.Query, scope advise.Scope) (advise.Answer, error)
	Read(query advise.Query, scope advise.Scope) (need.Need, advise.Meta, error)
	Search(ctx context.Context, query advise.SearchQuery, scope advise.Scope) (advise.SearchAnswer, error)
	Teams(ctx context.Context, query advise.TeamsQuery, scope advise.Scope) (advise.TeamsAnswer, error)
	Complement(ctx context.Context, query advise.ComplementQuery, scope advise.Scope) (advise.ComplementAnswer, error)
	Introductions(ctx context.Context, query advise.IntroductionsQuery, scope advise.Scope) (advise.IntroductionsAnswer, error)
	View(scope advise.Scope) (view snapshot.View, meta advise.Meta, release func(), err error)
}

// Store keeps the records. A [graph.Store] is one.
type Store interface {
	graph.Reader
	graph.Writer
	Head(ctx context.Context) (graph.Revision, error)
	Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error]
	Ping(ctx context.Context) error
}

// Status says how current the network is that answers are given from.
type Status struct {
	// Ready is false until the network was read for the first time.
	Ready bool
	// State is building, following or stale.
	State    string
	Revision graph.Revision
	// Since is the last moment at which the network was known to be current.
	Since time.Time
	// TextRebuilding is true while answers come without the text index.
	TextRebuilding bool
}

// Options are what a server needs. All fields are required unless they say otherwise.
type Options struct {
	Advisor Advisor
	// Coverage answers what regions cover, and what a change would bring.
	Coverage Coverage
	// Surveyor answers planning questions about places and the network.
	Surveyor Surveyor
	Rulebook Rulebook
	Store    Store
	// Wait returns when the network shows the revision, or with the context's error.
	Wait   func(ctx context.Context, revision graph.Revision) error
	Status func() Status
	// Explain says what a word brings in the lexicon that is in use.
	Explain  func(word string) report.Word
	Loads    Loads
	Desk     Steward
	Schema   *graph.Schema
	Settings Settings
	// OpenWrites lets anyone on this machine read and write everything without a token.
	OpenWrites bool
	// Interface serves every path that is not the API's; nil for none.
	Interface http.Handler
	Clock     func() time.Time
	Logger    *slog.Logger
	// NewID makes the id of a request: short, unique, fit for a log line.
	NewID func() string
	// Metrics takes the server's measurements; nil for a registry of its own.
	Metrics *prometheus.Registry
}

// Settings bound what the service takes. Zero values mean what each field says.
type Settings struct {
	// Listen is the address the service listens on, for the host names it answers to.
	Listen string
	// Hosts are the names under which it may be called; nil: those of this machine and
	// the host of Listen.
	Hosts []string
	// TokensFile holds the hashed tokens; "" for none.
	TokensFile string
	// RequestTimeout bounds one request; 0 means 10 s.
	RequestTimeout time.Duration
	// WaitTimeout bounds waiting for a revision to become visible; 0 means 5 s.
	WaitTimeout time.Duration
	// BodyLimit is the greatest size of a request body in bytes; 0 means 8 MiB.
	BodyLimit int64
	// UploadLimit is the greatest size of a file to load in bytes; 0 means 256 MiB.
	UploadLimit int64
	// JSONDepth is the greatest nesting of a body; 0 means 12.
	JSONDepth int
	// Rate is how many requests a second one address may send on average, 0 for no limit,
	// Burst how many at once.
	Rate  float64
	Burst int
	// Concurrency is the greatest number of requests served at once; 0 means 256.
	Concurrency int
	// TrustedProxies are the networks (CIDR) whose X-Forwarded-For is believed.
	TrustedProxies []string
	// Drain is how long a stopping server lets requests finish; 0 means 10 s.
	Drain time.Duration
}

// WithDefaults returns the settings with every zero value replaced by what it means.
func (s Settings) WithDefaults() Settings {
	setDefault(&s.RequestTimeout, 10*time.Second)
	setDefault(&s.WaitTimeout, 5*time.Second)
	setDefault(&s.BodyLimit, 8<<20)
	setDefault(&s.UploadLimit, 256<<20)
	setDefault(&s.JSONDepth, 12)
	setDefault(&s.Concurrency, 256)
	setDefault(&s.Drain, 10*time.Second)
	return s
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// check reports what is missing.
func (o Options) check() error {
	var errs []error
	for _, part := range []struct {
		name    string
		present bool
	}{
		{"Advisor", o.Advisor != nil},
		{"Coverage", o.Coverage != nil},
		{"Surveyor", o.Surveyor != nil},
		{"Rulebook", o.Rulebook != nil},
		{"Store", o.Store != nil},
		{"Wait", o.Wait != nil},
		{"Status", o.Status != nil},
		{"Explain", o.Explain != nil},
		{"Loads", o.Loads != nil},
		{"Desk", o.Desk != nil},
		{"Schema", o.Schema != nil},
		{"Clock", o.Clock != nil},
		{"Logger", o.Logger != nil},
		{"NewID", o.NewID != nil},
	} {
		if !part.present {
			errs = append(errs, errors.New("api: option "+part.name+" is missing"))
		}
	}
	return errors.Join(errs...)
}
