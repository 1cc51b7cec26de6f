package planner_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/advise"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/planner"
	"chuangmai/team/teamtest"
)

// restless shows a network that has a new revision at each look.
type restless struct {
	view        snapshot.View
	words       *lexicon.Lexicon
	looks, lent atomic.Int64
}

// Look implements [planner.Views].
func (r *restless) Look(scope advise.Scope) (snapshot.View, *lexicon.Lexicon, advise.Meta, func(), error) {
	r.lent.Add(1)
	meta := advise.Meta{Revision: graph.Revision(r.looks.Add(1)), AsOf: teamtest.Day.Date()}
	return r.view.Picture().View(teamtest.Day, scope.Audience), r.words, meta, func() { r.lent.Add(-1) }, nil
}

func newPlanner(t *testing.T) (*planner.Planner, *restless) {
	t.Helper()
	words, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &teamtest.Network{}
	w.Node("c:1", graph.KindCenter, "焊接中心", "level", "provincial").Region = "320500"
	views := &restless{view: w.View(t), words: words}
	var ticks atomic.Int64
	clock := func() time.Time { return time.UnixMilli(ticks.Add(1)) }
	p, err := planner.New(views, planner.Settings{Supply: supply.DefaultSettings()}, clock)
	if err != nil {
		t.Fatal(err)
	}
	return p, views
}

// TestExportLooksOnce: all views of a document show one revision, whatever happens to the
// network meanwhile.
func TestExportLooksOnce(t *testing.T) {
	p, views := newPlanner(t)
	a, err := p.Export(t.Context(), planner.ExportQuery{}, advise.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if views.looks.Load() != 1 || views.lent.Load() != 0 {
		t.Errorf("%d looks, %d not given back", views.looks.Load(), views.lent.Load())
	}
	for view, meta := range map[string]advise.Meta{
		planner.ViewMatrix: a.Matrix.Meta, planner.ViewGaps: a.Gaps.Meta, planner.ViewChains: a.Chains.Meta,
		planner.ViewHealth: a.Health.Meta, planner.ViewChecks: a.Checks.Meta, "all": a.Meta,
	} {
		if meta.Revision != 1 || meta.TookMs <= 0 {
			t.Errorf("%s: revision %d, %v ms", view, meta.Revision, meta.TookMs)
		}
	}
	if a.Matrix.Inventory != a.Gaps.Inventory {
		t.Error("two views of one document read the network twice")
	}
}

// TestGivesBack: what was lent is given back, also when a question cannot be meant.
func TestGivesBack(t *testing.T) {
	p, views := newPlanner(t)
	if _, err := p.Explain("苏州/a/b/c", false, advise.Scope{}); err == nil {
		t.Error("a cell of four parts passed")
	}
	if _, err := p.Policies("nobody", advise.Scope{}); err == nil {
		t.Error("an unknown node passed")
	}
	if views.looks.Load() != 2 || views.lent.Load() != 0 {
		t.Errorf("%d looks, %d not given back", views.looks.Load(), views.lent.Load())
	}
}

// TestPlaceIsReadAlike: every question takes a place by code, id or name.
func TestPlaceIsReadAlike(t *testing.T) {
	p, _ := newPlanner(t)
	for _, text := range []string{"320500", "region:320500", "苏州", " 苏州市 "} {
		checks, err := p.Checks(planner.ChecksQuery{Region: text}, advise.Scope{})
		if err != nil || checks.Place.Code != "320500" {
			t.Errorf("checks of %q: %v, %v", text, checks.Place, err)
		}
		chains, err := p.Chains(t.Context(), planner.ChainsQuery{Region: text}, advise.Scope{})
		if err != nil || chains.Region.Code != "320500" {
			t.Errorf("chains of %q: %v, %v", text, chains.Region, err)
		}
		matrix, err := p.Coverage(planner.CoverageQuery{Region: text}, graph.Date{}, advise.Scope{})
		if err != nil || matrix.Inventory.Regions.At(matrix.Matrix.Region).Code != "320500" {
			t.Errorf("matrix of %q: %v", text, err)
		}
	}
}

// TestHealthIsSurveyedOnce: who asks at once gets the same answer, and one whose time is over
// leaves the next one to find it.
func TestHealthIsSurveyedOnce(t *testing.T) {
	p, _ := newPlanner(t)
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := p.Health(ended, planner.HealthQuery{}, advise.Scope{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a question whose time is over: %v", err)
	}
	var work sync.WaitGroup
	answers := make([]planner.HealthAnswer, 4)
	errs := make([]error, len(answers))
	for i := range answers {
		work.Go(func() { answers[i], errs[i] = p.Health(t.Context(), planner.HealthQuery{}, advise.Scope{}) })
	}
	work.Wait()
	for i, a := range answers {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if diff := cmp.Diff(answers[0].Answer, a.Answer); diff != "" {
			t.Errorf("answer %d: %s", i, diff)
		}
	}
}
