package app

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// held opens a service whose rebuilding of the index waits until release is called. hear
// returns what it has logged.
func held(tb testing.TB, dir string) (s *Service, release func(), hear func() string) {
	tb.Helper()
	gate := make(chan struct{})
	var log safeBuffer
	o := options(tb)
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	o.Progress = func(what string, _, _ int) {
		if what == "index" {
			<-gate
		}
	}
	s, err := Open(tb.Context(), in(tb, dir), o)
	if err != nil {
		tb.Fatal(err)
	}
	return s, sync.OnceFunc(func() { close(gate) }), log.String
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// TestIndexIsRebuilt: without a usable index the service answers from the picture, says
// so, takes in writes, and has its index back by itself.
func TestIndexIsRebuilt(t *testing.T) {
	t.Parallel()
	index := func(dir string) string { return filepath.Join(dir, indexFolder) }
	for name, harm := range map[string]func(dir string) error{
		"deleted": func(dir string) error { return os.RemoveAll(index(dir)) },
		"emptied": func(dir string) error {
			return eachIndexFile(index(dir), func(path string) error { return os.Truncate(path, 0) })
		},
		"overwritten": func(dir string) error {
			return eachIndexFile(index(dir), func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("x"), 4096), 0o600) })
		},
		"of another place": func(dir string) error {
			return os.WriteFile(filepath.Join(index(dir), "current"), []byte("none\n"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := smallFolder(t)
			stop(t, started(t, dir))
			if err := harm(dir); err != nil {
				t.Fatal(err)
			}
			s, release, hear := held(t, dir)
			defer release()
			if err := s.Wait(patient(t), 0); err != nil {
				t.Fatal(err)
			}
			if st := s.Status(); !st.Ready || !st.TextRebuilding {
				t.Errorf("status %+v", st)
			}
			ids, degraded := recommended(t, s, sentence)
			if !slices.Contains(ids, "local:lab") || !slices.Contains(degraded, "text") {
				t.Errorf("recommended %v, degraded %v", ids, degraded)
			}
			if _, degraded := searched(t, s, "焊接"); !slices.Contains(degraded, "text") {
				t.Errorf("search is degraded by %v", degraded)
			}
			write(t, s, node("local:meanwhile", "institute", "浸渗堵漏研究所", "铝合金焊接气孔的无损检测"))
			if ids, _ := recommended(t, s, sentence); !slices.Contains(ids, "local:meanwhile") {
				t.Errorf("recommended meanwhile: %v", ids)
			}
			if text := hear(); !strings.Contains(text, "text index is rebuilt; answers come from the picture meanwhile") {
				t.Errorf("logged: %s", text)
			}
			release()
			if err := s.WaitIndexed(patient(t)); err != nil {
				t.Fatal(err)
			}
			finds(t, s, "浸渗堵漏研究所", "local:meanwhile")
			if _, degraded := recommended(t, s, sentence); len(degraded) > 0 {
				t.Errorf("still degraded by %v", degraded)
			}
			stop(t, s)
			report := verified(t, dir)
			if len(report.Differences) > 0 || report.Documents != len(reportNodes(report)) {
				t.Errorf("%d documents, differences %v", report.Documents, report.Differences)
			}
		})
	}
}

func eachIndexFile(dir string, do func(path string) error) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "current" || entry.Name() == "lock" {
			return err
		}
		return do(path)
	})
}

// TestIndexDeletedUnderUs: the folder of the index goes while the service runs; writes
// are taken all the same, and after a restart everything is found.
func TestIndexDeletedUnderUs(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	s := started(t, dir)
	if err := os.RemoveAll(filepath.Join(dir, indexFolder)); err != nil {
		t.Fatal(err)
	}
	write(t, s, node("local:later", "institute", "浸渗堵漏研究所", "铝合金焊接"))
	if err := s.WaitIndexed(patient(t)); err != nil {
		t.Fatal(err)
	}
	finds(t, s, "浸渗堵漏研究所", "local:later")
	stop(t, s)
	s = started(t, dir)
	finds(t, s, "浸渗堵漏研究所", "local:later")
	finds(t, s, "滨湖焊接技术研究所", "local:lab")
	stop(t, s)
}

// TestCloseInTheMiddle: closing while the picture is read or the index rebuilt ends all
// goroutines, and the folder can be opened again. Not parallel: it looks at all goroutines.
func TestCloseInTheMiddle(t *testing.T) { //nolint:paralleltest // see above
	dir := smallFolder(t)
	for range 3 { // the picture may be half read
		s, err := Open(t.Context(), in(t, dir), options(t))
		if err != nil {
			t.Fatal(err)
		}
		stop(t, s)
	}
	if err := os.RemoveAll(filepath.Join(dir, indexFolder)); err != nil {
		t.Fatal(err)
	}
	s, release, _ := held(t, dir)
	if err := s.Wait(patient(t), 0); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	release()
	if err := <-closed; err != nil {
		t.Error(err)
	}
	var left string
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if left = ourGoroutines(t); left == "" {
			break
		}
	}
	if left != "" {
		t.Errorf("goroutines left behind:\n%s", left)
	}
	s = started(t, dir)
	finds(t, s, "滨湖焊接技术研究所", "local:lab")
	stop(t, s)
}

// ourGoroutines are the stacks of goroutines that run code of ours, but for tests.
func ourGoroutines(tb testing.TB) string {
	tb.Helper()
	var b bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&b, 2); err != nil {
		tb.Fatal(err)
	}
	var out []string
	for stack := range strings.SplitSeq(b.String(), "\n\n") {
		ours := strings.Contains(stack, "chuangmai/") || strings.Contains(stack, "scorch") || strings.Contains(stack, "database/sql")
		if ours && !strings.Contains(stack, "testing.tRunner") && !strings.Contains(stack, "testing.(*T).Run") {
			out = append(out, stack)
		}
	}
	return strings.Join(out, "\n\n")
}
