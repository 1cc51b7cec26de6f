package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chuangmai/advise"
	"chuangmai/api"
	"chuangmai/graph"
)

func text(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// faultyStore fails every call with an error while there is one.
type faultyStore struct {
	api.Store
	err atomic.Pointer[error]
}

func (s *faultyStore) fail(err error) { s.err.Store(&err) }

func (s *faultyStore) fault() error {
	if p := s.err.Load(); p != nil {
		return *p
	}
	return nil
}

func (s *faultyStore) Node(ctx context.Context, id graph.ID) (graph.Node, error) {
	if err := s.fault(); err != nil {
		return graph.Node{}, err
	}
	return s.Store.Node(ctx, id)
}

func (s *faultyStore) Edge(ctx context.Context, r graph.Relation, id graph.ID) (graph.Edge, error) {
	if err := s.fault(); err != nil {
		return graph.Edge{}, err
	}
	return s.Store.Edge(ctx, r, id)
}

func (s *faultyStore) Nodes(ctx context.Context, f graph.NodeFilter) iter.Seq2[graph.Node, error] {
	if err := s.fault(); err != nil {
		return func(yield func(graph.Node, error) bool) { yield(graph.Node{}, err) }
	}
	return s.Store.Nodes(ctx, f)
}

func (s *faultyStore) Edges(ctx context.Context, f graph.EdgeFilter) iter.Seq2[graph.Edge, error] {
	if err := s.fault(); err != nil {
		return func(yield func(graph.Edge, error) bool) { yield(graph.Edge{}, err) }
	}
	return s.Store.Edges(ctx, f)
}

func (s *faultyStore) Changes(ctx context.Context, since graph.Revision) iter.Seq2[graph.Change, error] {
	if err := s.fault(); err != nil {
		return func(yield func(graph.Change, error) bool) { yield(graph.Change{}, err) }
	}
	return s.Store.Changes(ctx, since)
}

func (s *faultyStore) Apply(ctx context.Context, b graph.Batch) (graph.Revision, error) {
	if err := s.fault(); err != nil {
		return 0, err
	}
	return s.Store.Apply(ctx, b)
}

func (s *faultyStore) Ping(ctx context.Context) error {
	if err := s.fault(); err != nil {
		return err
	}
	return s.Store.Ping(ctx)
}

// TestStoreAway: without the store, answers come from the picture and say so; writing and
// what needs whole records is refused with a hint when to try again.
func TestStoreAway(t *testing.T) {
	store := new(faultyStore)
	k := newKit(t, func(o *api.Options) { store.Store, o.Store = o.Store, store })
	store.fail(fmt.Errorf("node: %w: driver text", graph.ErrUnavailable))
	node := decode[api.NodeAnswer](t, k.want(k.get(nodePath(idUni), ""), 200))
	if node.Node.Name != "江南焊接大学" || len(node.Degraded) != 1 || node.Degraded[0] != "detail" || len(node.Relations) == 0 {
		t.Errorf("%+v", node)
	}
	list := decode[api.EdgePage](t, k.want(k.get(nodePath(idUni)+"/edges", ""), 200))
	if len(list.Items) == 0 || list.Items[0].Record != nil || len(list.Degraded) != 1 {
		t.Errorf("%+v", list)
	}
	k.want(k.get(nodePath(idUni)+"/neighbourhood", ""), 200)
	ready := decode[api.Readiness](t, k.want(k.get("/readyz", ""), 200))
	if !ready.Ready || len(ready.Reasons) != 1 || ready.Reasons[0].Code != "ready.store_away" {
		t.Errorf("%+v", ready)
	}
	for _, q := range []request{
		{method: http.MethodGet, path: nodePath(idUni) + "/history"},
		{method: http.MethodGet, path: edgePath("OWNS", "owns:ct")},
		{method: http.MethodGet, path: "/api/v1/changes", token: operatorToken},
		write(http.MethodPost, "/api/v1/batches", `{"items":[{"delete":{"node":"local:ct"}}]}`),
		write(http.MethodPost, "/api/v1/batches", `{"items":[{"edge":{"relation":"LEADS","from":"local:uni","to":"local:firm"}}]}`),
		write(http.MethodPatch, nodePath(idUni), `{"name":"x"}`, "If-Match", `"1"`),
		write(http.MethodDelete, nodePath(idUni), ``, "If-Match", `*`),
	} {
		r := k.want(k.do(q), 503)
		if !strings.Contains(string(r.body), `"code":"unavailable"`) || r.header.Get("Retry-After") != "5" || strings.Contains(string(r.body), "driver") {
			t.Errorf("%s %s: %v %s", q.method, q.path, r.header, r.body)
		}
	}
	if !strings.Contains(k.log.String(), "driver text") {
		t.Error("the cause is not logged")
	}
	store.fail(fmt.Errorf("commit: %w", graph.ErrFull))
	k.want(k.do(write(http.MethodPost, "/api/v1/batches", `{"items":[{"delete":{"node":"local:ct"}}]}`)), 507)
	store.fail(graph.ErrLogTrimmed)
	k.want(k.get("/api/v1/changes", operatorToken), 410)
	store.fail(errors.New("secret"))
	r := k.want(k.get("/api/v1/changes", operatorToken), 500)
	if strings.Contains(string(r.body), "secret") {
		t.Errorf("%s", r.body)
	}
}

// strangeAdvisor does something strange instead of searching.
type strangeAdvisor struct {
	api.Advisor
	search func(ctx context.Context) (advise.SearchAnswer, error)
}

func (a strangeAdvisor) Search(ctx context.Context, _ advise.SearchQuery, _ advise.Scope) (advise.SearchAnswer, error) {
	return a.search(ctx)
}

func TestPanicsAreCaught(t *testing.T) {
	k := newKit(t, func(o *api.Options) {
		o.Advisor = strangeAdvisor{o.Advisor, func(context.Context) (advise.SearchAnswer, error) { panic("焊接 is private") }}
	})
	r := k.want(k.get("/api/v1/search?q=a", ""), 500)
	problem := decode[api.Problem](t, r)
	if problem.Code != "internal" || strings.Contains(string(r.body), "private") {
		t.Errorf("%s", r.body)
	}
	log := k.log.String()
	if !strings.Contains(log, "request_id="+problem.RequestID) || !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "faults_test.go") {
		t.Errorf("the panic is not logged with its stack:\n%s", log)
	}
	k.want(k.get("/api/v1/stats", ""), 200)
}

