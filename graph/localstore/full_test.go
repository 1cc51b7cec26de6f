package localstore

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"chuangmai/graph"
)

// A full disk is played by the greatest number of pages the database may have.
func TestFull(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, Options{Dir: t.TempDir(), Clock: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.writer.exec(ctx, "PRAGMA max_page_count = 120"); err != nil {
		t.Fatal(err)
	}
	item := func(i int) graph.Item {
		n := graph.Node{ID: graph.ID(fmt.Sprint("local:", i)), Kind: graph.KindTeam, Name: "组"}
		n.Normalise()
		return graph.Item{Op: graph.OpPutNode, Node: &n}
	}
	written := 0
	for ; written < 100_000; written += 50 {
		batch := graph.Batch{Load: "load", Key: strconv.Itoa(written)}
		for i := range 50 {
			batch.Items = append(batch.Items, item(written+i))
		}
		if _, err = s.Apply(ctx, batch); err != nil {
			break
		}
	}
	if !errors.Is(err, graph.ErrFull) {
		t.Fatalf("error is %v, want ErrFull", err)
	}
	for range 3 { // it stays full, and says so
		if _, err := s.Apply(ctx, graph.Batch{Items: []graph.Item{item(written), item(written + 1), item(written + 2)}, Reason: longReason()}); err != nil && !errors.Is(err, graph.ErrFull) {
			t.Errorf("error is %v, want ErrFull", err)
		}
	}
	head, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	count := graph.Revision(0)
	for _, err := range s.Nodes(ctx, graph.NodeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	if count != head || int(head) < written {
		t.Errorf("%d nodes, head %d, %d written", count, head, written)
	}
	if err := s.writer.exec(ctx, "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, graph.Batch{Items: []graph.Item{item(written + 10)}}); err != nil {
		t.Errorf("once there is space again: %v", err)
	}
	if findings, err := s.Verify(ctx); err != nil || len(findings) > 0 {
		t.Errorf("verify: %v, %v", findings, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func longReason() string {
	reason := make([]byte, graph.MaxName)
	for i := range reason {
		reason[i] = 'x'
	}
	return string(reason)
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{
		"3.51.3": true, "3.51.4": true, "3.52.0": true, "3.52": true, "4.0.0": true, "3.54.1": true, "3.51.3.1": true,
		"3.51.2": false, "3.51": false, "3.40.1": false, "2.99.99": false, "": false, "x": false,
	} {
		if have := atLeast(version, oldestLibrary); have != want {
			t.Errorf("%q: %v, want %v", version, have, want)
		}
	}
}
