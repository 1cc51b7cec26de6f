package api

import (
	"context"

	"chuangmai/advise"
	"chuangmai/report"
)

// ReadNeed reads a sentence into a need.
func (h *handlers) ReadNeed(ctx context.Context, r ReadNeedRequestObject) (ReadNeedResponseObject, error) {
	c := callOf(ctx)
	read, meta, err := h.advisor.Read(advise.Query{Text: r.Body.Text, Field: r.Body.Field}, c.scope)
	if err != nil {
		return nil, err
	}
	meta.TookMs = c.took()
	return ReadNeed200JSONResponse(report.Reading{Need: read, Meta: meta}), nil
}
