package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"

	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report/plan"
)

// codeOnlyReports: a year was asked for where no report is.
const codeOnlyReports = "only_reports"

// ExportCoverage writes views of the planner as a workbook, a table file or a page.
func (h *handlers) ExportCoverage(ctx context.Context, r ExportCoverageRequestObject) (ExportCoverageResponseObject, error) {
	c, p := callOf(ctx), r.Params
	answer, err := h.rulebook.Export(ctx, planner.ExportQuery{
		Views:    wordsOf(p.View),
		Coverage: planner.CoverageQuery{Region: p.Region, Field: p.Field, Stage: p.Stage, FactsOnly: p.FactsOnly},
	}, c.scope)
	if err != nil {
		return nil, refusedExport(err)
	}
	lang := spoken(c.language, string(p.Lang)).Lang
	format := briefing.Format(p.Format)
	if format == "" {
		format = briefing.HTML
	}
	var file bytes.Buffer
	if err := briefing.Write(&file, format, plan.NewBriefing(answer, lang)); err != nil {
		return nil, err
	}
	name := "chuangmai-" + answer.AsOf.String() + "-r" + strconv.FormatInt(int64(answer.Revision), 10) + "." + string(format)
	return carried{format: format, lang: lang, name: name, body: file.Bytes()}, nil
}

// refusedExport says which parameter is at fault, whichever view found it.
func refusedExport(err error) error {
	for _, refused := range []func(error) error{refusedQuery, refusedChains, refusedHealth} {
		var f *failure
		if other := refused(err); errors.As(other, &f) {
			return other
		}
	}
	return err
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
