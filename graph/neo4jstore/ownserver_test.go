package neo4jstore_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
	"chuangmai/internal/app"
)

var killAfter = flag.Int("kill.after", 40, "batches that each of eight clients writes before the server is killed")

// ownServer is a server that a test may kill.
type ownServer struct {
	script, run string
}

func (o ownServer) do(tb testing.TB, action string, env ...string) {
	tb.Helper()
	cmd := exec.Command(o.script, action)
	cmd.Env = append(append(os.Environ(), "NEO4J_RUN="+o.run, "NEO4J_HEAP=512m", "NEO4J_PAGES=64m"), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("%s %s: %v\n%s", o.script, action, err, out)
	}
}

// TestServerKilled kills a server of its own while eight clients write, starts it
// again, looks whether all that was acknowledged is there, and then starts it
// read-only.
func TestServerKilled(t *testing.T) {
	if testing.Short() {
		t.Log("left to the long form: starting a server three times takes a minute")
		return
	}
	own := ownServer{neo4jtest.Script(t), filepath.Join(t.TempDir(), "run")}
	own.do(t, "start")
	t.Cleanup(func() { own.do(t, "stop") })
	server := neo4jtest.Read(own.run)

	const writers = 8
	options := optionsOf(server, graphtest.NewClock().Now)
	stores := make([]*neo4jstore.Store, writers)
	for w := range stores {
		stores[w] = openOn(t, options)
	}
	mustApply(t, stores[0], put(team(0)), link2(0))
	acknowledged := writeUntil(t, stores, *killAfter, func() { own.do(t, "kill") })
	for _, s := range stores {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}

	own.do(t, "start")
	s := openOn(t, options)
	_, changes := everything(t, s)
	count := 0
	for w, list := range acknowledged {
		for b, revision := range list {
			count++
			if c := changes[revision-1]; c.Actor != strconv.Itoa(w) || c.Reason != strconv.Itoa(b) {
				t.Errorf("writer %d, batch %d: revision %d belongs to %s, %s", w, b, revision, c.Actor, c.Reason)
			}
		}
	}
	t.Logf("%d batches acknowledged, %d changes logged", count, len(changes))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	verified(t, server)

	own.do(t, "kill")
	own.do(t, "start", "NEO4J_READ_ONLY=true")
	s = openOn(t, options)
	if nodes, _ := everything(t, s); len(nodes) == 0 {
		t.Error("a read-only database shows nothing")
	}
	for _, item := range []graph.Item{put(team(77_777)), link2(0)} {
		_, err := s.Apply(t.Context(), graph.Batch{Items: []graph.Item{item}})
		if !errors.Is(err, neo4jstore.ErrReadOnly) || !errors.Is(err, graph.ErrUnavailable) {
			t.Errorf("error is %v, want ErrReadOnly", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// verified runs what `chuangmai verify` does.
func verified(tb testing.TB, server neo4jtest.Server) {
	tb.Helper()
	settings, err := configs.Load(newConfig(tb, server), nil)
	if err != nil {
		tb.Fatal(err)
	}
	report, err := app.Verify(tb.Context(), settings, app.Options{Clock: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range report.Differences {
		tb.Errorf("verify: %v", d)
	}
}

// writeUntil has every store write until it fails, which the event brings about once
// each has written a few batches, and returns the revisions acknowledged, by store.
func writeUntil(t *testing.T, stores []*neo4jstore.Store, few int, event func()) [][]graph.Revision {
	t.Helper()
	acknowledged := make([][]graph.Revision, len(stores))
	var wg, begun sync.WaitGroup
	begun.Add(len(stores))
	for w, s := range stores {
		wg.Go(func() {
			for b := 0; ; b++ {
				if b == few {
					begun.Done()
				}
				n := team(1 + b*len(stores) + w)
				revision, err := s.Apply(t.Context(), graph.Batch{Items: []graph.Item{put(n)}, Actor: strconv.Itoa(w), Reason: strconv.Itoa(b)})
				if err != nil {
					if !errors.Is(err, graph.ErrUnavailable) || b < few {
						t.Errorf("writer %d, batch %d: %v", w, b, err)
					}
					if b < few {
						begun.Done()
					}
					return
				}
				acknowledged[w] = append(acknowledged[w], revision)
			}
		})
	}
	begun.Wait()
	event()
	wg.Wait()
	return acknowledged
}
