package steward

import (
	"sync"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Kept keeps what is worked out from a view, by day and audience, for as long as the
// network does not change. Where working it out takes long, an older outcome does for a
// while, so that it never takes more than a small part of the time, and whoever comes
// while it is being worked out anew gets the older one. Its zero value is empty; it is
// safe for concurrent use.
type Kept[T any] struct {
	mu   sync.Mutex
	kept map[keptKey]*keptValue[T]
}

type keptKey struct {
	day      graph.Day
	audience snapshot.Audience
}

type keptValue[T any] struct {
	working  sync.Mutex // held while it is worked out
	value    T
	have     bool
	revision graph.Revision
	at       time.Time
	took     time.Duration
}

// Bounds of what is kept.
const (
	maxKept  = 16                     // views
	quick    = 100 * time.Millisecond // what is worked out anew for every revision
	restFor  = 20                     // times the time it took, an older outcome does
	maxRests = 2 * time.Minute
)

// Of returns the outcome for a view that is not older than a revision. Failures are not
// kept.
func (k *Kept[T]) Of(v snapshot.View, atLeast graph.Revision, clock func() time.Time, work func() (T, error)) (T, error) {
	e := k.entry(v)
	value, usable, current := k.read(e, v, atLeast, clock())
	if current {
		return value, nil
	}
	if usable && !e.working.TryLock() {
		return value, nil
	}
	if !usable {
		e.working.Lock()
	}
	defer e.working.Unlock()
	if value, _, current = k.read(e, v, atLeast, clock()); current {
		return value, nil
	}
	begun := clock()
	value, err := work()
	if err != nil {
		return value, err
	}
	end := clock()
	k.mu.Lock()
	defer k.mu.Unlock()
	e.value, e.have, e.revision, e.at, e.took = value, true, v.Revision(), end, end.Sub(begun)
	return value, nil
}

func (k *Kept[T]) entry(v snapshot.View) *keptValue[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := keptKey{v.Day(), v.Audience()}
	if k.kept[key] == nil {
		if len(k.kept) >= maxKept || k.kept == nil {
			k.kept = make(map[keptKey]*keptValue[T])
		}
		k.kept[key] = new(keptValue[T])
	}
	return k.kept[key]
}

// read returns what is kept, whether it may be used at all, and whether it need not be
// worked out anew.
func (k *Kept[T]) read(e *keptValue[T], v snapshot.View, atLeast graph.Revision, now time.Time) (value T, usable, current bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	usable = e.have && e.revision >= atLeast
	resting := e.took > quick && now.Sub(e.at) < min(restFor*e.took, maxRests)
	return e.value, usable, usable && (e.revision >= v.Revision() || resting)
}
