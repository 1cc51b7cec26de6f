package api

import (
	"context"
	"errors"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/intro"
	"chuangmai/report"
)

// GetPaths finds warm introductions.
func (h *handlers) GetPaths(ctx context.Context, r GetPathsRequestObject) (GetPathsResponseObject, error) {
	c, p := callOf(ctx), r.Params
	answer, err := h.advisor.Introductions(ctx, advise.IntroductionsQuery{
		From: graph.ID(p.From), To: graph.ID(p.To), Paths: p.Paths, Topic: p.Topic,
	}, c.scope)
	if err != nil {
		return nil, refusedPaths(err)
	}
	return GetPaths200JSONResponse(report.NewIntroductions(answer, c.language)), nil
}

// refusedPaths says which parameter is at fault; an end that is not there is not found.
func refusedPaths(err error) error {
	var question *intro.QuestionError
	if !errors.As(err, &question) {
		return err
	}
	f := fail(codeBadRequest)
	if question.Unknown {
		f = fail(codeNotFound)
	}
	f.items = append(f.items, item{parameter: question.Parameter, code: codeConstraint, reason: &question.Reason})
	return f
}