func TestDeadline(t *testing.T) {
	k := newKit(t, func(o *api.Options) {
		o.Settings.RequestTimeout = time.Millisecond
		o.Advisor = strangeAdvisor{o.Advisor, func(ctx context.Context) (advise.SearchAnswer, error) {
			<-ctx.Done()
			return advise.SearchAnswer{}, fmt.Errorf("searching: %w", ctx.Err())
		}}
	})
	r := k.want(k.get("/api/v1/search?q=a", ""), 503)
	if !strings.Contains(string(r.body), `"code":"deadline"`) || r.header.Get("Retry-After") != "1" {
		t.Errorf("%v %s", r.header, r.body)
	}
}

// TestClientGone: a caller who leaves is no fault of the service.
func TestClientGone(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	k := newKit(t, func(o *api.Options) {
		o.Advisor = strangeAdvisor{o.Advisor, func(ctx context.Context) (advise.SearchAnswer, error) {
			leave()
			<-ctx.Done()
			return advise.SearchAnswer{}, ctx.Err()
		}}
	})
	r := k.raw(ctx, request{method: http.MethodGet, path: "/api/v1/search?q=a"})
	if len(r.body) > 0 || !strings.Contains(k.log.String(), "status=499") || strings.Contains(k.log.String(), "level=ERROR") {
		t.Errorf("%d %s\n%s", r.status, r.body, k.log.String())
	}
}

// TestOverload: more requests at once than there are places are refused, probes are not.
func TestOverload(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	k := newKit(t, func(o *api.Options) {
		o.Settings.Concurrency = 2
		o.Advisor = strangeAdvisor{o.Advisor, func(context.Context) (advise.SearchAnswer, error) {
			inside <- struct{}{}
			<-leave
			return advise.SearchAnswer{}, nil
		}}
	})
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() { k.raw(t.Context(), request{method: http.MethodGet, path: "/api/v1/search?q=a"}) })
		<-inside
	}
	r := k.want(k.get("/api/v1/stats", ""), 503)
	if !strings.Contains(string(r.body), `"code":"overloaded"`) {
		t.Errorf("%s", r.body)
	}
	k.want(k.get("/livez", ""), 200)
	k.want(k.get("/readyz", ""), 200)
	close(leave)
	wait.Wait()
	k.want(k.get("/api/v1/stats", ""), 200)
}

