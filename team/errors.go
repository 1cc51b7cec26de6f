package team

import "chuangmai/phrase"

// Together is the parameter of a [phrase.QuestionError] when each constraint could be met
// alone. Any other is named as [Constraints] is on the wire: size, places, sme_share,
// actors, include, exclude, ties, teams.
const Together = "together"

// check refuses constraints that make no sense whatever the network holds.
func (c Constraints) check(known bool) error {
	size := c.size()
	switch {
	case c.Size < 0 || c.Size > MaxSize:
		return phrase.Wrong("size", "team.error.size", "size", c.Size, "max", MaxSize)
	case c.Teams < 0 || c.Teams > MaxTeams:
		return phrase.Wrong("teams", "team.error.teams", "teams", c.Teams, "max", MaxTeams)
	case !(c.SMEShare >= 0 && c.SMEShare <= 1):
		return phrase.Wrong("sme_share", "team.error.sme_range", "share", c.SMEShare)
	case len(c.Include) > size:
		return phrase.Wrong("include", "team.error.include_many", "n", len(c.Include), "size", size)
	case c.Ties != "" && c.Ties != TiesSome && c.Ties != TiesNone:
		return phrase.Wrong("ties", "team.error.ties_word", "value", c.Ties)
	case c.Ties != "" && !known:
		return phrase.Wrong("ties", "team.error.ties_requester")
	}
	for _, a := range c.Actors {
		if _, ok := ActorOf(a); !ok {
			return phrase.Wrong("actors", "team.error.actor_word", "value", a)
		}
	}
	return nil
}

func (c Constraints) size() int {
	if c.Size == 0 {
		return DefaultSize
	}
	return c.Size
}

func (c Constraints) teams() int {
	if c.Teams == 0 {
		return DefaultTeams
	}
	return c.Teams
}
