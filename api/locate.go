package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"chuangmai/graph"
)

// notDecoded says where a body does not fit its Go type although it fits its schema:
// 1.0 or 1e3 for an integer.
func notDecoded(data []byte, err error) *failure {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return fail(codeInvalid).at("", graph.CodeBadSyntax, "detail", err.Error())
	}
	return fail(codeInvalid).at(pointer(locate(data, wrong.Offset)), graph.CodeWrongType, "want", wrong.Type.String()).because(err)
}

// locate returns the path of the value in which a byte of a JSON text lies.
func locate(data []byte, offset int64) []string {
	dec := json.NewDecoder(bytes.NewReader(data))
	var path []string
	var place []int // index within each open list, -1 within an object that wants a key, -2 one that wants a value
	next := func() {
		if n := len(place); n > 0 && place[n-1] >= 0 {
			path[n-1] = strconv.Itoa(place[n-1])
			place[n-1]++
		} else if n > 0 {
			place[n-1] = -1
		}
	}
	for {
		t, err := dec.Token()
		if err != nil {
			return path
		}
		delim, isDelim := t.(json.Delim)
		n := len(place)
		switch {
		case isDelim && (delim == '}' || delim == ']'):
			path, place = path[:n-1], place[:n-1]
			continue
		case n > 0 && place[n-1] == -1:
			path[n-1], _ = t.(string)
			place[n-1] = -2
			continue
		}
		next()
		if dec.InputOffset() >= offset {
			return path
		}
		switch {
		case isDelim && delim == '{':
			path, place = append(path, ""), append(place, -1)
		case isDelim:
			path, place = append(path, ""), append(place, 0)
		}
	}
}
