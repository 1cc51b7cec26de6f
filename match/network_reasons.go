package match

import (
	"slices"

	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// networkReason words an addend of a signal over the history.
func (rk *Ranking) networkReason(n snapshot.N, a Addend) phrase.Message {
	code := "reason." + a.Signal
	v := rk.state.view
	switch a.Signal {
	case signalCountry:
		return phrase.New(code, "country", country(v, n))
	case signalNUTS:
		return phrase.New(code, "region", subregion(v.Region(n)))
	case signalRenown:
		return phrase.New(code)
	case signalOrgDoc, signalKNN, signalKNNW, signalMax, signalTPPR:
		if in := rk.state.q.Text.Projects; in != nil && in.Own {
			code += "_own"
		}
		return phrase.New(code, "projects", rk.names(a.Evidence))
	case signalPPR:
		if rk.metIn(a) {
			code += "_direct"
		}
	}
	return phrase.New(code, "requester", Label(rk.state.view, rk.state.q.Requester.Node), "projects", rk.names(a.Evidence))
}

// metIn reports whether the requester took part in one of the projects of the evidence.
func (rk *Ranking) metIn(a Addend) bool {
	v, from := rk.state.view, rk.state.q.Requester.Node
	return slices.ContainsFunc(a.Evidence, func(e Evidence) bool {
		project, known := v.Lookup(e.Node)
		if !known {
			return false
		}
		for _, to := range v.Out(from, rk.state.rel.participates) {
			if to == project {
				return true
			}
		}
		return project == from
	})
}
