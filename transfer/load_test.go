package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/transfer"
)

func TestLoad(t *testing.T) {
	s := open(t)
	var phases []string
	report := mustLoad(t, s, small(), func(o *transfer.Options) {
		o.Progress = func(p transfer.Progress) { phases = append(phases, fmt.Sprint(p.Phase, p.Done, p.Total)) }
	})
	equal(t, "report", *report, transfer.Report{
		Load: "20250601T080000.000Z-test.jsonl", Source: "test.jsonl", Rows: 5, Written: 5, Batches: 2, Revision: 5,
		Nodes: map[graph.Kind]transfer.Counts{"university": {New: 1}, "enterprise": {New: 1}, "talent": {New: 1}},
		Edges: map[graph.Relation]transfer.Counts{"COLLABORATES_WITH": {New: 1}, "APPOINTED_AT": {New: 1}},
	})
	equal(t, "total", report.Total(), transfer.Counts{New: 5})
	equal(t, "progress", phases, []string{"check5 0", "check5 5", "write0 5", "write3 5", "write5 5"})
	loaded := []graph.Source{{Title: "loaded file test.jsonl", Seen: graph.MustDate("2025-06-01")}}
	list := nodes(t, s)
	equal(t, "source of a record without one", list[0].Sources, loaded)
	equal(t, "source of a record with one", list[1].Sources, []graph.Source{{Title: "名录"}})
	equal(t, "id of an edge without one", edges(t, s)[0].ID.Scheme(), "appointed_at")
	for c, err := range s.Changes(t.Context(), 0) {
		if err != nil || c.Load != report.Load || c.Actor != "tester" || c.Reason != "test" {
			t.Errorf("change %+v, %v", c, err)
		}
	}
}

func TestLoadAgain(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	report := mustLoad(t, s, small(), func(o *transfer.Options) { o.Clock = nextDay })
	equal(t, "the same file on the next day", report.Total(), transfer.Counts{Same: 5})
	equal(t, "written", [2]any{report.Written, head(t, s)}, [2]any{0, graph.Revision(5)})
	changed := strings.Replace(small().lines, "精工机械", "精工机械厂", 1) + "\n" + `{"node":{"id":"local:new","kind":"team","name":"新组"}}`
	report = mustLoad(t, s, text{"test.jsonl", changed}, func(o *transfer.Options) { o.Clock = nextDay })
	equal(t, "changed", report.Nodes, map[graph.Kind]transfer.Counts{"university": {Same: 1}, "enterprise": {Changed: 1}, "talent": {Same: 1}, "team": {New: 1}})
	equal(t, "only what changes is written", [2]any{report.Written, head(t, s)}, [2]any{2, graph.Revision(7)})
	report = mustLoad(t, s, text{"other.jsonl", small().lines})
	equal(t, "under another name", report.Total(), transfer.Counts{Changed: 4, Same: 1})
}

func TestDryRun(t *testing.T) {
	s := open(t)
	dry := func(o *transfer.Options) { o.DryRun = true }
	report := mustLoad(t, s, text{"test.jsonl", small().lines + "\nx\n"}, dry)
	equal(t, "report", [4]any{report.Total(), report.Rejected, report.DryRun, report.Written}, [4]any{transfer.Counts{New: 5}, 1, true, 0})
	equal(t, "head", head(t, s), graph.Revision(0))
	mustLoad(t, s, small())
	report = mustLoad(t, s, small(), dry)
	equal(t, "after loading", report.Total(), transfer.Counts{Same: 5})
}

