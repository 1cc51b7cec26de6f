// Package feed carries the changes of a store's log to what is projected from it: the
// picture of the network and the index of its texts. A feed has one goroutine, its
// caller's; everything else talks to it through [Feed.Wake], [Feed.Wait] and
// [Feed.Status].
package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"chuangmai/graph"
)

// Projection is kept current by a feed. Its methods are called by one goroutine.
type Projection interface {
	// Position returns the revision taken in so far.
	Position() graph.Revision
	// Rebuild reads everything anew; afterwards Position is the revision it read. It is the
	// first call, and the one after an error of Apply or a trimmed log.
	Rebuild(ctx context.Context) error
	// Apply takes in changes that follow Position without a gap, all or none of them,
	// and makes them visible.
	Apply(ctx context.Context, changes []graph.Change) error
}

// Options are the settings of a [Feed]; zero values mean what each field says.
type Options struct {
	// Group is the greatest number of changes taken in at once; 0 means 5,000.
	Group int
	// Poll is how often the log is looked at when nobody calls Wake; 0 means 200 ms.
	Poll time.Duration
	// Timeout bounds one look at the log; 0 means 30 s. Rebuilding is not bounded.
	Timeout time.Duration
	// MaxPause is the longest pause between tries while the store does not answer; 0
	// means 5 s. Pauses start at Poll and double.
	MaxPause time.Duration
	Clock    func() time.Time
	Logger   *slog.Logger
}

// State says what a feed is doing.
type State string

// The states.
const (
	StateBuilding  State = "building"  // reading everything; nothing can be answered yet
	StateFollowing State = "following" // the projection is as new as the log was at the last look
	StateStale     State = "stale"     // the store does not answer; the projection is as of Since
)

// Status describes a feed at a moment.
type Status struct {
	State    State
	Position graph.Revision // taken in so far
	Since    time.Time      // last moment at which the projection was known to be current
	Err      error          // why the feed is stale or still building; nil otherwise
}

// Feed moves one projection along one log.
type Feed struct {
	log        graph.Log
	projection Projection
	opts       Options
	wake       chan struct{}

	mu     sync.Mutex
	status Status
	moved  chan struct{} // closed and replaced whenever the status changes
}

// New returns a feed that is not running yet.
func New(log graph.Log, projection Projection, opts Options) *Feed {
	setDefault(&opts.Group, 5_000)
	setDefault(&opts.Poll, 200*time.Millisecond)
	setDefault(&opts.Timeout, 30*time.Second)
	setDefault(&opts.MaxPause, 5*time.Second)
	return &Feed{
		log: log, projection: projection, opts: opts,
		wake: make(chan struct{}, 1), moved: make(chan struct{}),
		status: Status{State: StateBuilding},
	}
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Run builds the projection and follows the log until the context ends. It returns nil
// then; trouble with the store or the projection is logged, shown in the status,
// and tried again.
func (f *Feed) Run(ctx context.Context) error {
	pause := f.opts.Poll
	rebuild := true
	for ctx.Err() == nil {
		err := f.step(ctx, rebuild)
		switch {
		case err == nil:
			rebuild, pause = false, f.opts.Poll
			f.publish(Status{State: StateFollowing, Position: f.projection.Position(), Since: f.opts.Clock()})
		case ctx.Err() != nil:
			return nil
		case f.trouble(ctx, err, rebuild):
			rebuild = true
			continue
		default:
			pause = min(pause*2, f.opts.MaxPause)
		}
		f.sleep(ctx, pause)
	}
	return nil
}

// trouble notes a failed step and reports whether rebuilding at once is the remedy.
func (f *Feed) trouble(ctx context.Context, err error, rebuilding bool) (rebuild bool) {
	lost := errors.Is(err, graph.ErrLogTrimmed) || errors.Is(err, errProjection)
	f.opts.Logger.WarnContext(ctx, "feed interrupted", "error", err, "rebuilding", rebuilding || lost)
	status := f.Status()
	status.Err = err
	if status.State == StateFollowing {
		status.State = StateStale
	}
	f.publish(status)
	return lost && !rebuilding
}

// errProjection marks errors of the projection, which rebuilding repairs.
var errProjection = errors.New("projection")

func (f *Feed) step(ctx context.Context, rebuild bool) error {
	if rebuild {
		if err := f.projection.Rebuild(ctx); err != nil {
			return fmt.Errorf("rebuild: %w", err)
		}
	}
	return f.follow(ctx)
}

// follow takes in all that the log holds after the projection's position.
func (f *Feed) follow(ctx context.Context) error {
	for {
		group, err := f.next(ctx)
		if err != nil || len(group) == 0 {
			return err
		}
		if err := f.projection.Apply(ctx, group); err != nil {
			return fmt.Errorf("%w: %w", errProjection, err)
		}
		f.publish(Status{State: StateFollowing, Position: f.projection.Position(), Since: f.opts.Clock()})
	}
}

func (f *Feed) next(ctx context.Context) ([]graph.Change, error) {
	ctx, cancel := context.WithTimeout(ctx, f.opts.Timeout)
	defer cancel()
	var group []graph.Change
	for change, err := range f.log.Changes(ctx, f.projection.Position()) {
		if err != nil {
			return nil, err
		}
		if group = append(group, change); len(group) == f.opts.Group {
			break
		}
	}
	return group, nil
}

func (f *Feed) sleep(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-f.wake:
	case <-timer.C:
	}
}

// Wake makes the feed look at the log at once. It never blocks.
func (f *Feed) Wake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Status returns what the feed is doing.
func (f *Feed) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

func (f *Feed) publish(s Status) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status = s
	close(f.moved)
	f.moved = make(chan struct{})
}

// Wait returns when the projection has taken in the revision, or with the context's
// error. Revision 0 waits for the first build only.
func (f *Feed) Wait(ctx context.Context, revision graph.Revision) error {
	for {
		f.mu.Lock()
		status, moved := f.status, f.moved
		f.mu.Unlock()
		if status.State != StateBuilding && status.Position >= revision {
			return nil
		}
		f.Wake()
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("waiting for revision %d, at %d: %w", revision, status.Position, ctx.Err())
		}
	}
}
