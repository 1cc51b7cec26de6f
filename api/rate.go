package api

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Bounds of the table of addresses.
const (
	sweepAt      = 10_000 // addresses from which those that are at rest are forgotten
	maxAddresses = 100_000
)

// limiter gives each address a bucket of tokens. It is safe for concurrent use.
type limiter struct {
	rate  rate.Limit
	burst int
	clock func() time.Time

	mu      sync.Mutex
	buckets map[netip.Prefix]*rate.Limiter
	sweep   int // size at which to sweep next
	shared  *rate.Limiter
}

// newLimiter returns nil, which limits nothing, for a rate of 0.
func newLimiter(perSecond float64, burst int, clock func() time.Time) *limiter {
	if perSecond <= 0 {
		return nil
	}
	burst = max(burst, 1)
	return &limiter{
		rate: rate.Limit(perSecond), burst: burst, clock: clock, sweep: sweepAt,
		buckets: make(map[netip.Prefix]*rate.Limiter), shared: rate.NewLimiter(rate.Limit(perSecond), burst),
	}
}

// take takes one token of an address. left is how many remain, wait after how long the
// next one comes.
func (l *limiter) take(address string) (ok bool, left int, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	bucket := l.bucket(address, now)
	ok = bucket.AllowN(now, 1)
	tokens := bucket.TokensAt(now)
	if tokens < 1 {
		wait = time.Duration((1 - tokens) / float64(l.rate) * float64(time.Second))
	}
	return ok, max(0, int(tokens)), wait
}

func (l *limiter) bucket(address string, now time.Time) *rate.Limiter {
	key, ok := network(address)
	if !ok {
		return l.shared
	}
	if b := l.buckets[key]; b != nil {
		return b
	}
	if len(l.buckets) >= l.sweep {
		for k, b := range l.buckets {
			if b.TokensAt(now) >= float64(l.burst) {
				delete(l.buckets, k)
			}
		}
		l.sweep = max(sweepAt, 2*len(l.buckets))
	}
	if len(l.buckets) >= maxAddresses {
		return l.shared
	}
	b := rate.NewLimiter(l.rate, l.burst)
	l.buckets[key] = b
	return b
}

// network is what shares a bucket: an IPv4 address, or the /64 of an IPv6 address, which
// one subscriber has.
func network(address string) (netip.Prefix, bool) {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}, false
	}
	addr = addr.Unmap().WithZone("")
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	return p, err == nil
}
