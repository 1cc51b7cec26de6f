package api

import (
	"context"
	"errors"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/report/plan"
	"chuangmai/rules"
)

// Rulebook answers questions about the rules, papers and policies of the founding texts. A
// [planner.Planner] is one.
type Rulebook interface {
	Checks(query planner.ChecksQuery, scope advise.Scope) (planner.ChecksAnswer, error)
	Dossier(query planner.DossierQuery, scope advise.Scope) (planner.DossierAnswer, error)
	Policies(id graph.ID, scope advise.Scope) (planner.PoliciesAnswer, error)
	Export(ctx context.Context, query planner.ExportQuery, scope advise.Scope) (planner.ExportAnswer, error)
}

// GetChecks reports on the rules.
func (h *handlers) GetChecks(ctx context.Context, r GetChecksRequestObject) (GetChecksResponseObject, error) {
	c, p := callOf(ctx), r.Params
	offset, err := c.offset(p.Cursor)
	if err != nil {
		return nil, err
	}
	q := planner.ChecksQuery{
		Node: graph.ID(p.Center), Rules: wordsOf(p.Rule), Outcomes: outcomesOf(p.Outcome), Region: p.Region, //nolint:misspell // a name on the wire
		Offset: offset, Limit: limitOr(p.Limit, defaultLimit),
	}
	answer, err := h.rulebook.Checks(q, c.scope)
	if err != nil {
		return nil, refusedRules(err, string(graph.KindCenter))
	}
	page := plan.NewChecks(answer, c.language)
	page.Next = c.nextOffset(offset, len(page.Items), q.Limit, page.Total)
	return GetChecks200JSONResponse(page), nil
}

func wordsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

func outcomesOf[T ~string](list []T) []rules.Outcome {
	out := make([]rules.Outcome, len(list))
	for i, w := range list {
		out[i] = rules.Outcome(w)
	}
	return out
}

// refusedRules says what is wrong with a question about rules, papers or policies: a node
// that is not there is not found, one of another kind is refused.
func refusedRules(err error, parameter string) error {
	var unknown *planner.UnknownNodeError
	var kind *planner.WrongKindError
	switch {
	case errors.As(err, &unknown):
		return fail(codeNotFound)
	case errors.As(err, &kind):
		return fail(codeBadRequest).constraint(parameter, kind.Reason())
	}
	return refusedQuery(err)
}
