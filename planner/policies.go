package planner

import (
	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/rules"
	"chuangmai/rules/policy"
)

// PoliciesAnswer lists the policies a node may qualify for.
type PoliciesAnswer struct {
	Node  rules.NodeFact
	Hints []policy.Hint
	// RuledOut counts the policies for the node's kind that recorded facts contradict.
	RuledOut int
	advise.Meta
}

// Policies lists the policies that a centre, firm, body or offer may qualify for. Its errors
// are [*UnknownNodeError] and those of [Views].
func (p *Planner) Policies(id graph.ID, scope advise.Scope) (PoliciesAnswer, error) {
	began := p.clock()
	view, _, meta, release, err := p.views.Look(scope)
	if err != nil {
		return PoliciesAnswer{}, err
	}
	defer release()
	n, err := nodeOf(view, id)
	if err != nil {
		return PoliciesAnswer{}, err
	}
	out := PoliciesAnswer{Node: rules.NodeOf(view, n), Meta: meta}
	out.Hints, out.RuledOut = policy.Hints(view, n)
	out.TookMs = float64(p.clock().Sub(began).Microseconds()) / 1000
	return out, nil
}
