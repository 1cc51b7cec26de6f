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
	began := p.clock()
	view, _, meta, release, err := p.views.Look(scope)
	if err != nil {
		return DossierAnswer{}, err
	}
	defer release()
	n, err := nodeOf(view, q.Centre, graph.KindCenter)
	if err != nil {
		return DossierAnswer{}, err
	}
	if q.Year == 0 {
		q.Year = view.Day().Date().Year() - 1
	}
	out := DossierAnswer{Dossier: dossier.New(view, n, q.Form, q.Year), Meta: meta}
	out.TookMs = float64(p.clock().Sub(began).Microseconds()) / 1000
	return out, nil
}
