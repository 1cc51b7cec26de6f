package api_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"chuangmai/api"
	"chuangmai/graph"
)

// malformed is a request that must be refused, and where its fault lies: a pointer into
// the body, the name of a parameter or header, inBody for anywhere in the body, or
// nowhere for faults that no part of the request has alone.
type malformed struct {
	name string
	request
	at string
}

const (
	inBody  = "body"
	nowhere = ""
)

// leastMalformed is how many malformed requests there are at least.
const leastMalformed = 1_000

// TestMalformed sends what no client should send to every route. Each request is refused
// with a problem that names the fault in both languages, and none leaves a trace in the
// store or an error in the log.
func TestMalformed(t *testing.T) {
	k := newKit(t, func(o *api.Options) { o.Settings.BodyLimit = 64 << 10 })
	before := k.stored(t)
	count := 0
	for group, list := range map[string][]malformed{
		"bodies": malformedBodies(t), "texts": malformedTexts(t), "parameters": malformedParameters(t),
		"ids": malformedIDs(t), "headers": malformedHeaders(t), "routes": malformedRoutes(t),
	} {
		t.Run(group, func(t *testing.T) {
			k := k.in(t)
			for _, m := range list {
				k.refuse(t, m)
			}
		})
		t.Logf("%s: %d requests", group, len(list))
		count += len(list)
	}
	if count < leastMalformed {
		t.Errorf("%d malformed requests, at least %d wanted", count, leastMalformed)
	}
	if diff := cmp.Diff(before, k.stored(t)); diff != "" {
		t.Errorf("the store was changed (-before +after):\n%s", diff)
	}
	if log := k.log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "panic") {
		t.Errorf("the log holds errors:\n%.2000s", log)
	}
	for _, sample := range samples() { // only now: the mutations were of sound requests
		if r := k.do(sample.request); r.status != http.StatusOK && r.status != http.StatusCreated {
			t.Errorf("%s itself is refused: %d %s", sample.name, r.status, r.body)
		}
	}
}

// refuse sends a malformed request and checks the answer.
func (k *kit) refuse(t *testing.T, m malformed) {
	t.Helper()
	r := k.do(m.request)
	if r.status < 400 || r.status > 499 || r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: %s %.200s %.200q: status %d, %.300s", m.name, m.method, m.path, m.body, r.status, r.body)
		return
	}
	p := decode[api.Problem](t, r)
	if fault := named(p, m.at); fault != "" {
		t.Errorf("%s: %s %.200s %.200q: %s in %.600s", m.name, m.method, m.path, m.body, fault, r.body)
	}
	if strings.Contains(m.path, "both=true") {
		if fault := worded(p); fault != "" {
			t.Errorf("%s: %s %.200s: %s in %.600s", m.name, m.method, m.path, fault, r.body)
		}
	}
}

// named says how a problem fails to name the place of the fault.
func named(p api.Problem, at string) string {
	var places []string
	for _, e := range p.Errors {
		place := e.Parameter
		switch {
		case e.Pointer != nil && e.Parameter != "":
			return "an error has a pointer and a parameter"
		case e.Pointer != nil:
			place = *e.Pointer
		case e.Parameter == "":
			return "an error has no place"
		}
		near := strings.HasPrefix(place, at+"/") || place != "" && strings.HasPrefix(at, place+"/")
		if place == at || near || at == inBody && e.Pointer != nil {
			return ""
		}
		places = append(places, place)
	}
	if at == nowhere {
		return ""
	}
	return fmt.Sprintf("%q is not named, only %q", at, places)
}

var unfilled = regexp.MustCompile(`\{[a-z_]+\}|%![a-z]`)

// worded says what is missing of a problem's sentences in the two languages.
func worded(p api.Problem) string {
	texts := map[string][2]string{"title": {p.TitleZh, p.TitleEn}}
	for i, e := range p.Errors {
		texts[fmt.Sprintf("error %d", i)] = [2]string{e.MessageZh, e.MessageEn}
		if e.Message != e.MessageZh && e.Message != e.MessageEn {
			return "the message is in neither language"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		zh, en := texts[name][0], texts[name][1]
		han := strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		latin := strings.ContainsFunc(en, func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) })
		if !han || !latin || zh == en || unfilled.MatchString(zh) || unfilled.MatchString(en) {
			return fmt.Sprintf("%s is not complete: %q, %q", name, zh, en)
		}
	}
	return ""
}

// stored is everything the store holds: its files byte by byte, and its records, changes
// and head as it tells them.
func (k *kit) stored(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	dir := k.service.Settings.Store.DataDir
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "index": // the text index merges its files when it likes
			return filepath.SkipDir
		case entry.IsDir() || strings.HasSuffix(path, "-shm"): // the readers' marks in the log of the store
			return nil
		}
		data, err := os.ReadFile(path)
		out[path] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("the store has no files")
	}
	for n, err := range k.service.Store.Nodes(t.Context(), graph.NodeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		out["node "+string(n.ID)] = text(t, n)
	}
	for e, err := range k.service.Store.Edges(t.Context(), graph.EdgeFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		out["edge "+string(e.Relation)+" "+string(e.ID)] = text(t, e)
	}
	for c, err := range k.service.Store.Changes(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprint("change ", c.Seq)] = text(t, c)
	}
	return out
}
