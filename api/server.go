package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"chuangmai/graph"
)

// maxHeader is the greatest size of a request's head in bytes.
const maxHeader = 32 << 10

// Server serves the API. It is safe for concurrent use.
type Server struct {
	settings Settings
	access   *access
	document *document
	limiter  *limiter
	measures *measures
	places   chan struct{} // as many as requests are served at once
	wait     func(context.Context, graph.Revision) error
	status   func() Status
	clock    func() time.Time
	newID    func() string
	log      *slog.Logger
	router   *echo.Echo
	handler  http.Handler
	stopping atomic.Bool
}

// New returns a server. An error says which option or setting cannot work.
func New(o Options) (*Server, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Settings = o.Settings.WithDefaults()
	s := &Server{
		settings: o.Settings, wait: o.Wait, status: o.Status, clock: o.Clock, newID: o.NewID, log: o.Logger,
		places:  make(chan struct{}, o.Settings.Concurrency),
		limiter: newLimiter(o.Settings.Rate, o.Settings.Burst, o.Clock),
	}
	var err error
	if s.access, err = newAccess(o); err != nil {
		return nil, err
	}
	if s.document, err = readDocument(documentYAML); err != nil {
		return nil, err
	}
	if s.measures, err = newMeasures(o.Metrics, o.Status); err != nil {
		return nil, err
	}
	if s.router, err = s.routes(o); err != nil {
		return nil, err
	}
	s.handler = headAsGet(s.router)
	return s, nil
}

// routes joins the paths with what answers them.
func (s *Server) routes(o Options) (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(logWriter{s.log})
	e.Binder = binder{}
	var err error
	if e.IPExtractor, err = addresses(s.settings.TrustedProxies); err != nil {
		return nil, err
	}
	s.use(e)
	RegisterHandlers(e, NewStrictHandler(newHandlers(s, o), nil))
	if err := registerDocs(e); err != nil {
		return nil, err
	}
	if o.Interface != nil {
		e.GET(outsidePath, outside(o.Interface))
	}
	return e, nil
}

// outsidePath is the route of what is not the API's.
const outsidePath = "/*"

// outside serves what is not the API's: a path that begins like one of the API's and is
// none is not there, whatever the other handler would make of it.
func outside(other http.Handler) echo.HandlerFunc {
	serve := echo.WrapHandler(other)
	return func(c echo.Context) error {
		first, _, _ := strings.Cut(strings.TrimPrefix(c.Request().URL.Path, "/"), "/")
		if first == "api" || first == "docs" {
			return echo.ErrNotFound
		}
		return serve(c)
	}
}

// addresses finds the address of a caller: the peer's, or what a trusted proxy says.
func addresses(trusted []string) (echo.IPExtractor, error) {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range trusted {
		_, block, err := net.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("server.trusted_proxies: %q is no network such as 10.0.0.0/8", text)
		}
		options = append(options, echo.TrustIPRange(block))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}

// Handler returns what answers requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Reload reads the tokens file again. When that fails, the tokens in use stay.
func (s *Server) Reload() error { return s.access.load(s.settings.TokensFile) }

// Serve answers on the listener until the context ends, then lets the requests under way
// finish for as long as the settings allow. It closes the listener. The error is nil
// after an orderly end.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: s.handler, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * s.settings.RequestTimeout,
		WriteTimeout: 3 * s.settings.RequestTimeout, IdleTimeout: 2 * time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.settings.Drain)
	defer cancel()
	err := server.Shutdown(drain)
	if err != nil {
		err = errors.Join(fmt.Errorf("requests were cut off: %w", err), server.Close())
	}
	if serveErr := <-ended; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return err
}

// logWriter takes what the router itself would print.
type logWriter struct{ log *slog.Logger }

// Write implements [io.Writer].
func (w logWriter) Write(p []byte) (int, error) {
	w.log.Warn("router", "text", string(p))
	return len(p), nil
}
