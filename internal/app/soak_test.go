package app

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/seed"
)

// soakData is a folder with a large network, as `make soak` loads one; without it the test
// makes a small one.
var soakData = flag.String("soak", "", "data folder for TestSoak")

// TestSoak starts on a network, writes to it, and starts again: what was written is in the
// answers, and the network is the same after the restart. The figures are logged.
func TestSoak(t *testing.T) {
	dir := *soakData
	if dir == "" {
		dir = smallNetwork(t)
	}
	settings, err := configs.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	settings.Store.DataDir = dir

	start := func(what string) *Service {
		begun := time.Now()
		s, err := Open(t.Context(), settings, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Wait(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		ready := time.Since(begun)
		if err := s.WaitIndexed(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: answers after %.1f s, text index after %.1f s; %s", what, ready.Seconds(), time.Since(begun).Seconds(), resident())
		return s
	}

	s := start("first start")
	name := fmt.Sprintf("浸渗堵漏研究所%d", time.Now().UnixNano())
	node := graph.Node{ID: graph.ID(fmt.Sprintf("local:soak-%d", time.Now().UnixNano())), Kind: graph.KindInstitute, Name: name}
	node.Sources, node.Visibility = []graph.Source{{Title: "soak test"}}, graph.VisibilityPublic
	begun := time.Now()
	revision, err := s.Store.Apply(t.Context(), graph.Batch{Items: []graph.Item{{Op: graph.OpPutNode, Node: &node}}, Actor: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(t.Context(), revision); err != nil {
		t.Fatal(err)
	}
	find := func(s *Service) {
		t.Helper()
		answer, err := s.Advisor.Search(t.Context(), advise.SearchQuery{Text: name, Limit: 1}, advise.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if len(answer.Items) != 1 || answer.Items[0].ID != node.ID {
			t.Errorf("what was written is not found: %+v", answer.Items)
		}
	}
	find(s)
	t.Logf("one write was in the answers after %.0f ms", time.Since(begun).Seconds()*1000)
	for range 3 { // the first questions read pages of the index
		begun = time.Now()
		answer, err := s.Advisor.Recommend(t.Context(), advise.Query{Text: "铝合金薄壁件焊接后气孔多，想找能做CT无损检测的单位，最好在苏州附近"}, advise.Scope{})
		if err != nil || answer.Hits == 0 {
			t.Fatalf("%d hits, %v", answer.Hits, err)
		}
		t.Logf("a question took %.0f ms", time.Since(begun).Seconds()*1000)
	}
	t.Log(resident())
	before := pictureSize(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = start("later start")
	find(s)
	if after := pictureSize(s); after != before {
		t.Errorf("%v nodes and edges before the restart, %v after", before, after)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func pictureSize(s *Service) (counts [2]int) {
	s.network.moving.Lock()
	defer s.network.moving.Unlock()
	counts[0], counts[1] = s.network.picture.Size()
	return counts
}

func smallNetwork(t *testing.T) string {
	t.Helper()
	settings, err := configs.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	settings.Store.DataDir = t.TempDir()
	bare, err := OpenBare(t.Context(), settings, Options{})
	if err != nil {
		t.Fatal(err)
	}
	generated, err := seed.Generate(2_000, 8_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	var items []graph.Item
	for it := range generated {
		items = append(items, it)
	}
	for len(items) > 0 {
		n := min(len(items), 2_000)
		if _, err := bare.Store.Apply(t.Context(), graph.Batch{Items: items[:n], Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		items = items[n:]
	}
	if err := bare.Close(); err != nil {
		t.Fatal(err)
	}
	return settings.Store.DataDir
}

// resident says what the process has in memory, where the system tells.
func resident() string {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return "memory not known"
	}
	defer file.Close() //nolint:errcheck // only read
	var out []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); name == "VmHWM" || name == "VmRSS" {
			out = append(out, name+" "+strings.TrimSpace(value))
		}
	}
	return strings.Join(out, ", ")
}
