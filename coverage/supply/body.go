package supply

import (
	"cmp"
	"iter"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// isBody: kinds that act on their own account. Platforms, laboratories and incubators
// belong to whoever hosts them.
func isBody(k graph.Kind) bool {
	switch k {
	case graph.KindCenter, graph.KindRDUnit, graph.KindUniversity, graph.KindInstitute, graph.KindEnterprise, graph.KindConsortium:
		return true
	default:
		return false
	}
}

// isOrganisation: kinds that can own or employ at all.
func isOrganisation(k graph.Kind) bool {
	switch k {
	case graph.KindPlatform, graph.KindJointLab, graph.KindIncubator, graph.KindGovernment:
		return true
	default:
		return isBody(k)
	}
}

// maxClimb bounds the way from a record to its body: an instrument of a laboratory of an
// institute of a university is three steps.
const maxClimb = 5

// bodyOf returns who owns, runs or employs a record: itself for a body, unless it is run
// by a university or firm, else the body found by owner, operator, provider, host, the
// whole it is part of, or employer, in that order; a platform, laboratory or incubator
// without one stands for itself. Of several the one with the least id. l holds the
// record's own links and is left as it is.
func (p *portion) bodyOf(n snapshot.N, k graph.Kind, l *links) snapshot.N {
	at, kind, owner := n, k, NoNode
	for range maxClimb {
		if isOrganisation(kind) {
			owner = at
		}
		up := p.above(at, kind, &l.owner)
		if up == NoNode || up == n || up == at {
			break
		}
		at, kind = up, p.v.Kind(up)
		if isBody(kind) && !p.runByOther(at, kind) {
			return at // nothing lies above: a large body's many edges need no look
		}
		p.gather(at, kind, &p.climbing)
		l = &p.climbing
	}
	return owner
}

// above returns what a record belongs to, [NoNode] for what acts on its own account.
func (b *builder) above(n snapshot.N, k graph.Kind, o *owners) snapshot.N {
	switch {
	case b.runByOther(n, k):
		return o[hostedBy]
	case isBody(k) || k == graph.KindGovernment:
		return NoNode
	}
	for _, up := range o {
		if up != NoNode {
			return up
		}
	}
	return NoNode
}

// runByOther reports whether a body is an institute that a university or firm runs.
func (b *builder) runByOther(n snapshot.N, k graph.Kind) bool {
	if k != graph.KindInstitute {
		return false
	}
	t := b.v.Text(n, "type")
	return t == "university_run" || t == "enterprise_run"
}

func compareIDs(v snapshot.View, a, b snapshot.N) int { return cmp.Compare(v.ID(a), v.ID(b)) }

func first(ends iter.Seq2[snapshot.E, snapshot.N]) (snapshot.N, bool) {
	for _, n := range ends {
		return n, true
	}
	return NoNode, false
}
