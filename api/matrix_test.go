package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// roles are those of the tests, the lowest first; "" is nobody.
var roles = []string{"", "reader", "member", "editor", "operator"}

// everybody, editors and operators are the statuses of an operation that these may use,
// by role.
func everybody(status int) [5]int { return [5]int{status, status, status, status, status} }
func editors(status int) [5]int   { return [5]int{401, 403, 403, status, status} }
func operators(status int) [5]int { return [5]int{401, 403, 403, 403, status} }

// wanted is who may do what, written down a second time beside the document: who changes
// one of them must mean it. Writes carry a version that does not hold.
var wanted = map[string][5]int{
	"search": everybody(200), "readNeed": everybody(200), "recommend": everybody(200), "recommendPartners": everybody(200), "recommendResources": everybody(200),
	"recommendTeams": everybody(200), "recommendComplement": everybody(200), "getPaths": everybody(200),
	"getCoverage": everybody(200), "getCoverageRecords": everybody(200), "getCoverageGaps": everybody(200), "compareScenarios": everybody(200),
	"findSites": everybody(200), "getChains": everybody(200), "getNetworkHealth": everybody(200),
	"listNodes": everybody(200), "listEdges": everybody(200), "getNode": everybody(200), "getNodeEdges": everybody(200), "getNeighbourhood": everybody(200), "getHistory": everybody(200), "getEdge": everybody(200), "getStats": everybody(200),
	"getChecks": everybody(200), "getDossier": everybody(400), "getPolicies": everybody(200), "exportCoverage": everybody(200), "exportScenario": everybody(200),
	"getSchema": everybody(200), "getTerms": everybody(200), "getDocumentYAML": everybody(200), "getDocumentJSON": everybody(200),
	"getOverview": everybody(200), "getContact": everybody(200), "writeEnquiry": everybody(200), "getDataHealth": everybody(200), "getDataHealthIssue": everybody(200),
	"postDemand": {401, 403, 422, 422, 422},
	"getLoads":   editors(200), "startLoad": editors(202), "getLoad": editors(404), "undoLoad": editors(404), "stopLoad": editors(404), "getLoadErrors": editors(404), "getLoadTwins": editors(404),
	"getMerges": editors(200), "postMerge": editors(422), "undoMerge": editors(404),
	"getLive": everybody(200), "getReady": everybody(200),
	"putNode": editors(412), "patchNode": editors(412), "deleteNode": editors(412),
	"putEdge": editors(412), "patchEdge": editors(412), "deleteEdge": editors(412), "postBatch": editors(412), "postMark": editors(422),
	"getMarks": operators(200), "getChanges": operators(200), "getMetrics": operators(200),
}

// TestRoleMatrix: every operation with every role, for records that everybody sees, that
// members see and that editors see.
func TestRoleMatrix(t *testing.T) {
	k := newKit(t, nil)
	before := k.stored(t)
	rest := maps.Clone(wanted)
	for _, d := range operations(t) {
		id := d.operation.OperationID
		statuses, known := wanted[id]
		if !known {
			t.Errorf("%s is missing from the table", id)
			continue
		}
		delete(rest, id)
		for i, role := range roles {
			q := d.sound()
			q.token = tokenOf(role)
			if r := k.do(q); r.status != statuses[i] {
				t.Errorf("%s by %q: %d, want %d: %.300s", id, role, r.status, statuses[i], r.body)
			}
			for record, sees := range map[string]bool{idHidden: i >= 2, idPact: i >= 3} {
				if !strings.Contains(d.template, "/nodes/{id}") || statuses[i] >= 400 {
					continue
				}
				want := http.StatusNotFound
				if sees {
					want = http.StatusOK
				}
				q.path = strings.Replace(d.template, "{id}", record, 1)
				if r := k.do(q); r.status != want {
					t.Errorf("%s of %s by %q: %d, want %d", id, record, role, r.status, want)
				}
			}
		}
	}
	for id := range rest {
		t.Errorf("%s is no operation", id)
	}
	if !maps.Equal(before, k.stored(t)) {
		t.Error("the store was changed")
	}
}

