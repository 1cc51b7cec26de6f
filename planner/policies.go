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
	return within(p, scope, func(s *session) (PoliciesAnswer, error) {
		n, err := nodeOf(s.view, id)
		if err != nil {
			return PoliciesAnswer{}, err
		}
		out := PoliciesAnswer{Node: rules.NodeOf(s.view, n)}
		out.Hints, out.RuledOut = policy.Hints(s.view, n)
		out.Meta = s.took()
		return out, nil
	})
}
