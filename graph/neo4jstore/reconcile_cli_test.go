package neo4jstore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
	"chuangmai/graph/neo4jstore/neo4jtest"
	"chuangmai/internal/app"
	"chuangmai/lexicon"
)

var updateReport = flag.Bool("update-report", false, "write the golden reports of reconcile")

// upTo is where a report says how far the log goes.
var upTo = regexp.MustCompile(`(log up to|日志至) [0-9]+`)

// progressLine is how far the program is, which it says when it takes long.
var progressLine = regexp.MustCompile(`(?m)^.* [0-9]+(/[0-9]+)? +[0-9]+/s\n`)

// program runs the command line program against a server.
type program struct {
	path, config string
}

func newProgram(tb testing.TB, server neo4jtest.Server) program {
	tb.Helper()
	p := program{filepath.Join(tb.TempDir(), "chuangmai"), newConfig(tb, server)}
	build := exec.CommandContext(tb.Context(), "go", "build", "-o", p.path, "chuangmai/cmd/chuangmai")
	if text, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, text)
	}
	return p
}

// newConfig writes a configuration file for the server, with a data folder of its own.
func newConfig(tb testing.TB, server neo4jtest.Server) string {
	tb.Helper()
	dir := tb.TempDir()
	path, password := filepath.Join(dir, "chuangmai.yaml"), filepath.Join(dir, "password")
	config := fmt.Sprintf("store:\n  kind: neo4j\n  data_dir: %s\nneo4j:\n  uri: %s\n  user: %s\n  password_file: %s\n", filepath.Join(dir, "data"), server.URI, server.User, password)
	for path, text := range map[string]string{path: config, password: server.Password} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return path
}

// reconcile runs the command and returns what it printed and its exit code.
func (p program) reconcile(tb testing.TB, args ...string) (out, errs string, code int) {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), p.path, append([]string{"reconcile", "--config", p.config}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		tb.Fatal(err)
	}
	return stdout.String(), progressLine.ReplaceAllString(stderr.String(), ""), cmd.ProcessState.ExitCode()
}

