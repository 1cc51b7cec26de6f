package advise

import (
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
)

// abstain returns why a question is not answered: nothing was understood, or what was is
// not about technology.
func (s *session) abstain(q match.Question) *phrase.Message {
	n := q.Need
	if q.Requester.Known && len(n.Capabilities) > 0 || len(n.Kinds) > 0 && len(n.Places) > 0 {
		return nil
	}
	var why phrase.Message
	switch {
	case n.Text == "" && n.Empty() && len(n.Kinds) == 0:
		why = phrase.New("abstain.nothing_asked")
	case n.Text != "" && n.Substance() < need.EnoughSubstance:
		why = phrase.New("abstain.not_understood")
	default:
		return nil
	}
	return &why
}
