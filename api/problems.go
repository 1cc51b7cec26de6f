package api

import (
	"net/http"
	"time"

	"chuangmai/phrase"
)

// The codes of problems. Each has a status, and its sentence in package phrase under
// "api." and the code.
const (
	codeBadRequest         = "bad_request"         // a parameter or header is wrong
	codeBadSyntax          = "bad_syntax"          // the body is not JSON, too deep, or holds too much
	codeInvalid            = "invalid"             // the body is JSON, but not what is wanted
	codeTokenRequired      = "token_required"      // nothing but a token allows this
	codeTokenUnknown       = "token_unknown"       // not a token of this service
	codeRoleTooLow         = "role_too_low"        // the token's role does not allow this
	codeOriginRefused      = "origin_refused"      // a page of another site asks for a change
	codeHostUnknown        = "host_unknown"        // the service is not known under this name
	codeNotFound           = "not_found"           // no such record, as of that date, for this caller
	codeNoRoute            = "no_route"            // no such path
	codeMethodNotAllowed   = "method_not_allowed"  // the path has other methods
	codeGone               = "log_trimmed"         // the change log no longer holds this
	codeTooLarge           = "too_large"           // the body is larger than the service takes
	codeMediaType          = "media_type"          // the body is of another media type
	codePrecondition       = "precondition_needed" // neither If-Match nor If-None-Match
	codeConflict           = "version_conflict"    // the expected version does not hold
	codeKeyReused          = "key_reused"          // an idempotency key came with another write
	codeRateLimited        = "rate_limited"        // too many requests from one address
	codeInternal           = "internal"            // a fault of the service
	codeUnavailable        = "unavailable"         // the store does not answer
	codeNotReady           = "not_ready"           // the network is still being read
	codeOverloaded         = "overloaded"          // too many requests at once
	codeDeadline           = "deadline"            // the answer took too long
	codeNotYetVisible      = "not_yet_visible"     // the asked revision cannot be seen yet
	codeFull               = "full"                // no space is left to write
	codeLoadRunning        = "load_running"        // a load that runs cannot be taken back
	codeLoadOver           = "load_over"           // a load that is over cannot be stopped
	codeChangedSince       = "changed_since"       // others changed what is to be taken back
	codeClientClosed       = "client_closed"       // the caller has gone; for the log alone
	statusClientClosed     = 499
	shortRetry             = time.Second
	longRetry              = 5 * time.Second
	problemType            = "urn:chuangmai:problem:"
	problemMedia           = "application/problem+json"
	wwwAuthenticate        = `Bearer realm="chuangmai"`
	wwwAuthenticateUnknown = `Bearer realm="chuangmai", error="invalid_token"`
)

// statusOf is the table of codes and statuses.
func statusOf(code string) int {
	switch code {
	case codeBadRequest, codeBadSyntax:
		return http.StatusBadRequest
	case codeTokenRequired, codeTokenUnknown:
		return http.StatusUnauthorized
	case codeRoleTooLow, codeOriginRefused:
		return http.StatusForbidden
	case codeNotFound, codeNoRoute:
		return http.StatusNotFound
	case codeMethodNotAllowed:
		return http.StatusMethodNotAllowed
	case codeGone:
		return http.StatusGone
	case codeConflict:
		return http.StatusPreconditionFailed
	case codeLoadRunning, codeLoadOver, codeChangedSince:
		return http.StatusConflict
	case codeTooLarge:
		return http.StatusRequestEntityTooLarge
	case codeMediaType:
		return http.StatusUnsupportedMediaType
	case codeHostUnknown:
		return http.StatusMisdirectedRequest
	case codeInvalid, codeKeyReused:
		return http.StatusUnprocessableEntity
	case codePrecondition:
		return http.StatusPreconditionRequired
	case codeRateLimited:
		return http.StatusTooManyRequests
	case codeClientClosed:
		return statusClientClosed
	case codeUnavailable, codeNotReady, codeOverloaded, codeDeadline, codeNotYetVisible:
		return http.StatusServiceUnavailable
	case codeFull:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// retryOf is after how long the same request may do better, 0 when it will not.
func retryOf(code string) time.Duration {
	switch code {
	case codeUnavailable, codeNotReady, codeOverloaded:
		return longRetry
	case codeDeadline, codeNotYetVisible, codeRateLimited:
		return shortRetry
	}
	return 0
}

// failure is an error that has an answer.
type failure struct {
	code   string
	params map[string]any // of its sentence
	items  complaints
	cause  error // for the log
	retry  time.Duration
}

// item is one thing wrong with a request: where and what.
type item struct {
	pointer   *string // into the body
	parameter string  // or the name of a parameter or header
	code      string
	params    map[string]string
	reason    *phrase.Message // its sentence, when an engine words it
}

// fail returns a failure; pairs alternate names and values of its sentence.
func fail(code string, pairs ...any) *failure {
	return &failure{code: code, params: phrase.New("", pairs...).Params, retry: retryOf(code)}
}

// Error is for the log.
func (f *failure) Error() string {
	text := f.code
	if f.cause != nil {
		text += ": " + f.cause.Error()
	}
	return text
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.cause }

func (f *failure) because(cause error) *failure {
	f.cause = cause
	return f
}

// at says what is wrong at a place of the body; pairs alternate names and values.
func (f *failure) at(pointer, code string, pairs ...string) *failure {
	f.items.at(pointer, code, pairs...)
	return f
}

// of says what is wrong with a parameter or header.
func (f *failure) of(parameter, code string, pairs ...string) *failure {
	f.items.of(parameter, code, pairs...)
	return f
}

// complaints are things wrong with one request.
type complaints []item

func (c *complaints) at(pointer, code string, pairs ...string) {
	*c = append(*c, item{pointer: &pointer, code: code, params: pairsOf(pairs)})
}

func (c *complaints) of(parameter, code string, pairs ...string) {
	*c = append(*c, item{parameter: parameter, code: code, params: pairsOf(pairs)})
}

// as returns the complaints as a failure, nil when there are none.
func (c complaints) as(code string) error {
	if len(c) == 0 {
		return nil
	}
	f := fail(code)
	f.items = c
	return f
}

func pairsOf(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	out := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// sentence returns the item's message.
func (i item) sentence() phrase.Message {
	if i.reason != nil {
		return *i.reason
	}
	m := phrase.Message{Code: "problem." + i.code, Params: make(map[string]any, len(i.params))}
	for name, value := range i.params {
		m.Params[name] = value
	}
	return m
}
