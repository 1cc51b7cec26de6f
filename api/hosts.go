package api

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// CheckListen refuses to listen beyond this machine when nothing says who may do what:
// without a tokens file only loopback addresses are allowed.
func CheckListen(listen, tokensFile string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("server.listen: %q is no address with a port", listen)
	}
	if tokensFile == "" && !isLoopbackName(host) {
		return fmt.Errorf("server.listen: %q can be reached from other machines, which wants access.tokens_file", listen)
	}
	return nil
}

// isLoopbackName reports whether a host name means this machine.
func isLoopbackName(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// hosts are the names under which the service answers. A page of another site that
// points its own name at this machine (DNS rebinding) calls under a name that is not
// among them.
type hosts map[string]bool

func newHosts(s Settings) hosts {
	h := make(hosts)
	for _, name := range s.Hosts {
		h[hostName(name)] = true
	}
	if host, _, err := net.SplitHostPort(s.Listen); err == nil && len(h) == 0 && host != "" {
		h[hostName(host)] = true
	}
	return h
}

// answers reports whether the service answers to the Host header.
func (h hosts) answers(header string) bool {
	name := hostName(header)
	return isLoopbackName(name) || h[name]
}

// hostName cuts the port, brackets and final dot off a host and folds its case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// isLocal reports whether a request comes from this machine itself, not through a proxy
// on it.
func isLocal(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && addr.Addr().Unmap().IsLoopback()
}
