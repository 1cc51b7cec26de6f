package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"chuangmai/briefing"
	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// codeOnlyReports: a year was asked for where no report is.
const codeOnlyReports = "only_reports"

// ExportCoverage writes views of the planner as a workbook, a table file or a page.
func (h *handlers) ExportCoverage(ctx context.Context, r ExportCoverageRequestObject) (ExportCoverageResponseObject, error) {
	p := r.Params
	since, err := comparedWith(p.CompareWith)
	if err != nil {
		return nil, err
	}
	file, err := h.export(ctx, planner.ExportQuery{
		Views:       wordsOf(p.View),
		Coverage:    planner.CoverageQuery{Region: p.Region, By: string(p.By), Field: p.Field, Stage: p.Stage, FactsOnly: p.FactsOnly},
		CompareWith: since,
	}, string(p.Format), string(p.Lang))
	return file, refusedQuery(err)
}

// ExportScenario writes the same with what scenarios would change.
func (h *handlers) ExportScenario(ctx context.Context, r ExportScenarioRequestObject) (ExportScenarioResponseObject, error) {
	b := r.Body
	since, err := graph.ParseDate(b.CompareWith)
	if err != nil {
		return nil, fail(codeInvalid).at("/compare_with", graph.CodeBadDate, "value", b.CompareWith)
	}
	file, err := h.export(ctx, planner.ExportQuery{
		Views:       wordsOf(b.View),
		Coverage:    planner.CoverageQuery{Region: b.Region, By: string(b.By), Field: b.Field, Stage: b.Stage, FactsOnly: b.FactsOnly},
		CompareWith: since, Scenario: &b.Scenario, Against: b.Against,
	}, string(b.Format), string(b.Lang))
	return file, refusedScenarios(placeAt(err, "/region"))
}

// export answers a question about several views as a file.
func (h *handlers) export(ctx context.Context, query planner.ExportQuery, form, language string) (carried, error) {
	c := callOf(ctx)
	answer, err := h.rulebook.Export(ctx, query, c.scope)
	if err != nil {
		return carried{}, err
	}
	lang := spoken(c.language, language).Lang
	format := briefing.Format(form)
	if format == "" {
		format = briefing.HTML
	}
	var file bytes.Buffer
	if err := briefing.Write(&file, format, plan.NewBriefing(answer, lang)); err != nil {
		return carried{}, err
	}
	name := "chuangmai-" + answer.AsOf.String() + "-r" + strconv.FormatInt(int64(answer.Revision), 10) + "." + string(format)
	return carried{format: format, lang: lang, name: name, body: file.Bytes()}, nil
}

func langOf(code string) phrase.Lang {
	if code == string(phrase.En) {
		return phrase.En
	}
	return phrase.Zh
}

// carried is an answer that people carry away. A page is shown under its own policy; other
// files are saved under their name.
type carried struct {
	format briefing.Format
	lang   phrase.Lang
	name   string
	body   []byte
}

func (f carried) write(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", f.format.MediaType())
	h.Set("Content-Language", tagOf(f.lang))
	h.Set("Content-Length", strconv.Itoa(len(f.body)))
	if f.format == briefing.HTML {
		h.Set("Content-Security-Policy", briefing.Policy())
	} else {
		h.Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	}
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(f.body)
	return err
}

// VisitGetDossierResponse implements [GetDossierResponseObject].
func (f carried) VisitGetDossierResponse(w http.ResponseWriter) error { return f.write(w) }

// VisitExportCoverageResponse implements [ExportCoverageResponseObject].
func (f carried) VisitExportCoverageResponse(w http.ResponseWriter) error { return f.write(w) }

// VisitExportScenarioResponse implements [ExportScenarioResponseObject].
func (f carried) VisitExportScenarioResponse(w http.ResponseWriter) error { return f.write(w) }
