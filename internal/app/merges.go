package app

import (
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/steward"
)

// newDesk makes what looks after the data of the service.
func (s *Service) newDesk(base graph.Store) *steward.Desk {
	return steward.NewDesk(steward.DeskOptions{
		Store: s.Store, Base: base, Schema: s.Schema, Words: s.words, Clock: s.clock,
		StaleDays: s.Settings.Match.StaleDays, TempDir: s.uploads(),
	})
}

// words is the lexicon in use, which knows the network's own capabilities.
func (s *Service) words() *lexicon.Lexicon {
	if net, release, err := s.network.Acquire(); err == nil {
		defer release()
		return net.Words
	}
	return s.Lexicon
}

// Desk looks after the data of a store that no service runs on.
func (b *Bare) Desk(settings configs.Settings) *steward.Desk {
	return steward.NewDesk(steward.DeskOptions{
		Store: b.Store, Base: b.Base, Schema: graph.BuiltinSchema(), Words: func() *lexicon.Lexicon { return b.Lexicon }, Clock: time.Now,
		StaleDays: settings.Match.StaleDays,
	})
}
