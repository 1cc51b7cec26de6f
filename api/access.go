package api

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// access decides who asks and what they may do.
type access struct {
	tokens     atomic.Pointer[Tokens]
	hosts      hosts
	crossSite  *http.CrossOriginProtection
	openWrites bool
}

func newAccess(o Options) (*access, error) {
	a := &access{hosts: newHosts(o.Settings), crossSite: http.NewCrossOriginProtection(), openWrites: o.OpenWrites}
	a.tokens.Store(new(Tokens))
	return a, a.load(o.Settings.TokensFile)
}

// load reads the tokens file; when it cannot be read, the tokens in use stay.
func (a *access) load(path string) error {
	if path == "" {
		return nil
	}
	t, err := LoadTokens(path)
	if err != nil {
		return err
	}
	a.tokens.Store(t)
	return nil
}

// caller returns who sends a request.
func (a *access) caller(r *http.Request) (principal, error) {
	header := r.Header.Values("Authorization")
	if len(header) == 0 {
		if a.openWrites && isLocal(r) {
			return principal{role: RoleOperator, label: "local"}, nil
		}
		return principal{}, nil
	}
	scheme, token, _ := strings.Cut(header[0], " ")
	token = strings.TrimSpace(token)
	if len(header) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return principal{}, fail(codeTokenUnknown)
	}
	who, known := a.tokens.Load().find(token)
	if !known {
		return principal{}, fail(codeTokenUnknown)
	}
	return who, nil
}

// allow refuses a caller whose role is too low for an operation.
func allow(who principal, wanted Role) error {
	switch {
	case who.role >= wanted:
		return nil
	case who.role == RoleNone:
		return fail(codeTokenRequired, "role", wanted.String())
	}
	return fail(codeRoleTooLow, "role", wanted.String(), "have", who.role.String())
}

// site refuses calls under a name that is not the service's, and changes asked for by
// pages of other sites.
func (a *access) site(r *http.Request) error {
	if !a.hosts.answers(r.Host) {
		return fail(codeHostUnknown)
	}
	if err := a.crossSite.Check(r); err != nil {
		return fail(codeOriginRefused).because(err)
	}
	return nil
}
