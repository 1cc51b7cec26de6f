package api

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// etag is the version of a record as a header.
func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// parseETag reads a version; -1 stands for *.
func parseETag(text string) (int64, bool) {
	text = strings.TrimSpace(text)
	if text == "*" {
		return -1, true
	}
	inner, quoted := strings.CutPrefix(text, `"`)
	inner, ended := strings.CutSuffix(inner, `"`)
	version, err := strconv.ParseInt(inner, 10, 64)
	return version, quoted && ended && err == nil && version > 0 && etag(version) == text
}

// unchanged reports whether If-None-Match names the version a reader already has.
func unchanged(ifNoneMatch string, version int64) bool {
	for part := range strings.SplitSeq(ifNoneMatch, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if have, ok := parseETag(part); ok && (have == version || have == -1) {
			return true
		}
	}
	return false
}

// expected returns the version that a write may replace: 0 when it must not exist.
// current looks up the version there is, which only If-Match: * asks for.
func expected(ctx context.Context, ifMatch, ifNoneMatch string, current func(context.Context) (int64, error)) (int64, error) {
	switch {
	case ifMatch == "" && ifNoneMatch == "":
		return 0, fail(codePrecondition).of("If-Match", graph.CodeMissing)
	case ifMatch != "" && ifNoneMatch != "":
		return 0, fail(codeBadRequest).of("If-None-Match", codeNotWanted)
	case ifMatch == "":
		if strings.TrimSpace(ifNoneMatch) != "*" {
			return 0, fail(codeBadRequest).of("If-None-Match", codeBadETag, "value", written(ifNoneMatch))
		}
		return 0, nil
	}
	version, ok := parseETag(ifMatch)
	switch {
	case !ok:
		return 0, fail(codeBadRequest).of("If-Match", codeBadETag, "value", written(ifMatch))
	case version > 0:
		return version, nil
	}
	version, err := current(ctx)
	if errors.Is(err, graph.ErrNotFound) {
		return 0, fail(codeConflict, "id", "*", "want", "*", "have", 0).of("If-Match", codeVersionDiffers)
	}
	return version, err
}

// condition returns the version that a put expects. If-Match: * with a key expects none:
// when the same write is sent again, the version is already another.
func condition(expect int64, ifMatch, key string) *int64 {
	if key != "" && strings.TrimSpace(ifMatch) == "*" {
		return nil
	}
	return &expect
}
