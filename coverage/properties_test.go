package coverage_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/team/teamtest"
)

// drawn is a random network with fields, stages, places, openness and dates on its bodies.
func drawn(t *rapid.T) *teamtest.Network {
	w := teamtest.Draw(t, 12)
	for _, f := range coverage.FieldCodes() {
		w.Node(graph.ID("field:"+f), graph.KindField, f)
	}
	for _, s := range coverage.StageCodes() {
		w.Node(graph.ID("stage:"+s), graph.KindStage, s)
	}
	z := w.Node("z:1", graph.KindZone, "昆山高新区")
	z.Region = "320583"
	bodies := len(w.Nodes)
	for i := range bodies {
		n := &w.Nodes[i]
		if n.Kind == graph.KindField || n.Kind == graph.KindStage || n.Kind == graph.KindZone || n.Kind == graph.KindCapability {
			continue
		}
		if rapid.Bool().Draw(t, "dated") {
			n.Sources = []graph.Source{{Title: "s", Seen: graph.MustDate(rapid.SampledFrom([]string{"2018", "2024-05", "2026"}).Draw(t, "seen"))}}
		}
		if rapid.Bool().Draw(t, "field") {
			w.Edge(graph.RelInField, n.ID, graph.ID("field:"+rapid.SampledFrom(coverage.FieldCodes()).Draw(t, "code")))
		}
		if rapid.Bool().Draw(t, "stage") {
			w.Edge(graph.RelAtStage, n.ID, graph.ID("stage:"+rapid.SampledFrom(coverage.StageCodes()).Draw(t, "code")))
		}
		if rapid.IntRange(0, 4).Draw(t, "zone") == 0 {
			w.Edge(graph.RelLocatedIn, n.ID, "z:1")
		}
		if n.Kind == graph.KindDemand {
			n.Region, n.Properties["state"] = "320500", rapid.SampledFrom([]string{"open", "closed", "unknown"}).Draw(t, "state")
		}
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "instruments") {
		id := graph.ID("q:" + string(rune('a'+i)))
		n := w.Node(id, graph.KindEquipment, "仪器", "share_mode", rapid.SampledFrom([]string{"external", "internal", "none"}).Draw(t, "mode"))
		n.Region = rapid.SampledFrom([]string{"", "320500", "320583", "320200"}).Draw(t, "region")
		w.Edge(graph.RelHasCapability, id, rapid.SampledFrom(teamtest.Areas()).Draw(t, "area"), "weight", 0.6)
		if rapid.Bool().Draw(t, "owned") {
			w.Edge(graph.RelOwns, w.Nodes[len(teamtest.Areas())+3].ID, id)
		}
	}
	return w
}

// TestRollUp: rows and the row of what is not recorded sum to the whole, cell by cell, for
// every count but that of distinct bodies, which lies between the greatest row and the sum.
func TestRollUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := inventory(t, drawn(t))
		factsOnly := rapid.Bool().Draw(t, "facts only")
		region, _ := inv.Regions.Named(rapid.SampledFrom([]string{"江苏", "苏州", "长三角"}).Draw(t, "region"))
		by := rapid.SampledFrom([]string{coverage.ByCity, coverage.ByCounty, coverage.ByProvince}).Draw(t, "by")
		if by == coverage.ByCounty && inv.Regions.At(region).Code != "320500" {
			by = coverage.ByCity // thousands of rows say no more
		}
		m := coverage.New(inv, factsOnly).Matrix(coverage.Query{Region: region, By: by})
		firms := m.Rest.Firms
		for _, r := range m.Rows {
			firms += r.Firms
		}
		if firms != m.Total.Firms {
			t.Fatalf("firms %d of %d", firms, m.Total.Firms)
		}
		for i, col := range m.Columns {
			var sum, greatest coverage.Cell
			kinds := make(map[graph.Kind]int)
			for _, r := range append(m.Rows, m.Rest) {
				c := r.Cells[i]
				sum = plus(sum, c)
				greatest.Suppliers = max(greatest.Suppliers, c.Suppliers)
				for _, k := range c.Kinds {
					kinds[k.Kind] += k.Count
				}
			}
			total := m.Total.Cells[i]
			if total.Suppliers > sum.Suppliers || total.Suppliers < greatest.Suppliers {
				t.Fatalf("%v: %d suppliers, rows have %d in all, %d at most", col, total.Suppliers, sum.Suppliers, greatest.Suppliers)
			}
			for _, k := range total.Kinds {
				kinds[k.Kind] -= k.Count
			}
			for k, left := range kinds {
				if left != 0 {
					t.Fatalf("%v: %s differs by %d", col, k, left)
				}
			}
			sum.Suppliers = total.Suppliers
			if diff := cmp.Diff(plus(coverage.Cell{}, total), sum); diff != "" {
				t.Fatalf("%v (-total +rows):\n%s", col, diff)
			}
		}
	})
}

