package planner

import (
	"time"

	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// session is one question being answered: a look at the network, and what is read of it on
// the way. It is for one goroutine.
type session struct {
	planner *Planner
	view    snapshot.View
	words   *lexicon.Lexicon
	meta    advise.Meta // of the look; took adds the time
	start   time.Time
	inv     *supply.Inventory // nil until asked for
}

// within answers a question in a session, which ends with it.
func within[T any](p *Planner, scope advise.Scope, answer func(*session) (T, error)) (out T, err error) {
	start := p.clock()
	view, words, meta, release, err := p.views.Look(scope)
	if err != nil {
		return out, err
	}
	defer release()
	return answer(&session{planner: p, view: view, words: words, meta: meta, start: start})
}

// inventory reads, or finds, the inventory of the session's view.
func (s *session) inventory() *supply.Inventory {
	if s.inv == nil {
		s.inv = s.planner.inventories.of(s.view, s.words, s.planner.settings.Supply)
	}
	return s.inv
}

// on is the inventory of another day for the same audience.
func (s *session) on(day graph.Day) *supply.Inventory {
	return s.planner.inventories.of(s.view.Picture().View(day, s.view.Audience()), s.words, s.planner.settings.Supply)
}

// overlay is the inventory of a scenario laid over the session's view; it is not kept.
func (s *session) overlay(scenario coverage.Scenario) (*supply.Inventory, error) {
	return scenario.Overlay(s.inventory(), func(view snapshot.View) *supply.Inventory {
		return supply.Build(view, s.words, s.planner.inventories.tree(s.words), s.planner.settings.Supply)
	})
}

// took returns the meta data with the time since the session began.
func (s *session) took() advise.Meta {
	m := s.meta
	m.TookMs = float64(s.planner.clock().Sub(s.start).Microseconds()) / 1000
	return m
}
