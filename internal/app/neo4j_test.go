package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
	"chuangmai/phrase"
	"chuangmai/report"
)

// onServer are settings for a store in the test server, with a folder of its own for the
// index.
func onServer(tb testing.TB, server neo4jtest.Server) configs.Settings {
	tb.Helper()
	settings := in(tb, tb.TempDir())
	settings.Store.Kind = "neo4j"
	settings.Neo4j.URI, settings.Neo4j.User = server.URI, server.User
	settings.Neo4j.PasswordFile = filepath.Join(tb.TempDir(), "password")
	if err := os.WriteFile(settings.Neo4j.PasswordFile, []byte(server.Password+"\n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return settings
}

// emptyServer returns the test server without a network.
func emptyServer(tb testing.TB) neo4jtest.Server {
	tb.Helper()
	server := neo4jtest.Get(tb)
	options := neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Clock: time.Now, Reach: patience}
	if err := neo4jstore.Erase(tb.Context(), options); err != nil {
		tb.Fatal(err)
	}
	return server
}

func startedOn(tb testing.TB, settings configs.Settings) *Service {
	tb.Helper()
	o := options(tb)
	o.Await = true
	s, err := Open(tb.Context(), settings, o)
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.WaitIndexed(patient(tb)); err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestStoresAnswerAlike asks both stores the needs of the sample: the replies are equal to
// the byte, but for the time they took.
func TestStoresAnswerAlike(t *testing.T) {
	server := emptyServer(t)
	var services []*Service
	for _, settings := range []configs.Settings{in(t, t.TempDir()), onServer(t, server)} {
		b, err := OpenBare(t.Context(), settings, options(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := LoadSample(t.Context(), b.Base, b.Lexicon, false); err != nil {
			t.Fatal(err)
		}
		stop(t, b)
		s := startedOn(t, settings)
		defer stop(t, s)
		services = append(services, s)
	}
	asked := 0
	for n, err := range services[0].Store.Nodes(t.Context(), graph.NodeFilter{Kinds: []graph.Kind{graph.KindDemand}, Limit: 200}) {
		if err != nil {
			t.Fatal(err)
		}
		query := advise.Query{Text: n.Name}
		scope := advise.Scope{AsOf: mustDate(t, "2026-11-01")}
		var replies [2][]byte
		for i, s := range services {
			answer, err := s.Advisor.Recommend(t.Context(), query, scope)
			if err != nil {
				t.Fatalf("%s: %v", n.Name, err)
			}
			answer.TookMs = 0
			var out bytes.Buffer
			if err := json.NewEncoder(&out).Encode(report.NewAnswer(answer, report.Language{Lang: phrase.Zh, Both: true})); err != nil {
				t.Fatal(err)
			}
			replies[i] = out.Bytes()
		}
		if !bytes.Equal(replies[0], replies[1]) {
			t.Errorf("%s: %s", n.Name, cmp.Diff(string(replies[0]), string(replies[1])))
		}
		asked++
	}
	if asked < 200 {
		t.Errorf("%d needs asked, want 200", asked)
	}
}

func mustDate(tb testing.TB, text string) graph.Date {
	tb.Helper()
	d, err := graph.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestServicesFollowEachOther: what is written through one service is in the answers of the
// other; one that was stopped catches up from the log, or reads all anew when the log no
// longer reaches back to it.
func TestServicesFollowEachOther(t *testing.T) {
	server := emptyServer(t)
	one := startedOn(t, onServer(t, server))
	defer stop(t, one)
	settings := onServer(t, server)
	other := startedOn(t, settings)

	both := func(id, name string) {
		t.Helper()
		revision := put(t, one.Store, node(id, graph.KindInstitute, name, name))
		begun := time.Now()
		if err := other.Wait(patient(t), revision); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: in the other service's answers after %.0f ms", id, time.Since(begun).Seconds()*1000)
		finds(t, other, name, id)
		if err := one.Wait(patient(t), revision); err != nil {
			t.Fatal(err)
		}
		finds(t, one, name, id)
	}
	both("local:first", "浸渗堵漏研究所")
	stop(t, other)

	put(t, one.Store, node("local:meanwhile", graph.KindInstitute, "熔模铸造研究所", "熔模铸造"))
	other = startedOn(t, settings)
	finds(t, other, "熔模铸造研究所", "local:meanwhile")
	stop(t, other)

	revision := put(t, one.Store, node("local:trimmed", graph.KindInstitute, "粉末冶金研究所", "粉末冶金"))
	if _, err := one.Store.Trim(t.Context(), revision, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	other = startedOn(t, settings)
	finds(t, other, "粉末冶金研究所", "local:trimmed")
	both("local:last", "电火花加工研究所")
	stop(t, other)
}

// TestServerAway: a service starts before its server does, answers from memory while the
// server is away and says so, refuses writes soon, and is current again afterwards.
func TestServerAway(t *testing.T) {
	link := neo4jtest.NewLink(t, emptyServer(t))
	link.Down()
	settings := onServer(t, link.Server)
	o := options(t)
	if _, err := Open(t.Context(), settings, o); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("without waiting: %v", err)
	}
	o.Await = true
	s, err := Open(t.Context(), settings, o)
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, s)
	if _, err := s.Advisor.Recommend(t.Context(), advise.Query{Text: "焊接"}, advise.Scope{}); !errors.Is(err, advise.ErrNotReady) {
		t.Errorf("before the server is there: %v", err)
	}
	link.Again()
	if err := s.WaitIndexed(patient(t)); err != nil {
		t.Fatal(err)
	}
	write(t, s, node("local:a", graph.KindInstitute, "焊接研究所", "铝合金焊接"))

	for name, fault := range map[string]struct{ begin, end func() }{
		"refused": {link.Down, link.Again}, "black hole": {link.Swallow, link.Drain},
	} {
		fault.begin()
		begun := time.Now()
		refused := node("local:b-"+link.Server.User, graph.KindInstitute, "铸造研究所", "压铸")
		if _, err := s.Store.Apply(within(t, 3*time.Second), graph.Batch{Items: []graph.Item{refused}, Key: name}); err == nil {
			t.Errorf("%s: a write was acknowledged", name)
		}
		t.Logf("%s: a write was refused after %.1f s", name, time.Since(begun).Seconds())
		waitFor(t, "stale", func() bool { return s.network.stale() })
		ids, degraded := recommended(t, s, "铝合金焊接")
		if !slices.Contains(ids, "local:a") || !slices.Contains(degraded, "store") {
			t.Errorf("%s: found %v, degraded %v", name, ids, degraded)
		}
		fault.end()
		begun = time.Now()
		waitFor(t, "current again", func() bool { return !s.network.stale() })
		t.Logf("%s: current again after %.1f s", name, time.Since(begun).Seconds())
		if _, degraded := recommended(t, s, "铝合金焊接"); slices.Contains(degraded, "store") {
			t.Errorf("%s: still degraded: %v", name, degraded)
		}
	}
}

func within(tb testing.TB, d time.Duration) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), d)
	tb.Cleanup(cancel)
	return ctx
}

// waitFor looks again and again until something holds.
func waitFor(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for ctx := patient(tb); !holds(); {
		select {
		case <-ctx.Done():
			tb.Fatalf("not %s in %v", what, patience)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
