package dossier

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/rules"
	"chuangmai/team/teamtest"
)

// network has a provincial centre that was started in June 2022.
func network() *teamtest.Network {
	w := &teamtest.Network{}
	w.Node("c:1", graph.KindCenter, "中心", "level", "provincial", "state", "building", "legal_form", "social_service", "duties", []string{"战略规划"}).Region = "320500"
	w.Node("a:1", graph.KindApplication, "申报", "filed", "2022-01-15", "started", "2022-06-30", "reviewers_technical", int64(4), "reviewers_management", int64(0))
	w.Edge(graph.RelConcerns, "a:1", "c:1")
	w.Node("u:1", graph.KindUniversity, "大学")
	w.Edge(graph.RelBuilds, "u:1", "c:1", "role", "lead")
	w.Node("r:1", graph.KindReport, "报告", "party", rules.PartyCentre, "year", int64(2023))
	w.Edge(graph.RelConcerns, "r:1", "c:1")
	for _, e := range []struct {
		id    graph.ID
		begun string
	}{{"f:1", "2024-05"}, {"f:2", "2023"}, {"f:3", ""}} {
		w.Node(e.id, graph.KindEnterprise, string(e.id))
		tie := w.Edge(graph.RelCollaboratesWith, "c:1", e.id, "mode", "joint_rd")
		if e.begun != "" {
			tie.ValidFrom = graph.MustDate(e.begun)
		}
	}
	w.Node("i:1", graph.KindIncome, "收入", "source", "market_service", "year", int64(2024), "amount_wan", 12.5)
	w.Edge(graph.RelConcerns, "i:1", "c:1")
	w.Node("e:1", graph.KindEquipment, "设备", "share_mode", "external")
	w.Edge(graph.RelOwns, "c:1", "e:1")
	return w
}

func paper(t interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}, w *teamtest.Network, form Form, year int,
) Dossier {
	t.Helper()
	v := w.View(t)
	n, known := v.Lookup("c:1")
	if !known {
		t.Fatal("no centre")
	}
	return New(v, n, form, year)
}

func entryOf(t *testing.T, d Dossier, code string) Entry {
	t.Helper()
	for _, s := range d.Sections {
		for _, e := range s.Entries {
			if e.Code == code {
				return e
			}
		}
	}
	t.Fatalf("no entry %s", code)
	return Entry{}
}

