package search

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"chuangmai/graph"
)

// TestManyReadersOneWriter asks from several goroutines, through several views, while the index is updated and rebuilt:
// each reader answers for the revision it stands at. Run with the race detector.
func TestManyReadersOneWriter(t *testing.T) {
	const revisions, askers = 30, 4
	var nodes []graph.Node
	for i := range revisions {
		nodes = append(nodes, node(strconv.Itoa(i), "陶瓷轴承", "检测"))
	}
	ix := open(t, onDisk(t, t.TempDir(), nodes))
	update(t, ix, 1, nodes[0])
	shared := read(t, ix)
	ended := make(chan struct{})
	var asking sync.WaitGroup
	for i := range askers {
		even := View{Key: "even", Visible: func(n int32) bool { return n%2 == 0 }}
		asking.Go(func() {
			for last := graph.Revision(0); ; {
				select {
				case <-ended:
					return
				default:
				}
				position, err := askAsReader(t, ix, View{Key: "all"}, even)
				if err != nil || position < last {
					t.Errorf("asker %d at %d after %d: %v", i, position, last, err)
					return
				}
				last = position
				if result, err := shared.Search(t.Context(), Query{Text: "轴承", Mode: ModeRelated}, even); err != nil || result.Total != 1 {
					t.Errorf("the shared reader: %d found, %v", result.Total, err)
				}
			}
		})
	}
	for i := 2; i <= revisions; i++ {
		if i%10 == 0 {
			if err := ix.Rebuild(t.Context(), sequence(nodes[:i]), graph.Revision(i), nil); err != nil {
				t.Error(err)
			}
			continue
		}
		update(t, ix, graph.Revision(i), nodes[i-1])
	}
	close(ended)
	asking.Wait()
}

// askAsReader checks that a reader at revision n finds n nodes, and half of them through the second view.
func askAsReader(t *testing.T, ix *Index, all, even View) (position graph.Revision, err error) {
	t.Helper()
	r, err := ix.Reader()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	n := int(r.Position())
	for _, tt := range []struct {
		view View
		want int
	}{{all, n}, {even, (n + 1) / 2}} {
		result, err := r.Search(t.Context(), Query{Text: "陶瓷检测", Limit: 3}, tt.view)
		if err != nil || result.Total != tt.want {
			return 0, fmt.Errorf("%s at %d: %d found, want %d: %w", tt.view.Key, n, result.Total, tt.want, err)
		}
		names, err := r.Names(t.Context(), "taoci", 100, tt.view)
		if err != nil || len(names) != tt.want {
			return 0, fmt.Errorf("%s at %d: %d names, want %d: %w", tt.view.Key, n, len(names), tt.want, err)
		}
		if got := r.Lengths(FieldWords, tt.view).Documents; got != tt.want {
			return 0, fmt.Errorf("%s at %d: %d documents with words, want %d", tt.view.Key, n, got, tt.want)
		}
	}
	return r.Position(), nil
}

// TestQuestionsHoldTheirReader: the last holder may close while a question is on its way; the question is answered.
func TestQuestionsHoldTheirReader(t *testing.T) {
	nodes := corpus()
	ix := open(t, onDisk(t, filled(t, nodes), nodes))
	r, err := ix.Reader()
	if err != nil {
		t.Fatal(err)
	}
	closing := View{Visible: func(int32) bool { return true }}
	var once sync.Once
	closing.Visible = func(int32) bool {
		once.Do(func() { closed(t, r) })
		return true
	}
	if hits := ask(t, r, Query{Text: "橡胶履带"}, closing).Hits; len(hits) == 0 || hits[0].ID != "t:track" {
		t.Errorf("hits %+v", hits)
	}
	if _, err := r.Names(t.Context(), "南京", 1, View{}); !errors.Is(err, ErrClosed) {
		t.Errorf("names: %v", err)
	}
	if _, err := r.Scores(t.Context(), "南京", View{}); !errors.Is(err, ErrClosed) {
		t.Errorf("scores: %v", err)
	}
	if err := r.Postings(t.Context(), nil, View{}, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("postings: %v", err)
	}
}