// TestRate: an address that asks too much is told when to come back; others go on.
func TestRate(t *testing.T) {
	var now atomic.Int64
	k := newKit(t, func(o *api.Options) {
		o.Settings.Rate, o.Settings.Burst = 0.5, 2
		o.Clock = func() time.Time { return time.Unix(1_700_000_000+now.Load(), 0) }
	})
	r := k.want(k.get("/api/v1/schema", ""), 200)
	if r.header.Get("Ratelimit") != `"address";r=1;t=0` || r.header.Get("Ratelimit-Policy") != `"address";q=2;w=4` {
		t.Errorf("%v", r.header)
	}
	k.want(k.get("/api/v1/schema", ""), 200)
	r = k.want(k.get("/api/v1/schema", ""), 429)
	if r.header.Get("Retry-After") != "2" || r.header.Get("Ratelimit") != `"address";r=0;t=2` {
		t.Errorf("%v", r.header)
	}
	k.want(k.get("/livez", ""), 200)
	forged := request{method: http.MethodGet, path: "/api/v1/schema", header: map[string]string{"X-Forwarded-For": "198.51.100.1", "X-Real-Ip": "198.51.100.1"}}
	k.want(k.do(forged), 429) // who is not a trusted proxy is not believed
	k.want(k.do(request{method: http.MethodGet, path: "/api/v1/schema", remote: "198.51.100.1:1"}), 200)
	now.Add(2)
	k.want(k.get("/api/v1/schema", ""), 200)
}

func TestRateBehindProxy(t *testing.T) {
	k := newKit(t, func(o *api.Options) {
		o.Settings.Rate, o.Settings.Burst = 0.001, 1
		o.Settings.TrustedProxies = []string{"192.0.2.0/24"}
	})
	from := func(address string) request {
		return request{method: http.MethodGet, path: "/api/v1/schema", header: map[string]string{"X-Forwarded-For": address}}
	}
	k.want(k.do(from("198.51.100.1")), 200)
	k.want(k.do(from("198.51.100.1")), 429)
	k.want(k.do(from("10.0.0.1, 198.51.100.1")), 429) // what the caller itself wrote is not believed
	k.want(k.do(from("198.51.100.2")), 200)
}

// TestSlowPicture: a write that cannot be seen in time is reported as written but not
// visible, and a read that asks for it is told to come again.
func TestSlowPicture(t *testing.T) {
	var slow atomic.Bool
	k := newKit(t, func(o *api.Options) {
		o.Settings.WaitTimeout = 10 * time.Millisecond
		wait := o.Wait
		o.Wait = func(ctx context.Context, revision graph.Revision) error {
			if slow.Load() {
				<-ctx.Done()
				return ctx.Err()
			}
			return wait(ctx, revision)
		}
	})
	slow.Store(true)
	made := decode[api.NodeReceipt](t, k.want(k.do(put(nodePath("local:slow"), `{"id":"local:slow","kind":"document","name":"慢"}`, "If-None-Match", "*")), 201))
	if made.Visible || made.Revision == 0 {
		t.Errorf("%+v", made)
	}
	path := fmt.Sprintf("%s?min_revision=%d", nodePath("local:slow"), made.Revision)
	r := k.want(k.get(path, ""), 503)
	if !strings.Contains(string(r.body), `"code":"not_yet_visible"`) || r.header.Get("Retry-After") != "1" {
		t.Errorf("%v %s", r.header, r.body)
	}
	slow.Store(false)
	k.want(k.get(path, ""), 200)
}

// TestNotReady: before the network was read, everything says so, and liveness stays.
func TestNotReady(t *testing.T) {
	k := newKit(t, func(o *api.Options) {
		o.Advisor = advise.New(noNetworks{}, o.Store, advise.Settings{}, time.Now)
		o.Status = func() api.Status { return api.Status{State: "building"} }
	})
	ready := decode[api.Readiness](t, k.want(k.get("/readyz", ""), 503))
	if ready.Ready || len(ready.Reasons) != 1 || ready.Reasons[0].Text != "正在读入网络，稍后即可回答" {
		t.Errorf("%+v", ready)
	}
	k.want(k.get("/livez", ""), 200)
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/stats", nodePath(idUni), nodePath(idUni) + "/edges"} {
		if r := k.want(k.get(path, ""), 503); !strings.Contains(string(r.body), `"code":"not_ready"`) {
			t.Errorf("%s: %s", path, r.body)
		}
	}
}

type noNetworks struct{}

func (noNetworks) Acquire() (*advise.Network, func(), error) { return nil, nil, advise.ErrNotReady }

// TestTooLarge: a body beyond the limit is refused, chunked or not.
func TestTooLarge(t *testing.T) {
	k := newKit(t, func(o *api.Options) { o.Settings.BodyLimit = 1000 })
	body := `{"text":"` + strings.Repeat("x", 1000) + `"}`
	r := k.want(k.do(request{method: http.MethodPost, path: "/api/v1/needs/read", body: body}), 413)
	if !strings.Contains(string(r.body), "1000") || !strings.Contains(string(r.body), `"pointer":""`) {
		t.Errorf("%s", r.body)
	}
	k.want(k.do(request{method: http.MethodPost, path: "/api/v1/needs/read", body: `{"text":"焊接"}`}), 200)
}
