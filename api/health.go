package api

import (
	"context"
	"time"

	"chuangmai/phrase"
	"chuangmai/report"
)

// pingTimeout bounds asking the store whether it answers.
const pingTimeout = time.Second

// staleState is the state in which answers come from memory because the store does not
// answer. Every reply then says since when in the header Chuangmai-Stale-Since.
const staleState = "stale"

// GetLive says that the process runs.
func (h *handlers) GetLive(context.Context, GetLiveRequestObject) (GetLiveResponseObject, error) {
	return GetLive200JSONResponse{Status: "live"}, nil
}

// GetReady says whether the service can answer, and what is amiss.
func (h *handlers) GetReady(ctx context.Context, _ GetReadyRequestObject) (GetReadyResponseObject, error) {
	r := h.readiness(ctx)
	if r.Ready {
		return GetReady200JSONResponse(r), nil
	}
	return GetReady503JSONResponse(r), nil
}

func (h *handlers) readiness(ctx context.Context) Readiness {
	st := h.status()
	r := Readiness{
		Ready: st.Ready && !h.stopping(), State: st.State, Revision: st.Revision, Since: st.Since, Reasons: []report.Sentence{},
	}
	say := func(amiss bool, code string) {
		if amiss {
			r.Reasons = append(r.Reasons, callOf(ctx).language.Sentence(phrase.New(code)))
		}
	}
	asking, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	say(h.stopping(), "ready.stopping")
	say(!st.Ready, "ready.building")
	say(st.TextRebuilding, "ready.text_rebuilding")
	say(st.State == staleState, "ready.stale")
	say(h.store.Ping(asking) != nil, "ready.store_away")
	return r
}

// GetMetrics shows the measurements.
func (h *handlers) GetMetrics(context.Context, GetMetricsRequestObject) (GetMetricsResponseObject, error) {
	text, err := h.measures.text()
	if err != nil {
		return nil, err
	}
	return GetMetrics200TextResponse(text.String()), nil
}
