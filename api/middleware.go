package api

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"chuangmai/graph"
)

// gzipFrom is the size in bytes from which answers are compressed.
const gzipFrom = 1024

// use hangs everything that surrounds a handler, outermost first.
func (s *Server) use(e *echo.Echo) {
	e.Pre(escapedPath)
	e.Use(s.begin, s.headers, s.site, s.bound, s.limit)
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{MinLength: gzipFrom, Skipper: isOutside}))
	e.Use(s.deadline, s.authorise, s.checked, s.visible)
}

// escapedPath makes the router work on the path as it was sent, so that the ids in it are
// decoded once and may hold every character.
func escapedPath(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		u.RawPath = u.EscapedPath()
		return next(c)
	}
}

// begin opens the call, answers its error, and logs and counts it. A panic is caught.
func (s *Server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		call := &call{id: s.newID(), start: s.clock(), clock: s.clock, language: languageOf(r)}
		call.question = questionOf(r.URL.EscapedPath(), r.URL.RawQuery)
		call.op = s.document.operation(r.Method, c.Path())
		c.SetRequest(r.WithContext(withCall(r.Context(), call)))
		c.Response().Header().Set(echo.HeaderXRequestID, call.id)
		s.measures.busy.Inc()
		defer s.measures.busy.Dec()
		err := caught(next, c)
		var f *failure
		if err != nil {
			f = failureOf(c.Request().Context(), err)
			if err := writeProblem(c, f); err != nil {
				s.log.WarnContext(r.Context(), "answer not written", "request_id", call.id, "error", err)
			}
		}
		s.ended(c, call, f)
		return nil
	}
}

// panicError is a panic of a handler.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

func caught(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fail(codeInternal).because(&panicError{value: r, stack: debug.Stack()})
		}
	}()
	return next(c)
}

// headers sets what every answer carries. What is not the API's sets its own policy.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderReferrerPolicy, "no-referrer")
		h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Language", tagOf(callOf(c.Request().Context()).language.Lang))
		h.Add(echo.HeaderVary, "Accept-Language, Authorization")
		h.Set(echo.HeaderCacheControl, "no-cache")
		if st := s.status(); st.State == staleState {
			h.Set("Chuangmai-Stale-Since", st.Since.UTC().Format(time.RFC3339))
		}
		return next(c)
	}
}

func (s *Server) site(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.access.site(c.Request()); err != nil {
			return err
		}
		return next(c)
	}
}

// bound refuses more requests at once than the service is meant to serve. Whoever asks
// whether it lives is always answered.
func (s *Server) bound(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isProbe(c) {
			return next(c)
		}
		select {
		case s.places <- struct{}{}:
			defer func() { <-s.places }()
			return next(c)
		default:
			return fail(codeOverloaded)
		}
	}
}

func isProbe(c echo.Context) bool { return c.Path() == "/livez" || c.Path() == "/readyz" }

// limit takes a token of the caller's address and tells how many are left (RateLimit
// header fields for HTTP, draft 10).
func (s *Server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	if s.limiter == nil {
		return next
	}
	policy := fmt.Sprintf("\"address\";q=%d;w=%d", s.limiter.burst, max(1, int(float64(s.limiter.burst)/float64(s.limiter.rate))))
	return func(c echo.Context) error {
		if isProbe(c) {
			return next(c)
		}
		ok, left, wait := s.limiter.take(c.RealIP())
		seconds := int((wait + time.Second - 1) / time.Second)
		h := c.Response().Header()
		h.Set("RateLimit-Policy", policy)
		h.Set("RateLimit", `"address";r=`+strconv.Itoa(left)+";t="+strconv.Itoa(seconds))
		if !ok {
			f := fail(codeRateLimited)
			f.retry = time.Duration(max(1, seconds)) * time.Second
			return f
		}
		return next(c)
	}
}

// isOutside reports whether the interface answers, whose files are packed already.
func isOutside(c echo.Context) bool { return c.Path() == outsidePath }

// deadline bounds the time of a request.
func (s *Server) deadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), s.timeOf(callOf(c.Request().Context()).op))
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// authorise finds out who asks and whether the operation allows it.
func (s *Server) authorise(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		who, err := s.access.caller(c.Request())
		if err != nil {
			return err
		}
		call := callOf(c.Request().Context())
		call.who, call.scope.Audience = who, who.role.audience()
		if call.op == nil || call.op.id == "getMetrics" && isLocal(c.Request()) {
			return next(c)
		}
		if err := allow(who, call.op.role); err != nil {
			return err
		}
		return next(c)
	}
}

// checked holds the request against the document.
func (s *Server) checked(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		call := callOf(c.Request().Context())
		if call.op == nil {
			return next(c)
		}
		if err := call.op.checkParameters(c); err != nil {
			return err
		}
		if err := s.checkBody(c, call.op); err != nil {
			return err
		}
		asOf, err := graph.ParseDate(c.QueryParam("as_of"))
		if err != nil {
			return fail(codeBadRequest).of("as_of", graph.CodeBadDate, "value", c.QueryParam("as_of"))
		}
		call.scope.AsOf = asOf
		return next(c)
	}
}

const headerMinRevision = "X-Min-Revision"

// visible waits until the revision can be seen that the request names.
func (s *Server) visible(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		for _, name := range []string{"min_revision", headerMinRevision} {
			text := c.QueryParam(name)
			if name == headerMinRevision {
				text = c.Request().Header.Get(name)
			}
			if text == "" || callOf(ctx).op == nil {
				continue
			}
			revision, err := strconv.ParseInt(text, 10, 64)
			if err != nil || revision < 0 {
				return fail(codeBadRequest).of(name, graph.CodeWrongType, "want", "integer")
			}
			if err := s.waitFor(ctx, graph.Revision(revision)); err != nil {
				return err
			}
			call := callOf(ctx)
			call.atLeast = max(call.atLeast, graph.Revision(revision))
		}
		return next(c)
	}
}

func (s *Server) waitFor(ctx context.Context, revision graph.Revision) error {
	waiting, cancel := context.WithTimeout(ctx, s.settings.WaitTimeout)
	defer cancel()
	err := s.wait(waiting, revision)
	if err != nil && ctx.Err() == nil {
		return fail(codeNotYetVisible, "revision", int64(revision)).because(err)
	}
	return err
}
