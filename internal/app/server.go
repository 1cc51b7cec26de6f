package app

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"chuangmai/api"
	"chuangmai/report"
	"chuangmai/web"
)

// ServerOptions say how the service is served.
type ServerOptions struct {
	Logger *slog.Logger
	// OpenWrites lets anyone on this machine write without a token.
	OpenWrites bool
}

// Server returns the HTTP server of the service.
func (s *Service) Server(o ServerOptions) (*api.Server, error) {
	set := s.Settings.Server
	pages, err := web.New()
	if err != nil {
		return nil, err
	}
	return api.New(api.Options{
		Advisor: s.Advisor, Coverage: s.Planner, Surveyor: s.Planner, Rulebook: s.Planner, Store: s.Store, Schema: s.Schema, Wait: s.Wait, Status: s.apiStatus, Explain: s.explain, Loads: s.Loads, Desk: s.Desk,
		OpenWrites: o.OpenWrites, Clock: s.clock, Logger: o.Logger, NewID: newID, Metrics: prometheus.NewRegistry(), Interface: pages,
		Settings: api.Settings{
			Listen: set.Listen, Hosts: s.Settings.Access.Hosts, TokensFile: s.Settings.Access.TokensFile,
			RequestTimeout: set.RequestTimeout, WaitTimeout: set.WaitTimeout, BodyLimit: set.BodyLimit, UploadLimit: set.UploadLimit, JSONDepth: set.JSONDepth,
			Rate: set.Rate, Burst: set.Burst, TrustedProxies: set.TrustedProxies, Drain: set.Drain,
		},
	})
}

func (s *Service) apiStatus() api.Status {
	st := s.Status()
	return api.Status{Ready: st.Ready, State: string(st.State), Revision: st.Position, Since: st.Since, TextRebuilding: st.TextRebuilding}
}

// explain says what a word brings in the lexicon that is in use.
func (s *Service) explain(word string) report.Word {
	lex := s.Lexicon
	if net, release, err := s.network.Acquire(); err == nil {
		lex = net.Words
		release()
	}
	return report.NewWord(lex.Explain(word))
}

// newID makes the id of a request.
func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// announcer is a store whose folder tells others where its owner can be asked.
type announcer interface{ Announce(address string) error }

// Announce tells other processes where this one can be asked, when the store can.
func (s *Service) Announce(address string) error {
	if a, ok := s.network.store.(announcer); ok {
		return a.Announce(address)
	}
	return nil
}