// sound is a request that would be answered, were it not for who asks and for a version
// that does not hold.
func (d described) sound() request {
	q := d.request
	q.header = maps.Clone(q.header)
	switch d.operation.OperationID {
	case "search", "getTerms":
		q.path += "?q=a"
	case "getCoverage", "getCoverageGaps":
		q.path += "?region=320000"
	case "getCoverageRecords":
		q.path += "?region=320000&measure=supplies"
	case "getPaths":
		q.path += "?from=" + idUni + "&to=" + idFirm
	case "startLoad":
		q.path += "?dry_run=true"
	case "postDemand":
		q.body = `{"text":"焊接","requester":"local:nobody"}`
	case "putNode":
		q.body = strings.Replace(q.body, `"id":"local:bad","kind":"team"`, `"id":"local:uni","kind":"university"`, 1)
		q.body = strings.Replace(q.body, `"properties":{"expertise":["激光焊接"],"size":3}`, `"properties":{}`, 1)
	case "putEdge":
		q.body = strings.Replace(q.body, "collaborates_with:bad", edgePublic, 1)
	case "patchNode":
		q.body = `{"name_en":"x"}`
	case "postMark":
		q.body = `{"text":"焊接","hit":"local:nobody","verdict":"suitable"}`
	case "postBatch":
		q.body = `{"items":[{"delete":{"edge":"owns:ct","relation":"OWNS"},"expect":99}]}`
	}
	return q
}

