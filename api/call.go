package api

import (
	"context"
	"time"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/report"
)

// call is one request on its way: who asks, in which language, as of when.
type call struct {
	id       string
	op       *operation // nil for what the document does not hold
	start    time.Time
	clock    func() time.Time
	language report.Language
	who      principal
	scope    advise.Scope
	atLeast  graph.Revision // the answer must not be older
	// question tells what is asked, so that a cursor fits its question only.
	question string
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// callOf returns the request's call; an empty one outside of a request.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{clock: func() time.Time { return time.Time{} }}
}

// took returns the milliseconds since the request came.
func (c *call) took() float64 { return float64(c.clock().Sub(c.start).Microseconds()) / 1000 }