func TestPlanHasTheSevenHeads(t *testing.T) {
	d := paper(t, network(), FormPlan, 0)
	want := []string{"建设背景与意义", "基础条件与优势", "建设目标与主要任务", "建设方式与组织架构", "管理模式与运行机制", "经费投入与保障措施", "建设进度安排"}
	var got []string
	for _, s := range d.Sections {
		got = append(got, s.Title.Zh)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
	if e := entryOf(t, d, "lead"); len(e.Values) != 1 || e.Values[0].Text.Zh != "大学" || e.Values[0].Edges[0].Relation != graph.RelBuilds {
		t.Errorf("lead unit: %+v", e)
	}
	if e := entryOf(t, d, "charter"); !e.Blank() || e.Hint.En == "" {
		t.Errorf("a charter that nobody recorded: %+v", e)
	}
	if e := entryOf(t, d, "build_end"); e.Values[0].Text.Zh != "2025-06-30" {
		t.Errorf("end of building: %+v", e)
	}
	if d.Filled == 0 || d.Blanks == 0 || d.Text != rules.Jiangsu {
		t.Errorf("%d filled, %d blank, text %q", d.Filled, d.Blanks, d.Text)
	}
}

func TestReportIsOfItsYear(t *testing.T) {
	d := paper(t, network(), FormReport, 2024)
	if e := entryOf(t, d, "new_partners"); len(e.Values) != 1 || !strings.Contains(e.Values[0].Text.Zh, "f:1") || strings.Contains(e.Values[0].Text.Zh, "f:2") {
		t.Errorf("partners of 2024: %+v", e)
	}
	if e := entryOf(t, d, "income"); len(e.Values) != 1 || !strings.Contains(e.Values[0].Text.En, "12.5") {
		t.Errorf("income of 2024: %+v", e)
	}
	if e := entryOf(t, d, "opened"); e.Blank() {
		t.Error("an open instrument is not shown")
	}
	if e := entryOf(t, d, "reports"); !e.Blank() {
		t.Errorf("reports on 2024: %+v", e)
	}
	if e := entryOf(t, paper(t, network(), FormReport, 2023), "reports"); e.Blank() {
		t.Error("the report on 2023 is not shown")
	}
	if e := entryOf(t, paper(t, network(), FormReport, 2019), "income"); !e.Blank() {
		t.Errorf("income of 2019: %+v", e)
	}
}

func TestLifecycle(t *testing.T) {
	d := paper(t, network(), FormPlan, 0)
	type line struct{ what, party, due, state string }
	var got []line
	for _, x := range d.Lifecycle.Deadlines {
		year := ""
		if x.Year != 0 {
			year = " " + strconv.Itoa(x.Year)
		}
		got = append(got, line{x.What + year, x.Party, x.Due.String(), x.State})
	}
	want := []line{
		{"build_end", "", "2025-06-30", "overdue"},
		{"evaluation", "", "2025-06-30", "overdue"},
		{"report 2023", rules.PartyCentre, "2024-03-31", "done"},
		{"report 2023", "local_authority", "2024-03-31", "overdue"},
		{"report 2024", rules.PartyCentre, "2025-03-31", "overdue"},
		{"report 2024", "local_authority", "2025-03-31", "overdue"},
		{"report 2025", rules.PartyCentre, "2026-03-31", "overdue"},
		{"report 2025", "local_authority", "2026-03-31", "overdue"},
		{"report 2026", rules.PartyCentre, "2027-03-31", "due"},
		{"report 2026", "local_authority", "2027-03-31", "due"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("deadlines (-want +got):\n%s", diff)
	}
	if d.Lifecycle.Overdue != 7 {
		t.Errorf("%d overdue, want 7", d.Lifecycle.Overdue)
	}
	var steps []string
	for _, s := range d.Lifecycle.Steps {
		steps = append(steps, s.Code+" "+s.State+" "+s.Date.String())
	}
	if diff := cmp.Diff([]string{"applied done 2022-01-15", "reviewed not_recorded ", "building done 2022-06-30", "evaluated not_recorded ", "outcome not_recorded "}, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if note := d.Lifecycle.Steps[1].Note; note == nil || !strings.Contains(note.Render(phrase.En), "0 management") {
		t.Errorf("the review without management experts: %v", note)
	}
}

// TestNationalCentresHaveNoDatesOfTheGuide: the guide's periods are not theirs.
func TestNationalCentresHaveNoDatesOfTheGuide(t *testing.T) {
	w := network()
	w.Nodes[0].Properties["level"] = "national"
	d := paper(t, w, FormPlan, 0)
	if d.Lifecycle.Applies || len(d.Lifecycle.Deadlines) != 0 || len(d.Notes) != 1 {
		t.Errorf("%+v, notes %v", d.Lifecycle, d.Notes)
	}
}

// TestPapersAreWhole: over random networks every entry is filled with evidence or is a blank
// with a hint, in both languages, and the order of records does not matter.
func TestPapersAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := teamtest.Draw(t, 6)
		w.Node("c:1", graph.KindCenter, "中心", "level", "provincial").Region = "320500"
		for _, n := range w.Nodes {
			if graph.BuiltinSchema().Joins(graph.RelBuilds, n.Kind, graph.KindCenter) && n.ID != "c:1" {
				w.Edge(graph.RelBuilds, n.ID, "c:1", "role", "lead")
			}
		}
		for _, form := range []Form{FormPlan, FormReport} {
			d := paper(t, w, form, 2025)
			for _, s := range d.Sections {
				for _, e := range s.Entries {
					whole(t, e)
				}
			}
			if diff := cmp.Diff(d, paper(t, w.Reversed(), form, 2025)); diff != "" {
				t.Fatalf("the order of records matters:\n%s", diff)
			}
		}
	})
}

func whole(t *rapid.T, e Entry) {
	if e.Label.Zh == "" || strings.HasPrefix(e.Label.Zh, "dossier.") || e.Blank() && e.Hint.Zh == "" {
		t.Fatalf("%s: label %+v, hint %+v", e.Code, e.Label, e.Hint)
	}
	for _, v := range e.Values {
		if v.Text.Zh == "" || v.Text.En == "" || strings.ContainsAny(v.Text.Zh+v.Text.En, "{}") || len(v.Nodes)+len(v.Edges) == 0 {
			t.Fatalf("%s: %+v", e.Code, v)
		}
	}
}
