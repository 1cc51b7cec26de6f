package team

import (
	"fmt"

	"chuangmai/phrase"
)

// ConstraintError says that a constraint cannot be meant or cannot be met.
type ConstraintError struct {
	// Constraint names it as [Constraints] does on the wire: size, places, sme_share,
	// actors, include, exclude, ties, teams; "together" when each could be met alone.
	Constraint string
	// Reason words it.
	Reason phrase.Message
}

// Error says the reason in English.
func (e *ConstraintError) Error() string {
	return fmt.Sprintf("teams: %s: %s", e.Constraint, e.Reason.Render(phrase.En))
}

func refuse(constraint, code string, pairs ...any) error {
	return &ConstraintError{Constraint: constraint, Reason: phrase.New(code, pairs...)}
}

// check refuses constraints that make no sense whatever the network holds.
func (c Constraints) check(known bool) error {
	size := c.size()
	switch {
	case c.Size < 0 || c.Size > MaxSize:
		return refuse("size", "team.error.size", "size", c.Size, "max", MaxSize)
	case c.Teams < 0 || c.Teams > MaxTeams:
		return refuse("teams", "team.error.teams", "teams", c.Teams, "max", MaxTeams)
	case !(c.SMEShare >= 0 && c.SMEShare <= 1):
		return refuse("sme_share", "team.error.sme_range", "share", c.SMEShare)
	case len(c.Include) > size:
		return refuse("include", "team.error.include_many", "n", len(c.Include), "size", size)
	case c.Ties != "" && c.Ties != TiesSome && c.Ties != TiesNone:
		return refuse("ties", "team.error.ties_word", "value", c.Ties)
	case c.Ties != "" && !known:
		return refuse("ties", "team.error.ties_requester")
	}
	for _, a := range c.Actors {
		if _, ok := ActorOf(a); !ok {
			return refuse("actors", "team.error.actor_word", "value", a)
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