// Each row is bad beside the small network; none of it may be written.
func TestBadRows(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	before := content(t, s)
	for _, c := range []struct{ text, want string }{
		{`not json`, " bad_syntax"},
		{`{"node":{"id":"local:z","kind":"teem","name":"组"}}`, "/node/kind unknown_kind map[nearest:team value:teem]"},
		{`{"node":{"id":"bad id","kind":"team","name":"组"}}`, "/node/id bad_id_scheme map[value:bad id]"},
		{`{"node":{"id":"local:z","kind":"team"}}`, "/node/name missing"},
		{`{"node":{"id":"local:z","kind":"team","name":"组","visibility":"secret"}}`, "/node/visibility unknown_term map[allowed:public, members, parties value:secret]"},
		{`{"node":{"id":"local:univ","kind":"institute","name":"院"}}`, "/node/kind other_kind map[kind:university]"},
		{`{"edge":{"id":"e:z","relation":"PARTOF","from":"local:firm","to":"local:univ"}}`, "/edge/relation unknown_relation map[nearest:PART_OF value:PARTOF]"},
		{`{"edge":{"id":"e:z","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:none"}}`, "/edge/to unknown_node map[id:local:none]"},
		{`{"edge":{"id":"e:c","relation":"SUPPLIES_TO","from":"local:firm","to":"local:firm"}}`, "/edge/relation other_relation map[relation:COLLABORATES_WITH]"},
		{`{"edge":{"id":"e:z","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ","properties":{"mode":"magic"}}}`, "/edge/properties/mode unknown_term"},
		{`{"delete":{"node":"local:univ"}}`, "/delete/node has_edges map[count:2 id:local:univ]"},
		{`{"delete":{"edge":"e:c","relation":"PART_OF"}}`, "/delete/relation other_relation map[relation:COLLABORATES_WITH]"},
		{`{"delete":{"node":"local/univ"}}`, "/delete/node bad_id_scheme map[value:local/univ]"},
		{`{"node":{"id":"local:a","kind":"team","name":"一"}}` + "\n" + `{"node":{"id":"local:a","kind":"team","name":"二"}}`, " repeated map[id:local:a line:1]"},
		{`{"delete":{"node":"local:a"}}` + "\n" + `{"node":{"id":"local:a","kind":"team","name":"二"}}`, " repeated map[id:local:a line:1]"},
		{`{"delete":{"edge":"e:c","relation":"COLLABORATES_WITH"}}` + "\n" + `{"edge":{"id":"e:c","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ"}}`, " repeated map[id:e:c line:1]"},
		{`{"edge":{"id":"e:z","relation":"APPOINTED_AT","from":"local:firm","to":"local:univ"}}`, "/edge/from wrong_end"},
		{`{"node":{"id":"local:a","kind":"team","name":"` + strings.Repeat("x", transfer.MaxLine) + `"}}`, " too_long map[max:4194304]"},
		{`{"delete":{"node":"local:univ","edges":true}}` + "\n" + `{"edge":{"id":"e:z","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:univ"}}`, "/edge/to unknown_node map[id:local:univ]"},
	} {
		text, want := c.text, c.want
		report, err := load(t, s, lines(text, `{"node":{"id":"local:good","kind":"team","name":"组"}}`))
		var rejected *transfer.RejectedError
		if !errors.As(err, &rejected) || !errors.Is(err, graph.ErrInvalid) || rejected.Rejected != 1 {
			t.Errorf("%.200s: %v", text, err)
			continue
		}
		if len(report.Errors) != 1 || len(report.Errors[0].Problems) != 1 || !strings.HasPrefix(problemText(report.Errors[0].Problems[0]), want) {
			t.Errorf("%.200s:\nhave %v\nwant %s", text, report.Errors, want)
		}
		if report.Rejected != 1 || report.Total().Rejected+report.Unreadable != 1 {
			t.Errorf("%.200s: counted %+v and %d unreadable", text, report.Total(), report.Unreadable)
		}
		equal(t, "store", content(t, s), before)

		other := open(t) // and the good row is loaded where bad ones are skipped
		mustLoad(t, other, small())
		report = mustLoad(t, other, lines(text, `{"node":{"id":"local:good","kind":"team","name":"组"}}`), func(o *transfer.Options) { o.SkipBad = true })
		if !strings.Contains(ids(t, other), "local:good") || report.Rejected != 1 {
			t.Errorf("%.200s: the good row was not loaded", text)
		}
	}
}

func problemText(p graph.Problem) string {
	text := p.Pointer + " " + p.Code
	if len(p.Params) > 0 {
		text += fmt.Sprint(" ", p.Params)
	}
	return text
}

func TestLineNumbers(t *testing.T) {
	source := lines("", `{"node":{"id":"local:a","kind":"team","name":"一"}}`, "   ", "bad", `{"edge":{"relation":"PART_OF","from":"local:a","to":"local:b"}}`, "bad again")
	report, err := load(t, open(t), source)
	var have []int
	for _, e := range report.Errors {
		have = append(have, e.Line)
	}
	equal(t, "lines", have, []int{4, 5, 6})
	equal(t, "rows", report.Rows, 4)
	if err == nil {
		t.Error("no error")
	}
}

func TestManyBadRows(t *testing.T) {
	bad := make([]string, 2500)
	for i := range bad {
		bad[i] = fmt.Sprintf(`{"node":{"id":"local:%d","kind":"nothing","name":"x"}}`, i)
	}
	report, err := load(t, open(t), lines(bad...))
	equal(t, "counts", [3]int{report.Rejected, len(report.Errors), report.Unreadable}, [3]int{2500, transfer.MaxRowErrors, 2500})
	equal(t, "error", err.Error(), "test.jsonl: 2500 rows are bad, nothing was loaded")
}

