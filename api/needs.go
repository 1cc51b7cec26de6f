package api

import (
	"context"

	"chuangmai/advise"
)

// ReadNeed reads a sentence into a need.
func (h *handlers) ReadNeed(ctx context.Context, r ReadNeedRequestObject) (ReadNeedResponseObject, error) {
	c := callOf(ctx)
	read, meta, err := h.advisor.Read(advise.Query{Text: r.Body.Text, Field: r.Body.Field}, c.scope)
	if err != nil {
		return nil, err
	}
	return ReadNeed200JSONResponse{
		Need: read, Revision: meta.Revision, AsOf: meta.AsOf, Degraded: meta.Degraded, TookMs: c.took(),
	}, nil
}