// plus adds the counts of a cell that roll up.
func plus(a, c coverage.Cell) coverage.Cell {
	a.Supplies += c.Supplies
	a.Suppliers += c.Suppliers
	a.Synthetic += c.Synthetic
	a.Read += c.Read
	a.Ownerless += c.Ownerless
	a.Open += c.Open
	a.OpenUnknown += c.OpenUnknown
	a.Shut += c.Shut
	a.Stale += c.Stale
	a.Undated += c.Undated
	a.Needs += c.Needs
	a.NeedsUnknown += c.NeedsUnknown
	a.NeedsSynthetic += c.NeedsSynthetic
	a.Records += c.Records
	return a
}

// TestEveryNumberHasItsRecords: the records listed for a number are as many as it says, and
// the addends of an index sum to it.
func TestEveryNumberHasItsRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := inventory(t, drawn(t))
		factsOnly := rapid.Bool().Draw(t, "facts only")
		a := coverage.New(inv, factsOnly)
		region, _ := inv.Regions.Named(rapid.SampledFrom([]string{"江苏", "苏州", "昆山高新区"}).Draw(t, "region"))
		by := rapid.SampledFrom([]string{coverage.ByCity, coverage.ByZone, coverage.BySelf}).Draw(t, "by")
		m := a.Matrix(coverage.Query{Region: region, By: by})
		check := func(r coverage.Row, q coverage.RecordQuery) {
			for range 4 {
				i := rapid.IntRange(0, len(m.Columns)-1).Draw(t, "column")
				col := m.Columns[i]
				q.Column = col
				c := r.Cells[i]
				for measure, want := range map[string]int{
					coverage.RecordsSupplies: c.Supplies, coverage.RecordsOpen: c.Open, coverage.RecordsOpenUnknown: c.OpenUnknown, coverage.RecordsShut: c.Shut,
					coverage.RecordsStale: c.Stale, coverage.RecordsUndated: c.Undated, coverage.RecordsSynthetic: c.Synthetic, coverage.RecordsRead: c.Read,
					coverage.RecordsOwnerless: c.Ownerless, coverage.RecordsSuppliers: c.Suppliers, coverage.RecordsNeeds: c.Needs,
					coverage.RecordsNeedsUnknown: c.NeedsUnknown, coverage.RecordsFirms: r.Firms,
				} {
					if q.Measure = measure; len(a.Records(q)) != want {
						t.Fatalf("%v %s: %d records for %d", col, measure, len(a.Records(q)), want)
					}
				}
				if r.Place == supply.NoPlace {
					continue
				}
				e := a.Explain(r.Place, col)
				sum := 0.0
				for _, add := range e.Addends {
					sum += add.Value
				}
				if math.Abs(sum-c.Index) > 1e-9 || math.Abs(e.Index-c.Index) > 1e-9 {
					t.Fatalf("%v: addends sum to %g, the index is %g", col, sum, c.Index)
				}
			}
		}
		check(m.Total, coverage.RecordQuery{Region: region})
		if by == coverage.ByCity && len(m.Rows) > 0 {
			check(m.Rest, coverage.RecordQuery{Region: region, Rest: by})
		}
		if len(m.Rows) > 0 {
			r := m.Rows[rapid.IntRange(0, len(m.Rows)-1).Draw(t, "row")]
			check(r, coverage.RecordQuery{Region: r.Place})
		}
	})
}

