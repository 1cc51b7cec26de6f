package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"chuangmai/graph"
)

func headOf(tb testing.TB, s graph.Log) graph.Revision {
	tb.Helper()
	head, err := s.Head(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return head
}

// TestReadBare: reading makes no folder and writes nothing; where there is no network it
// shows what a new one begins with.
func TestReadBare(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none")
	b, err := ReadBare(t.Context(), in(t, missing), options(t))
	if err != nil {
		t.Fatal(err)
	}
	if !b.Fresh || headOf(t, b.Store) == 0 {
		t.Errorf("a new network: fresh %v at %d", b.Fresh, headOf(t, b.Store))
	}
	temporary := b.temporary
	stop(t, b)
	for _, path := range []string{missing, temporary} {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there: %v", path, err)
		}
	}

	dir := t.TempDir() // a network without the vocabulary
	store, err := OpenStore(t.Context(), in(t, dir), options(t).withDefaults().Clock)
	if err != nil {
		t.Fatal(err)
	}
	put(t, store, node("local:firm", graph.KindEnterprise, "城东铝件厂", ""))
	stop(t, store)
	b, err = ReadBare(t.Context(), in(t, dir), options(t))
	if err != nil {
		t.Fatal(err)
	}
	known := graph.ID(knownWords(t).Areas()[0].ID)
	count := func(filter graph.NodeFilter) (n int) {
		for _, err := range b.Store.Nodes(t.Context(), filter) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if n := count(graph.NodeFilter{IDs: []graph.ID{known, "local:firm", "local:none"}, AnyOrder: true}); n != 2 {
		t.Errorf("%d of the firm and an area that writing would add", n)
	}
	if n := count(graph.NodeFilter{}); n != 1 {
		t.Errorf("%d nodes are stored", n)
	}
	if head := headOf(t, b.Store); b.Fresh || head != 1 {
		t.Errorf("reading wrote: fresh %v, head %d", b.Fresh, head)
	}
	stop(t, b)
}

// TestOpenStoreURI: a folder is opened by its path, what is no store is named.
func TestOpenStoreURI(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	for _, uri := range []string{dir, "file://" + dir} {
		store, err := OpenStoreURI(t.Context(), uri, false, in(t, ""), options(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Node(t.Context(), "local:lab"); err != nil {
			t.Error(err)
		}
		stop(t, store)
	}
	var missing *NoNetworkError
	empty := t.TempDir()
	if _, err := OpenStoreURI(t.Context(), empty, false, in(t, ""), options(t)); !errors.As(err, &missing) || missing.Dir != empty {
		t.Errorf("an empty folder: %v", err)
	}
	var address *AddressError
	_, err := OpenStoreURI(t.Context(), "ftp://user:secret@host/x", false, in(t, ""), options(t))
	if !errors.As(err, &address) || address.Scheme != "ftp" || address.Address != "ftp://user:xxxxx@host/x" {
		t.Errorf("another scheme: %v", err)
	}
	for _, uri := range []string{"", "bolt://", "a\x00b"} {
		if _, err := OpenStoreURI(t.Context(), uri, true, in(t, ""), options(t)); !errors.Is(err, ErrBadAddress) {
			t.Errorf("%q: %v", uri, err)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{dir, dir + "/", "file://" + dir, link} {
		if _, err := CopyNetwork(t.Context(), CopyOptions{From: dir, To: to}, in(t, ""), options(t)); !errors.Is(err, ErrSameStore) {
			t.Errorf("onto itself as %s: %v", to, err)
		}
	}
}
