package api

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"chuangmai/graph"
	"chuangmai/tune/feedback"
)

// What is wrong with a mark.
const (
	codePersonalData   = "personal_data"   // it holds the address or number of a person
	codeReasonUnwanted = "reason_unwanted" // a hit that suits needs no reason
)

// defaultMarks is how many marks are listed when no limit is asked for.
const defaultMarks = 20

// PostMark keeps what somebody says of a hit.
func (h *handlers) PostMark(ctx context.Context, r PostMarkRequestObject) (PostMarkResponseObject, error) {
	c := callOf(ctx)
	m, err := h.mark(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	m.Day = graph.DayOf(c.start).Date()
	receipt, err := h.write(ctx, graph.Batch{Items: m.Items(c.who.label), Reason: "mark"})
	if err != nil {
		return nil, unmarkable(err, m.Hit)
	}
	return PostMark201JSONResponse{Mark: markOf(m), Revision: receipt.Revision, Visible: receipt.Visible}, nil
}

// mark reads a request and refuses what it cannot mean.
func (h *handlers) mark(ctx context.Context, b MarkRequest) (feedback.Mark, error) {
	m := feedback.Mark{
		Text: strings.TrimSpace(b.Text), Need: b.Need, Requester: b.Requester, Hit: b.Hit,
		Verdict: b.Verdict, Reason: b.Reason, Because: strings.TrimSpace(b.Because),
	}
	var wrong complaints
	if m.Text == "" && (m.Need == nil || m.Need.Empty()) && m.Requester == "" {
		wrong.at("", codeNothingAsked)
	}
	switch {
	case m.Verdict == feedback.Suitable && m.Reason != "":
		wrong.at("/reason", codeReasonUnwanted)
	case m.Verdict == feedback.NotSuitable && m.Reason == "":
		wrong.at("/reason", graph.CodeMissing)
	case m.Reason == feedback.ReasonOther && m.Because == "":
		wrong.at("/because", graph.CodeMissing)
	}
	if feedback.Personal(m.Text) {
		wrong.at("/text", codePersonalData)
	}
	if feedback.Personal(m.Because) {
		wrong.at("/because", codePersonalData)
	}
	if feedback.NeedSize(m.Need) > graph.MaxText {
		wrong.at("/need", graph.CodeTooLong, "max", strconv.Itoa(graph.MaxText))
	}
	if len(wrong) > 0 {
		return m, wrong.as(codeInvalid)
	}
	for _, end := range []struct {
		at string
		id graph.ID
	}{{"/hit", m.Hit}, {"/requester", m.Requester}} {
		if end.id == "" {
			continue
		}
		_, err := h.store.Node(ctx, end.id)
		if errors.Is(err, graph.ErrNotFound) {
			wrong.at(end.at, graph.CodeUnknownNode, "id", string(end.id))
		} else if err != nil {
			return m, err
		}
	}
	return m, wrong.as(codeInvalid)
}

// unmarkable says that a hit went away while it was being marked; other errors stay.
func unmarkable(err error, hit graph.ID) error {
	if problemsIn(err) == nil {
		return err
	}
	return fail(codeInvalid).at("/hit", graph.CodeUnknownNode, "id", string(hit)).because(err)
}

// GetMarks lists marks.
func (h *handlers) GetMarks(ctx context.Context, r GetMarksRequestObject) (GetMarksResponseObject, error) {
	c := callOf(ctx)
	after, err := c.place(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := feedback.Read(ctx, h.store, graph.ID(after), limitOr(r.Params.Limit, defaultMarks))
	if err != nil {
		return nil, err
	}
	page := GetMarks200JSONResponse{Items: make([]Mark, len(list)), TookMs: c.took()}
	for i, m := range list {
		page.Items[i] = markOf(m)
	}
	if next != "" {
		page.Next = c.cursor(string(next))
	}
	return page, nil
}

func markOf(m feedback.Mark) Mark {
	return Mark{
		ID: m.ID, Question: m.Question(), Text: m.Text, Need: m.Need, Requester: m.Requester, Hit: m.Hit,
		Verdict: m.Verdict, Reason: m.Reason, Because: m.Because, Date: m.Day,
	}
}