// TestOrderOfRecordsIsOfNoAccount: a network whose records were entered in the opposite order
// has the same matrix and gaps.
func TestOrderOfRecordsIsOfNoAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		a, b := inventory(t, w), inventory(t, w.Reversed())
		region, _ := a.Regions.Named("江苏")
		q := coverage.Query{Region: region, By: coverage.ByCounty}
		near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) < 1e-9 })
		if diff := cmp.Diff(coverage.New(a, false).Matrix(q), coverage.New(b, false).Matrix(q), near); diff != "" {
			t.Fatalf("matrix:\n%s", diff)
		}
		if diff := cmp.Diff(coverage.New(a, false).Gaps(q), coverage.New(b, false).Gaps(q), near); diff != "" {
			t.Fatalf("gaps:\n%s", diff)
		}
	})
}

// TestEmptyScenarioIsReality: nothing changes when nothing is changed, and reality stays
// as it was whatever a scenario does.
func TestEmptyScenarioIsReality(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		inv := inventory(t, w)
		region, _ := inv.Regions.Named("江苏")
		q := coverage.Query{Region: region, By: coverage.ByCity}
		reality := coverage.New(inv, false)
		before, measures := reality.Matrix(q), reality.Measure(q)
		view, err := coverage.Scenario{Name: "nothing"}.Apply(inv)
		if err != nil {
			t.Fatal(err)
		}
		same := coverage.New(supply.Build(view, words(), regions(), supply.DefaultSettings()), false)
		if diff := cmp.Diff(before, same.Matrix(q)); diff != "" {
			t.Fatalf("matrix (-reality +empty scenario):\n%s", diff)
		}
		if diff := cmp.Diff(measures, same.Measure(q)); diff != "" {
			t.Fatalf("measures (-reality +empty scenario):\n%s", diff)
		}
		if d := coverage.Compare(reality, same, q); len(d.New)+len(d.Ended)+len(d.Moved)+len(d.Cells) > 0 {
			t.Fatalf("%+v", d)
		}
		scenario := coverage.Scenario{Changes: []coverage.Change{{Op: coverage.OpAdd, Kind: graph.KindFacility, Region: "徐州", Field: "materials", Stages: []string{"中试熟化"}}}}
		for _, s := range inv.Supplies {
			switch rapid.IntRange(0, 3).Draw(t, "change") {
			case 0:
				scenario.Changes = append(scenario.Changes, coverage.Change{Op: coverage.OpClose, ID: inv.View.ID(s.Node), KeepResources: true})
			case 1:
				scenario.Changes = append(scenario.Changes, coverage.Change{Op: coverage.OpMove, ID: inv.View.ID(s.Node), Region: "320300"})
			}
		}
		changed, err := scenario.Apply(inv)
		if err != nil {
			t.Fatal(err)
		}
		laid, err := scenario.Overlay(inv, func(v snapshot.View) *supply.Inventory {
			return supply.Build(v, words(), regions(), supply.DefaultSettings())
		})
		if err != nil {
			t.Fatal(err)
		}
		near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) < 1e-9 })
		whole := coverage.New(supply.Build(changed, words(), regions(), supply.DefaultSettings()), false)
		if diff := cmp.Diff(whole.Matrix(q), coverage.New(laid, false).Matrix(q), near); diff != "" {
			t.Fatalf("read anew and taken over (-anew +over):\n%s", diff)
		}
		if diff := cmp.Diff(whole.Measure(q), coverage.New(laid, false).Measure(q), near); diff != "" {
			t.Fatalf("read anew and taken over (-anew +over):\n%s", diff)
		}
		after := coverage.New(supply.Build(changed, words(), regions(), supply.DefaultSettings()), false).Matrix(q)
		if diff := cmp.Diff(before, coverage.New(inventory(t, w), false).Matrix(q)); diff != "" {
			t.Fatalf("reality changed:\n%s", diff)
		}
		if diff := cmp.Diff(before, coverage.New(supply.Build(inv.View, words(), regions(), supply.DefaultSettings()), false).Matrix(q)); diff != "" {
			t.Fatalf("the view changed:\n%s", diff)
		}
		if after.Total.Cells[len(after.Columns)-1].Supplies == 0 {
			t.Fatal("the new pilot line is not there")
		}
	})
}
