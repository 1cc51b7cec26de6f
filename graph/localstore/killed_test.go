package localstore_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/localstore"
)

// childFolder is the environment variable that makes TestKilled the writer that is
// killed.
const childFolder = "LOCALSTORE_TEST_CHILD"

const killRounds = 20

// TestKilled kills a writing process at some moment, again and again, and looks
// whether all it was told is written is there, and nothing by halves.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(childFolder); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged := 0
	for round := range killRounds {
		revision, count := killed(t, dir, 1+random.IntN(30))
		acknowledged += count
		s := openIn(t, dir, graphtest.NewClock().Now)
		sound(t, s)
		if head, err := s.Head(t.Context()); err != nil || head < revision {
			t.Errorf("round %d: acknowledged revision %d, head is %d, %v", round, revision, head, err)
		}
		whole(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d batches acknowledged in %d rounds", acknowledged, killRounds)
}

// killed runs a writer, kills it after some acknowledgements and returns the last
// revision acknowledged and their number.
func killed(t *testing.T, dir string, after int) (last graph.Revision, count int) {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
	writer.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		revision, found := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !found {
			t.Fatalf("writer: %s", lines.Text())
		}
		n, err := strconv.ParseInt(revision, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		last = graph.Revision(n)
		if count++; count == after {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := writer.Wait(); err == nil || count < after {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return last, count
}

// writeUntilKilled applies batch after batch. The number of changes in a batch stands
// in its reason.
func writeUntilKilled(t *testing.T, dir string) {
	t.Helper()
	s, err := localstore.Open(t.Context(), localstore.Options{Dir: dir, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(head), 3))
	for i := head; ; i++ {
		n := 1 + random.IntN(40)
		batch := graph.Batch{Reason: strconv.Itoa(2*n + 1), Actor: fmt.Sprint(i), Key: fmt.Sprint("key", i), Load: fmt.Sprint("load", i%3)}
		for j := range n {
			id := graph.ID(fmt.Sprintf("local:%d-%d", i, j))
			batch.Items = append(batch.Items, putNode(id, "组"), putEdge(graph.ID(fmt.Sprintf("e:%d-%d", i, j)), id, "local:last"))
		}
		batch.Items = append(batch.Items, putNode("local:last", fmt.Sprint("第", i)))
		revision, err := s.Apply(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("acknowledged %d\n", revision)
	}
}

// whole checks that the log has no gap and each batch all of its changes, and that
// carrying it out gives the records stored.
func whole(t *testing.T, s graph.Store) {
	t.Helper()
	nodes, edges := make(map[graph.ID]int64), make(map[graph.ID]int64)
	sizes, wanted := make(map[string]int), make(map[string]string)
	next := graph.Revision(1)
	for c, err := range s.Changes(t.Context(), 0) {
		if err != nil || c.Seq != next {
			t.Fatalf("change %d instead of %d, %v", c.Seq, next, err)
		}
		next++
		sizes[c.Actor]++
		wanted[c.Actor] = c.Reason
		if c.Node != nil {
			nodes[c.ID] = c.Version
		} else {
			edges[c.ID] = c.Version
		}
	}
	for batch, size := range sizes {
		if strconv.Itoa(size) != wanted[batch] {
			t.Errorf("batch %s has %d changes, want %s", batch, size, wanted[batch])
		}
	}
	for n, err := range s.Nodes(t.Context(), graph.NodeFilter{}) {
		if err != nil || nodes[n.ID] != n.Version {
			t.Fatalf("node %s has version %d, the log %d, %v", n.ID, n.Version, nodes[n.ID], err)
		}
		delete(nodes, n.ID)
	}
	for e, err := range s.Edges(t.Context(), graph.EdgeFilter{}) {
		if err != nil || edges[e.ID] != e.Version {
			t.Fatalf("edge %s has version %d, the log %d, %v", e.ID, e.Version, edges[e.ID], err)
		}
		delete(edges, e.ID)
	}
	if len(nodes)+len(edges) > 0 {
		t.Errorf("%d nodes and %d edges of the log are not stored", len(nodes), len(edges))
	}
}
