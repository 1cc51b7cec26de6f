package localstore_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/graphtest"
	"chuangmai/graph/localstore"
)

func TestOwner(t *testing.T) {
	clock := graphtest.NewClock()
	dir := t.TempDir()
	options := localstore.Options{Dir: dir, Clock: clock.Now, Address: "127.0.0.1:8080"}
	s, err := localstore.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"127.0.0.1:8080", "127.0.0.1:9090"} {
		_, err = localstore.Open(t.Context(), localstore.Options{Dir: dir, Clock: clock.Now})
		var locked *localstore.LockedError
		if !errors.Is(err, graph.ErrLocked) || !errors.As(err, &locked) {
			t.Fatalf("second opening: %v, want ErrLocked", err)
		}
		want := localstore.Owner{PID: os.Getpid(), Address: address, Since: clock.Now()}
		if locked.Owner != want || locked.Dir != dir {
			t.Errorf("owner is %+v of %s, want %+v", locked.Owner, locked.Dir, want)
		}
		if err := s.Announce("127.0.0.1:9090"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Announce("x"); !errors.Is(err, graph.ErrClosed) {
		t.Errorf("announcing after closing: %v", err)
	}
	if s, err = localstore.Open(t.Context(), options); err != nil {
		t.Fatalf("opening after the owner has closed: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestStaleLockFile(t *testing.T) {
	for name, content := range map[string]string{"dead owner": `{"pid":999999999,"address":"127.0.0.1:1"}`, "half written": `{"pid":1`, "empty": ""} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "owner.lock"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := openIn(t, dir, graphtest.NewClock().Now).Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewerSchema(t *testing.T) {
	dir := t.TempDir()
	if err := openIn(t, dir, graphtest.NewClock().Now).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "network.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and the folder is free again after the refusal
		if _, err := localstore.Open(t.Context(), localstore.Options{Dir: dir, Clock: graphtest.NewClock().Now}); !errors.Is(err, graph.ErrNewerSchema) {
			t.Errorf("error is %v, want ErrNewerSchema", err)
		}
	}
}

func TestRefusedFolders(t *testing.T) {
	clock := graphtest.NewClock()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "network.db"), make([]byte, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"a file": file, "below a file": filepath.Join(file, "x"), "a damaged database": damaged} {
		if _, err := localstore.Open(t.Context(), localstore.Options{Dir: dir, Clock: clock.Now}); !errors.Is(err, graph.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
	if _, err := localstore.Open(t.Context(), localstore.Options{Dir: t.TempDir()}); err == nil {
		t.Error("opened without a clock")
	}
	if _, err := localstore.Open(t.Context(), localstore.Options{Clock: clock.Now}); err == nil {
		t.Error("opened without a folder")
	}
}

func TestFolderNames(t *testing.T) {
	for _, name := range []string{"with blank", "a?b=c&mode=ro", "50%25", "#hash", "数据"} {
		dir := filepath.Join(t.TempDir(), name)
		s := openIn(t, dir, graphtest.NewClock().Now)
		apply(t, s, putNode("local:a", "甲"))
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "network.db")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
