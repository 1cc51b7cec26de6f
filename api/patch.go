package api

import (
	"encoding/json"
	"maps"

	"github.com/getkin/kin-openapi/openapi3"
)

// mergePatch applies a JSON Merge Patch (RFC 7396): within objects null removes a
// member and anything else replaces it; whatever is no object is replaced as a whole.
func mergePatch(target, patch any) any {
	changes, isObject := patch.(map[string]any)
	if !isObject {
		return patch
	}
	old, _ := target.(map[string]any)
	out := make(map[string]any, len(old)+len(changes))
	maps.Copy(out, old)
	for name, change := range changes {
		if change == nil {
			delete(out, name)
			continue
		}
		out[name] = mergePatch(out[name], change)
	}
	return out
}

// patched applies a patch to a record and decodes the result, which must conform to the
// record's schema; pointers of complaints are into the merged record.
func patched(record any, patch json.RawMessage, schema *openapi3.Schema, depth int, into any) error {
	before, err := json.Marshal(record)
	if err != nil {
		return err
	}
	target, err := parse(before, depth)
	if err != nil {
		return err
	}
	change, err := parse(patch, depth)
	if err != nil {
		return err
	}
	merged := mergePatch(target, change)
	if items := conform(schema, merged); len(items) > 0 {
		return &failure{code: codeInvalid, items: items}
	}
	after, err := json.Marshal(merged)
	if err != nil {
		return err
	}
	return decode(after, into)
}
