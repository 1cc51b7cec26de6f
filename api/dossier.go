package api

import (
	"bytes"
	"context"

	"chuangmai/briefing"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
	"chuangmai/rules/dossier"
)

// GetDossier fills in a centre's construction plan or yearly report.
func (h *handlers) GetDossier(ctx context.Context, r GetDossierRequestObject) (GetDossierResponseObject, error) {
	c, p := callOf(ctx), r.Params
	if p.Year != 0 && p.Form != GetDossierParamsFormReport {
		return nil, fail(codeBadRequest).of("year", codeOnlyReports)
	}
	q := planner.DossierQuery{Centre: graph.ID(r.ID), Form: dossier.FormPlan, Year: p.Year}
	if p.Form == GetDossierParamsFormReport {
		q.Form = dossier.FormReport
	}
	answer, err := h.rulebook.Dossier(q, c.scope)
	if err != nil {
		return nil, refusedRules(err, "id")
	}
	c.language = spoken(c.language, string(p.Lang))
	if p.Format != GetDossierParamsFormatHTML {
		return GetDossier200JSONResponse(plan.NewDossier(answer, c.language)), nil
	}
	var page bytes.Buffer
	if err := briefing.WriteHTML(&page, plan.DossierDocument(answer, c.language.Lang)); err != nil {
		return nil, err
	}
	return carried{format: briefing.HTML, lang: c.language.Lang, body: page.Bytes()}, nil
}

// GetPolicies lists the policies that a node may qualify for.
func (h *handlers) GetPolicies(ctx context.Context, r GetPoliciesRequestObject) (GetPoliciesResponseObject, error) {
	c := callOf(ctx)
	answer, err := h.rulebook.Policies(graph.ID(r.ID), c.scope)
	if err != nil {
		return nil, refusedRules(err, "id")
	}
	return GetPolicies200JSONResponse(plan.NewPolicies(answer, c.language)), nil
}

// spoken is the language a parameter asks for, else that of the request: a page that is
// opened or saved has no header to ask with.
func spoken(l report.Language, lang string) report.Language {
	if lang != "" {
		l.Lang = langOf(lang)
	}
	return l
}