func TestDeletes(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	report := mustLoad(t, s, lines(
		`{"delete":{"edge":"e:c","relation":"COLLABORATES_WITH"}}`, `{"delete":{"node":"local:yang","edges":true}}`, `{"delete":{"node":"local:none"}}`,
		`{"delete":{"edge":"e:none","relation":"PART_OF"}}`, `{"delete":{"node":"local:firm"}}`,
	))
	equal(t, "counts", report.Total(), transfer.Counts{Deleted: 3, Same: 2})
	equal(t, "left", ids(t, s), "local:univ")
	report = mustLoad(t, s, lines(`{"delete":{"node":"local:firm"}}`))
	equal(t, "deleting what is gone", report.Total(), transfer.Counts{Same: 1})
}

// A node may go when the same file takes its edges elsewhere.
func TestMoveEdgesAndDelete(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	mustLoad(t, s, lines(
		`{"delete":{"node":"local:univ"}}`,
		`{"edge":{"id":"e:c","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:inst"}}`,
		`{"delete":{"edge":"`+string(edges(t, s)[0].ID)+`","relation":"APPOINTED_AT"}}`,
		`{"node":{"id":"local:inst","kind":"institute","name":"研究院"}}`,
	))
	equal(t, "left", ids(t, s), "local:firm local:inst local:yang e:c")
}

func TestLoadInBatches(t *testing.T) {
	const n = 2345
	var list []string
	for i := range n { // edges and nodes mixed
		list = append(list, fmt.Sprintf(`{"edge":{"id":"e:%d","relation":"SUPPLIES_TO","from":"local:%d","to":"local:%d"}}`, i, i, (i+1)%n),
			fmt.Sprintf(`{"node":{"id":"local:%d","kind":"enterprise","name":"企业%d","properties":{"registered_capital":%d}}}`, i, i, i))
	}
	s := open(t)
	report := mustLoad(t, s, lines(list...), func(o *transfer.Options) { o.Batch = 100 })
	equal(t, "counts", [3]int{report.Written, report.Batches, report.Total().New}, [3]int{2 * n, 48, 2 * n})
	equal(t, "nodes and edges", [2]int{len(nodes(t, s)), len(edges(t, s))}, [2]int{n, n})
	report = mustLoad(t, s, lines(list...))
	equal(t, "again", report.Total(), transfer.Counts{Same: 2 * n})
}

// A load that breaks off at any batch goes on when it is repeated.
func TestBrokenLoad(t *testing.T) {
	var list []string
	for i := range 40 {
		list = append(list, fmt.Sprintf(`{"node":{"id":"local:%d","kind":"enterprise","name":"企业"}}`, i),
			fmt.Sprintf(`{"edge":{"id":"e:%d","relation":"SUPPLIES_TO","from":"local:%d","to":"local:%d"}}`, i, i, i/2))
	}
	whole := open(t)
	mustLoad(t, whole, lines(list...))
	options := func(o *transfer.Options) { o.Load, o.Batch = "load", 10 }
	for at := range 8 {
		for _, written := range []bool{false, true} {
			s := open(t)
			report, err := load(t, &fragile{Store: s, left: at, written: written}, lines(list...), options)
			if !errors.Is(err, errBroken) || report.Written != at*10 {
				t.Fatalf("broken at %d: %v, %d written", at, err, report.Written)
			}
			done := at * 10
			if written {
				done += 10
			}
			report = mustLoad(t, s, lines(list...), options)
			equal(t, "going on", [2]any{report.Total(), report.Written}, [2]any{transfer.Counts{New: 80 - done, Same: done}, 80 - done})
			equal(t, "content", content(t, s), content(t, whole))
			equal(t, "nothing was written twice", head(t, s), graph.Revision(80))
			loads, err := s.Loads(t.Context())
			if err != nil || len(loads) != 1 || loads[0].Records != 80 {
				t.Errorf("loads are %+v, %v", loads, err)
			}
		}
	}
}

