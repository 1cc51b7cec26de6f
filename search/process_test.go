package search

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// The variables that make the test binary a process that is to be killed, see TestMain.
const (
	victimDir  = "SEARCH_TEST_DIR"
	victimTask = "SEARCH_TEST_TASK"
)

func TestMain(m *testing.M) {
	if task := os.Getenv(victimTask); task != "" {
		if err := beVictim(task, os.Getenv(victimDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// small yields nodes that one word finds, without end.
func small(yield func(graph.Node, error) bool) {
	for i, more := 0, true; more; i++ {
		more = yield(node(strconv.Itoa(i), "陶瓷轴承", ""), nil)
	}
}

// beVictim writes to the index in the folder until it is killed, and says on its output what is done.
func beVictim(task, dir string) error {
	l, err := loadLexicon()
	if err != nil {
		return err
	}
	ctx := context.Background()
	ix, err := Open(ctx, Options{Dir: dir, Lexicon: l, Schema: graph.BuiltinSchema(), Numbering: numbered(corpus())})
	if err != nil {
		return err
	}
	if task == "rebuild" {
		n := 0
		return ix.Rebuild(ctx, func(yield func(graph.Node, error) bool) {
			for node, err := range small {
				if n++; n%buildBatch == 0 {
					fmt.Println(n)
				}
				if !yield(node, err) {
					return
				}
			}
		}, 9, nil)
	}
	for position := ix.Position() + 1; ; position++ {
		n := node("n"+strconv.Itoa(int(position)), "陶瓷轴承", "")
		if err := ix.Update(ctx, []graph.Node{n}, nil, position); err != nil {
			return err
		}
		fmt.Println(position)
	}
}

// killed runs a task on a folder until it has said n things, kills it, and returns the last thing it said.
func killed(t *testing.T, task, dir string, n int) int {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.CommandContext(t.Context(), program)
	victim.Env = append(os.Environ(), victimTask+"="+task, victimDir+"="+dir)
	victim.Stderr = os.Stderr
	output, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	last, lines := 0, bufio.NewScanner(output)
	for said := 0; lines.Scan(); said++ {
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Errorf("%s: %v", task, err)
		}
		if said == n {
			if err := victim.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := victim.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("%s ended by itself: %v", task, err)
	}
	return last
}

// TestKilledRebuild: a process killed in the middle of a rebuild leaves the old index as it was and nothing else.
func TestKilledRebuild(t *testing.T) {
	nodes := corpus()
	dir := filled(t, nodes)
	killed(t, "rebuild", dir, 2)
	files(t, dir, "scorch-offline-build*") // it was in the middle
	ix := open(t, onDisk(t, dir, nodes))
	if ix.Fault() != nil || ix.Position() != 5 {
		t.Fatalf("position %d, fault %v", ix.Position(), ix.Fault())
	}
	want := everything(t, indexed(t, nodes...), questions, View{})
	if diff := cmp.Diff(want, everything(t, read(t, ix), questions, View{})); diff != "" {
		t.Error(diff)
	}
	repaired(t, ix, nodes)
}

// TestKilledUpdates: what an update acknowledged survives the process, round after round.
func TestKilledUpdates(t *testing.T) {
	dir := filled(t, corpus())
	for _, n := range []int{0, 3, 17} {
		acknowledged := killed(t, "update", dir, n)
		nodes := corpus()
		for i := range acknowledged + 2 {
			nodes = append(nodes, node("n"+strconv.Itoa(i), "", ""))
		}
		ix, err := Open(t.Context(), onDisk(t, dir, nodes))
		if err != nil {
			t.Fatal(err)
		}
		position := int(ix.Position())
		if ix.Fault() != nil || position < acknowledged || position > acknowledged+1 {
			t.Fatalf("position %d, fault %v; %d was acknowledged", position, ix.Fault(), acknowledged)
		}
		r, err := ix.Reader()
		if err != nil {
			t.Fatal(err)
		}
		if total := ask(t, r, Query{Text: "陶瓷轴承"}, View{}).Total; total != position-5 {
			t.Errorf("%d of %d found", total, position-5)
		}
		closed(t, r)
		closed(t, ix)
	}
}