// TestReconcileCommand: the program reports edits in both languages and takes them in,
// and a running service answers with them.
func TestReconcileCommand(t *testing.T) {
	server := neo4jtest.Get(t)
	p := newProgram(t, server)
	if err := neo4jstore.Erase(t.Context(), optionsOf(server, time.Now)); err != nil {
		t.Fatal(err)
	}
	settings, err := configs.Load(p.config, nil)
	if err != nil {
		t.Fatal(err)
	}
	settings.Store.DataDir = t.TempDir()
	service, err := app.Open(t.Context(), settings, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := service.Close(); err != nil {
			t.Error(err)
		}
	}()
	seedForEdits(t, service.Store)
	if out, errs, code := p.reconcile(t, "--lang", "en"); code != 0 || !strings.Contains(out, "no direct edits") {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}

	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.User, server.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context()) //nolint:errcheck // it has written
	for _, text := range []string{
		"MATCH (n:Entity {id: 'local:lab'}) SET n.summary = '激光焊接、增材制造', n.region = '320500'",
		"CREATE (:Entity:Institute {id: 'local:new', name: '新建铸造研究所', summary: '压铸'}), (:Entity:Institute {id: 'local:bad', name: '日期有误', valid_from: '明年'})",
		"MATCH (a:Entity {id: 'local:new'}), (b:Entity {id: 'local:firm'}) CREATE (a)-[:COLLABORATES_WITH {valid_from: '2025'}]->(b), (b)-[:HAS_DISCIPLINE]->(a)",
		"MATCH (n:Entity {id: 'local:old'}) DETACH DELETE n",
	} {
		if _, err := neo4j.ExecuteQuery(t.Context(), driver, text, nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		out, errs, code := p.reconcile(t, "--lang", lang)
		if code != 1 {
			t.Errorf("exit %d: %s", code, errs)
		}
		goldenReport(t, "reconcile_report_"+lang+".golden", out+errs)
	}
	out, errs, code := p.reconcile(t, "--lang", "en", "--apply", "--reason", "spring cleaning")
	if code != 1 { // two are refused
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	goldenReport(t, "reconcile_applied_en.golden", out+errs)
	out, _, code = p.reconcile(t, "--json", "--apply")
	var report struct {
		Taken, Refused, Left int
		Head                 graph.Revision
		Edits                []struct {
			ID       string
			Problems []struct{ Pointer, Code, Text string }
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 1 || report.Taken != 0 || report.Refused != 2 || report.Left != 0 || len(report.Edits) != 2 {
		t.Errorf("again: exit %d, %+v, %v", code, report, err)
	}
	followed(t, service, report.Head)
	local := program{p.path, filepath.Join(t.TempDir(), "local.yaml")}
	if err := os.WriteFile(local.config, []byte("store:\n  data_dir: "+t.TempDir()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := local.reconcile(t, "--lang", "en"); code != 2 || !strings.Contains(errs, "for a store in Neo4j") {
		t.Errorf("on a local store: exit %d: %s", code, errs)
	}
}

// TestReconcileSample: nothing of the sample is taken for an edit; thousands of edits go
// in, and the result is a network like any other.
func TestReconcileSample(t *testing.T) {
	server := neo4jtest.Get(t)
	store := openEmpty(t, optionsOf(server, time.Now))
	defer store.Close() //nolint:errcheck // the test has read what it wrote
	words, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.LoadSample(t.Context(), store, words, false); err != nil {
		t.Fatal(err)
	}
	run := func(apply bool) neo4jstore.Reconciliation {
		t.Helper()
		seen, begun := 0, time.Now()
		r, err := store.Reconcile(t.Context(), neo4jstore.ReconcileOptions{
			Schema: graph.BuiltinSchema(), Apply: apply, Actor: "reconcile", Progress: func(n int) { seen += n },
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d records, %d changes in the log, %d edits, apply %t: %.1f s", seen, r.Head, len(r.Edits), apply, time.Since(begun).Seconds())
		return r
	}
	clean := run(false)
	if len(clean.Edits) > 0 {
		t.Fatalf("%d edits, the first %+v", len(clean.Edits), clean.Edits[0])
	}
	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.User, server.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(t.Context()) //nolint:errcheck // it has written
	for _, text := range []string{
		"MATCH (n:Enterprise) DETACH DELETE n", "MATCH (n:Entity) SET n.website = 'https://example.org/'", "MATCH ()-[r:LOCATED_IN]->() SET r.valid_from = '1999'",
	} {
		if _, err := neo4j.ExecuteQuery(t.Context(), driver, text, nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	done := run(true)
	refused := 0
	for _, e := range done.Edits {
		if len(e.Problems) > 0 {
			refused++
		} else if !e.Applied {
			t.Fatalf("left: %+v", e)
		}
	}
	left := run(true)
	if int(done.Head-clean.Head) != len(done.Edits)-refused || len(left.Edits) != refused || left.Head != done.Head {
		t.Errorf("%d edits, %d refused, head from %d to %d; then %d to %d", len(done.Edits), refused, clean.Head, done.Head, len(left.Edits), left.Head)
	}
	if refused > 0 {
		t.Errorf("refused, the first: %+v", left.Edits[0])
	}
}

// seedForEdits writes what the edits are made on.
func seedForEdits(tb testing.TB, store graph.Store) {
	tb.Helper()
	var batch graph.Batch
	for _, n := range []graph.Node{
		{ID: "local:lab", Kind: graph.KindInstitute, Name: "滨湖研究所", Common: graph.Common{Properties: graph.Properties{"summary": "无损检测"}}},
		{ID: "local:firm", Kind: graph.KindEnterprise, Name: "城东铝件厂"},
		{ID: "local:old", Kind: graph.KindInstitute, Name: "旧研究所"},
	} {
		n.Sources = []graph.Source{{Title: "名录"}}
		n.Normalise()
		batch.Items = append(batch.Items, graph.Item{Op: graph.OpPutNode, Node: &n})
	}
	e := graph.Edge{ID: "e:old", Relation: graph.RelCollaboratesWith, From: "local:old", To: "local:firm", Common: graph.Common{Sources: []graph.Source{{Title: "名录"}}}}
	e.Normalise()
	batch.Items = append(batch.Items, graph.Item{Op: graph.OpPutEdge, Edge: &e})
	if _, err := store.Apply(tb.Context(), batch); err != nil {
		tb.Fatal(err)
	}
}

// followed checks that a service which ran meanwhile answers with what was taken in.
func followed(tb testing.TB, service *app.Service, head graph.Revision) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	if err := service.Wait(ctx, head); err != nil {
		tb.Fatal(err)
	}
	var ids []graph.ID
	for _, text := range []string{"激光焊接", "压铸", "旧研究所"} {
		answer, err := service.Advisor.Search(ctx, advise.SearchQuery{Text: text}, advise.Scope{})
		if err != nil {
			tb.Fatal(err)
		}
		for _, hit := range answer.Items {
			ids = append(ids, hit.ID)
		}
	}
	if !slices.Contains(ids, "local:lab") || !slices.Contains(ids, "local:new") || slices.Contains(ids, "local:old") {
		tb.Errorf("found %v", ids)
	}
	derived := make(map[graph.ID]int)
	for e, err := range service.Store.Edges(ctx, graph.EdgeFilter{Relations: []graph.Relation{graph.RelHasCapability}}) {
		if err != nil {
			tb.Fatal(err)
		}
		derived[e.From]++
	}
	if derived["local:lab"] == 0 || derived["local:new"] == 0 {
		tb.Errorf("derived links %v", derived)
	}
	for c, err := range service.Store.Changes(ctx, 0) {
		if err != nil {
			tb.Fatal(err)
		}
		if c.ID == "local:lab" && c.Version == 2 && (c.Actor != "reconcile" || c.Reason != "spring cleaning") {
			tb.Errorf("%s: %s", c.Actor, c.Reason)
		}
	}
}

func goldenReport(tb testing.TB, name, have string) {
	tb.Helper()
	have = upTo.ReplaceAllString(have, "$1 N") // the vocabulary comes first, and grows
	path := filepath.Join("testdata", name)
	if *updateReport {
		if err := os.WriteFile(path, []byte(have), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), have); diff != "" {
		tb.Errorf("%s: -file +printed:\n%s", name, diff)
	}
}
