package planner

import (
	"errors"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/rules/dossier"
)

// Bounds of the year a report can be asked for.
const (
	FirstReportYear = 1990
	LastReportYear  = 2100
)

// ErrBadYear is a year outside the bounds.
var ErrBadYear = errors.New("the year of a report must lie between 1990 and 2100")

// DossierQuery asks for a paper of a centre.
type DossierQuery struct {
	Centre graph.ID
	Form   dossier.Form
	// Year is reported on; 0 for the last full year before the date asked for.
	Year int
}

// DossierAnswer is a paper of a centre.
type DossierAnswer struct {
	dossier.Dossier
	advise.Meta
}

// Dossier fills in a paper of a centre. Its errors are [*UnknownNodeError],
// [*WrongKindError], [ErrBadYear] and those of [Views].
func (p *Planner) Dossier(q DossierQuery, scope advise.Scope) (DossierAnswer, error) {
	if q.Year != 0 && (q.Year < FirstReportYear || q.Year > LastReportYear) {
		return DossierAnswer{}, ErrBadYear
	}
	return within(p, scope, func(s *session) (DossierAnswer, error) {
		n, err := nodeOf(s.view, q.Centre, graph.KindCenter)
		if err != nil {
			return DossierAnswer{}, err
		}
		year := q.Year
		if year == 0 {
			year = s.view.Day().Date().Year() - 1
		}
		filled := dossier.New(s.view, n, q.Form, year)
		return DossierAnswer{Dossier: filled, Meta: s.took()}, nil
	})
}
