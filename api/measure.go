package api

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// measures are what the server counts about itself.
type measures struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	busy     prometheus.Gauge
}

func newMeasures(registry *prometheus.Registry, status func() Status) (*measures, error) {
	if registry == nil {
		registry = prometheus.NewRegistry()
	}
	m := &measures{
		registry: registry,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "chuangmai_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "chuangmai_http_request_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"method", "route"}),
		busy: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "chuangmai_http_requests_busy", Help: "Requests being answered now.",
		}),
	}
	gauge := func(name, help string, value func(Status) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value(status()) })
	}
	for _, c := range []prometheus.Collector{
		m.requests, m.seconds, m.busy,
		gauge("chuangmai_revision", "Revision that answers are given from.", func(s Status) float64 { return float64(s.Revision) }),
		gauge("chuangmai_ready", "1 when the network was read.", func(s Status) float64 { return truth(s.Ready) }),
		gauge("chuangmai_text_index_rebuilding", "1 while answers come without the text index.", func(s Status) float64 { return truth(s.TextRebuilding) }),
	} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("api measurements: %w", err)
		}
	}
	return m, nil
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// text writes all measurements in the Prometheus text format.
func (m *measures) text() (*bytes.Buffer, error) {
	families, err := m.registry.Gather()
	if err != nil {
		return nil, fmt.Errorf("measurements: %w", err)
	}
	buf := new(bytes.Buffer)
	enc := expfmt.NewEncoder(buf, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, f := range families {
		if err := enc.Encode(f); err != nil {
			return nil, fmt.Errorf("measurements: %w", err)
		}
	}
	return buf, nil
}

// noRoute stands for paths that are none of ours: they are anybody's words.
const noRoute = "none"

// ended counts and logs a request: its route, never its words.
func (s *Server) ended(c echo.Context, call *call, f *failure) {
	r, status := c.Request(), c.Response().Status
	method, route := methodOf(r), c.Path()
	if route == "" || f != nil && f.code == codeNoRoute {
		route = noRoute
	}
	took := s.clock().Sub(call.start)
	s.measures.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	s.measures.seconds.WithLabelValues(method, route).Observe(took.Seconds())
	attrs := []slog.Attr{
		slog.String("method", method), slog.String("route", route), slog.Int("status", status),
		slog.Float64("ms", call.took()), slog.String("request_id", call.id), slog.String("role", call.who.role.String()),
	}
	level := slog.LevelInfo
	if f != nil {
		attrs = append(attrs, slog.String("code", f.code))
		if status >= http.StatusInternalServerError && f.cause != nil {
			level = slog.LevelError
			attrs = append(attrs, slog.String("error", f.cause.Error()))
		}
	}
	s.log.LogAttrs(r.Context(), level, "request", attrs...)
	var p *panicError
	if f != nil && errors.As(f.cause, &p) {
		s.log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("request_id", call.id), slog.String("stack", string(p.stack)))
	}
}

// methodOf is the method of a request for labels, of which there are only so many.
func methodOf(r *http.Request) string {
	if isHead(r.Context()) {
		return http.MethodHead
	}
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}
