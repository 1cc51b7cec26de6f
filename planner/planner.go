// Package planner answers the questions of a planner: what a region covers of the
// innovation chain, where the gaps are and why, what a change would bring, and which rules
// of the founding texts are met. It lends the current picture to the pure engines of
// coverage and rules and says at which revision and date they looked.
package planner

import (
	"fmt"
	"time"

	"chuangmai/advise"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Views shows the current network as of a date to an audience. An [advise.Advisor] is one.
type Views interface {
	// Look returns the view, the words that go with it and what to say about both. The
	// caller calls release when it is done.
	Look(scope advise.Scope) (view snapshot.View, words *lexicon.Lexicon, meta advise.Meta, release func(), err error)
}

// Planner answers planning questions. It is safe for concurrent use.
type Planner struct {
	views       Views
	settings    Settings
	clock       func() time.Time
	inventories inventories
	surveys     surveys
}

// Settings are the numbers of planning that an operator may change.
type Settings struct {
	Supply supply.Settings
}

// New returns a planner over the networks that views shows. The error says which setting
// cannot work.
func New(views Views, settings Settings, clock func() time.Time) (*Planner, error) {
	if err := settings.Supply.Check(); err != nil {
		return nil, fmt.Errorf("settings of coverage: %w", err)
	}
	return &Planner{views: views, settings: settings, clock: clock}, nil
}