func TestLoadCancelled(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := transfer.Load(ctx, s, small(), transfer.Options{Clock: day, Progress: func(p transfer.Progress) {
		if p.Phase == transfer.PhaseWrite && p.Done > 0 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while writing: %v", err)
	}
	_, err = transfer.Load(ctx, s, small(), transfer.Options{Clock: day})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	equal(t, "nodes, and no edges", ids(t, s), "local:firm local:univ local:yang")
}

// rereading is a source that says something else the second time.
type rereading struct {
	texts  []string
	opened int
}

func (r *rereading) Name() string { return "changing.jsonl" }

func (r *rereading) Open() (io.ReadCloser, error) {
	text := r.texts[min(r.opened, len(r.texts)-1)]
	r.opened++
	if text == "!" {
		return nil, os.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

func TestFileChangedMeanwhile(t *testing.T) {
	for _, second := range []string{"nothing any more", "{}", `{"meta":{}}`, "!"} {
		s := open(t)
		_, err := load(t, s, &rereading{texts: []string{`{"node":{"id":"local:a","kind":"team","name":"一"}}`, second}})
		if err == nil || head(t, s) != 0 {
			t.Errorf("%s: loaded, %v", second, err)
		}
	}
}

func TestTargetRefusesMeanwhile(t *testing.T) {
	s := open(t)
	source := &rereading{texts: []string{small().lines}}
	meddle := func(o *transfer.Options) {
		o.SkipBad = true
		o.Progress = func(p transfer.Progress) { // somebody else makes the node another kind after the check
			if p.Phase == transfer.PhaseWrite && p.Done == 0 {
				n := graph.Node{ID: "local:firm", Kind: graph.KindInstitute, Name: "所"}
				n.Normalise()
				if _, err := s.Apply(t.Context(), graph.Batch{Items: []graph.Item{{Op: graph.OpPutNode, Node: &n}}}); err != nil {
					t.Error(err)
				}
			}
		}
	}
	report := mustLoad(t, s, source, meddle)
	equal(t, "rejected", [2]any{report.Rejected, problemText(report.Errors[0].Problems[0])}, [2]any{1, "/node/kind other_kind map[kind:institute]"})
	equal(t, "line", report.Errors[0].Line, 4)
	equal(t, "the rest is loaded", report.Written, 4)
}

func TestOptions(t *testing.T) {
	s := open(t)
	for name, change := range map[string]func(*transfer.Options){
		"no clock":       func(o *transfer.Options) { o.Clock = nil },
		"negative batch": func(o *transfer.Options) { o.Batch = -1 },
		"large batch":    func(o *transfer.Options) { o.Batch = graph.MaxBatch + 1 },
		"control":        func(o *transfer.Options) { o.Actor = "a\x00" },
		"long name":      func(o *transfer.Options) { o.Load = strings.Repeat("x", graph.MaxName+1) },
	} {
		if _, err := load(t, s, small(), change); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := load(t, s, transfer.File(filepath.Join(t.TempDir(), "none.jsonl"))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	report := mustLoad(t, s, text{strings.Repeat("长", 600) + "\x00\xff.jsonl", small().lines})
	if len([]rune(report.Load)) > graph.MaxName {
		t.Errorf("name of the load has %d characters", len([]rune(report.Load)))
	}
	report = mustLoad(t, open(t), text{"empty.jsonl", ""})
	equal(t, "empty file", [2]int{report.Rows, report.Written}, [2]int{0, 0})
}

func TestFileAndSpool(t *testing.T) {
	path := filepath.Join(t.TempDir(), "network.jsonl")
	if err := os.WriteFile(path, []byte("\xef\xbb\xbf"+strings.ReplaceAll(small().lines, "\n", "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t)
	equal(t, "file", mustLoad(t, s, transfer.File(path)).Source, "network.jsonl")
	dir := t.TempDir()
	spooled, err := transfer.Spool(strings.NewReader(small().lines), "standard input", dir)
	if err != nil {
		t.Fatal(err)
	}
	other := open(t)
	equal(t, "spooled", mustLoad(t, other, spooled).Source, "standard input")
	equal(t, "nodes", len(nodes(t, other)), len(nodes(t, s)))
	if err := spooled.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Values are brought to the declared type before anything is compared or hashed.
func TestDeclaredTypes(t *testing.T) {
	s := open(t)
	source := lines(`{"node":{"id":"local:a","kind":"capability","name":"焊接"}}`, `{"node":{"id":"local:f","kind":"enterprise","name":"企业"}}`,
		`{"edge":{"relation":"HAS_CAPABILITY","from":"local:f","to":"local:a","properties":{"weight":1}}}`)
	mustLoad(t, s, source)
	equal(t, "properties", edges(t, s)[0].Properties, graph.Properties{"weight": 1.0})
	equal(t, "again", mustLoad(t, s, source).Total(), transfer.Counts{Same: 3})
	asFloat := lines(`{"edge":{"relation":"HAS_CAPABILITY","from":"local:f","to":"local:a","properties":{"weight":1.0}}}`)
	equal(t, "as a float", mustLoad(t, s, asFloat).Total(), transfer.Counts{Same: 1})
}