// TestListSizes: every list has a bound, and one more than that is refused where it stands.
func TestListSizes(t *testing.T) {
	k := newKit(t, nil)
	many := func(n int, element string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = strings.ReplaceAll(element, "N", strconv.Itoa(i)) // equal ones may count once
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	properties := func(n int) string {
		var parts []string
		for i := range n {
			parts = append(parts, fmt.Sprintf(`"later_%d":1`, i))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	const recommendations, node = "/api/v1/recommendations", `{"id":"local:l","kind":"team","name":"x",`
	for _, c := range []struct {
		at   string
		most int
		body func(int) string
	}{
		{"/kinds", 50, func(n int) string { return `{"text":"焊接","kinds":` + many(n, `"equipment"`) + `}` }},
		{"/groups", 4, func(n int) string { return `{"text":"焊接","groups":` + many(n, `"do"`) + `}` }},
		{"/filter/kinds", 50, func(n int) string { return `{"text":"焊接","filter":{"kinds":` + many(n, `"equipment"`) + `}}` }},
		{"/filter/regions", 50, func(n int) string { return `{"text":"焊接","filter":{"regions":` + many(n, `"320500"`) + `}}` }},
		{"/need/capabilities", 50, func(n int) string { return `{"need":{"capabilities":` + many(n, `{"id":"cap:x"}`) + `}}` }},
		{"/need/terms", 200, func(n int) string { return `{"need":{"terms":` + many(n, `{"text":"焊接"}`) + `}}` }},
		{"/need/terms/0/spans", 500, func(n int) string {
			return `{"need":{"terms":[{"text":"焊接","spans":` + many(n, `{"start":0,"end":1,"text":"焊"}`) + `}]}}`
		}},
		{"/aliases", 1000, func(n int) string { return node + `"aliases":` + many(n, `"yN"`) + `}` }},
		{"/sources", 1000, func(n int) string { return node + `"sources":` + many(n, `{"title":"yN"}`) + `}` }},
		{"/properties", 200, func(n int) string { return node + `"properties":` + properties(n) + `}` }},
		{"/properties/expertise", 1000, func(n int) string { return node + `"properties":{"expertise":` + many(n, `"yN"`) + `}}` }},
	} {
		q := request{method: http.MethodPost, path: recommendations, body: c.body(c.most)}
		if strings.HasPrefix(q.body, node) {
			q = put(nodePath("local:l"), q.body, "If-Match", `"99"`)
		}
		if r := k.do(q); r.status == http.StatusUnprocessableEntity && strings.Contains(string(r.body), "too_many") {
			t.Errorf("%s: %d are too many: %.300s", c.at, c.most, r.body)
		}
		q.body = c.body(c.most + 1)
		r := k.want(k.do(q), http.StatusUnprocessableEntity)
		if fault := fmt.Sprintf(`"max":"%d"},"pointer":"%s"`, c.most, c.at); !strings.Contains(string(r.body), fmt.Sprintf(`"pointer":"%s"`, c.at)) || !strings.Contains(string(r.body), fmt.Sprintf(`"max":"%d"`, c.most)) {
			t.Errorf("%s: want %s, got %.300s", c.at, fault, r.body)
		}
	}
	for _, c := range []struct {
		query string
		most  int
	}{{"kind=equipment", 50}, {"region=320500", 50}} {
		path := "/api/v1/search?q=a" + strings.Repeat("&"+c.query, c.most)
		k.want(k.get(path, ""), http.StatusOK)
		k.want(k.get(path+"&"+c.query, ""), http.StatusBadRequest)
	}
	path := nodePath(idUni) + "/edges?relation=OWNS" + strings.Repeat("&relation=OWNS", 59)
	k.want(k.get(path, ""), http.StatusOK)
	k.want(k.get(path+"&relation=OWNS", ""), http.StatusBadRequest)
}

// TestRepeatedWrites: a write that is sent again with its key is the same write, under
// whichever condition it was sent.
func TestRepeatedWrites(t *testing.T) {
	k := newKit(t, nil)
	path := nodePath("local:again")
	body := func(name string) string { return `{"id":"local:again","kind":"team","name":"` + name + `"}` }
	twice := func(status int, q request) {
		t.Helper()
		first, second := k.want(k.do(q), status), k.want(k.do(q), status)
		a, b := decode[map[string]any](t, first), decode[map[string]any](t, second)
		if a["revision"] != b["revision"] || first.header.Get("Etag") != second.header.Get("Etag") {
			t.Errorf("revision %v %s, again %v %s", a["revision"], first.header.Get("Etag"), b["revision"], second.header.Get("Etag"))
		}
	}
	twice(201, put(path, body("一"), "If-None-Match", "*", "Idempotency-Key", "k1"))
	twice(200, put(path, body("二"), "If-Match", `"1"`, "Idempotency-Key", "k2"))
	twice(200, put(path, body("三"), "If-Match", `*`, "Idempotency-Key", "k3"))
	k.want(k.do(put(path, body("四"), "If-Match", `"3"`, "Idempotency-Key", "k3")), 422)
	k.want(k.do(put(path, body("四"), "If-Match", `"2"`)), 412)
	edge := edgePath("COLLABORATES_WITH", "collaborates_with:again")
	const edgeBody = `{"id":"collaborates_with:again","relation":"COLLABORATES_WITH","from":"local:uni","to":"local:made"}`
	twice(201, put(edge, edgeBody, "If-None-Match", "*", "Idempotency-Key", "k4"))
	twice(200, put(edge, strings.Replace(edgeBody, "{", `{"valid_from":"2024",`, 1), "If-Match", "*", "Idempotency-Key", "k5"))
	twice(200, write(http.MethodPost, "/api/v1/batches", `{"items":[{"delete":{"node":"local:again","with_edges":true}}]}`, "Idempotency-Key", "k6"))
	k.want(k.get(path, ""), 404)
	// A key alone is no condition, and lists of versions are for readers.
	k.want(k.do(put(path, body("五"), "Idempotency-Key", "k7")), 428)
	for tag, status := range map[string]int{`"1"`: 304, `W/"1"`: 304, `"7", "1"`: 304, `*`: 304, `"7"`: 200, `x`: 200, `"1`: 200} {
		q := request{method: http.MethodGet, path: nodePath(idUni), header: map[string]string{"If-None-Match": tag}}
		if r := k.do(q); r.status != status || r.status == 304 && len(r.body) > 0 {
			t.Errorf("If-None-Match %s: %d with %d bytes, want %d", tag, r.status, len(r.body), status)
		}
	}
}

// TestVersionsAreRaced: of two editors who change the same version, one is told.
func TestVersionsAreRaced(t *testing.T) {
	k := newKit(t, nil)
	const editorsAtOnce = 8
	statuses := make(chan int, editorsAtOnce)
	for i := range editorsAtOnce {
		q := write(http.MethodPatch, nodePath(idUni), fmt.Sprintf(`{"name_en":"University %d"}`, i), "If-Match", `"1"`)
		go func() { statuses <- k.raw(t.Context(), q).status }()
	}
	var got []int
	for range editorsAtOnce {
		got = append(got, <-statuses)
	}
	slices.Sort(got)
	if got[0] != http.StatusOK || got[1] != http.StatusPreconditionFailed || got[editorsAtOnce-1] != http.StatusPreconditionFailed {
		t.Errorf("statuses %v, want one 200 and else 412", got)
	}
}
