package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/need"
)

// failureOf finds the answer to an error. Whatever is not in the table is a fault of
// the service, whose text goes into the log and never to the caller.
func failureOf(ctx context.Context, err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	if f := failureOfRequest(ctx, err); f != nil {
		return f
	}
	if f := failureOfStore(err); f != nil {
		return f
	}
	if f := failureOfQuestion(err); f != nil {
		return f
	}
	return fail(codeInternal).because(err)
}

// failureOfRequest knows the errors of HTTP itself.
func failureOfRequest(ctx context.Context, err error) *failure {
	var size *http.MaxBytesError
	if errors.As(err, &size) {
		return fail(codeTooLarge, "max", size.Limit).at("", codeTooBig, "max", strconv.FormatInt(size.Limit, 10))
	}
	if h := new(echo.HTTPError); errors.As(err, &h) {
		switch h.Code {
		case http.StatusNotFound:
			return fail(codeNoRoute)
		case http.StatusMethodNotAllowed:
			return fail(codeMethodNotAllowed)
		case http.StatusBadRequest: // a parameter that the checks let through
			return fail(codeBadRequest).because(err)
		}
	}
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.DeadlineExceeded):
		return fail(codeDeadline).because(err)
	case ended != nil && errors.Is(err, context.Canceled):
		return fail(codeClientClosed).because(err)
	}
	return nil
}

// failureOfStore knows the errors of a store.
func failureOfStore(err error) *failure {
	var invalid *graph.InvalidError
	var conflict *graph.ConflictError
	switch {
	case errors.As(err, &invalid):
		return fail(codeInvalid).problems(invalid.Problems)
	case errors.As(err, &conflict):
		return conflictOf(conflict).at("/items/"+strconv.Itoa(conflict.Item)+"/expect", codeVersionDiffers)
	case errors.Is(err, graph.ErrNotFound):
		return fail(codeNotFound)
	case errors.Is(err, graph.ErrKeyReused):
		return fail(codeKeyReused).of("Idempotency-Key", codeKeyReused)
	case errors.Is(err, graph.ErrLogTrimmed):
		return fail(codeGone)
	case errors.Is(err, graph.ErrFull):
		return fail(codeFull).because(err)
	case errors.Is(err, graph.ErrUnavailable), errors.Is(err, graph.ErrClosed), errors.Is(err, context.DeadlineExceeded):
		return fail(codeUnavailable).because(err)
	}
	return nil
}

// conflictOf words a version that does not hold.
func conflictOf(c *graph.ConflictError) *failure {
	return fail(codeConflict, "id", string(c.ID), "want", c.Want, "have", c.Have)
}

// failureOfQuestion knows the errors of answering.
func failureOfQuestion(err error) *failure {
	var requester *advise.UnknownRequesterError
	var place *advise.UnknownPlaceError
	var industry *advise.UnknownIndustryError
	switch {
	case errors.Is(err, advise.ErrNotReady):
		return fail(codeNotReady)
	case errors.As(err, &requester):
		return fail(codeInvalid).at("/requester", graph.CodeUnknownNode, "id", string(requester.ID))
	case errors.As(err, &place):
		return fail(codeInvalid).at("/profile/city", codeUnknownPlace, "value", place.Name)
	case errors.As(err, &industry):
		return fail(codeInvalid).at("/profile/industry", codeUnknownIndustry, "value", industry.Name)
	case errors.Is(err, need.ErrEmpty):
		return fail(codeInvalid).at("/text", graph.CodeMissing)
	case errors.Is(err, need.ErrTooLong):
		return fail(codeInvalid).at("/text", graph.CodeTooLong, "max", "2000")
	case errors.Is(err, need.ErrBadText):
		return fail(codeInvalid).at("/text", graph.CodeBadText)
	}
	return nil
}

// problems adds what a store or the schema found wrong.
func (f *failure) problems(list []graph.Problem) *failure {
	for _, p := range list {
		f.items = append(f.items, item{pointer: &p.Pointer, code: p.Code, params: paramsOf(p)})
	}
	return f
}

// paramsOf returns the values of a problem's sentence. An id that is too long comes
// without the length that is allowed.
func paramsOf(p graph.Problem) map[string]string {
	if p.Code == graph.CodeTooLong && p.Params["max"] == "" {
		return map[string]string{"max": idLength}
	}
	return p.Params
}
