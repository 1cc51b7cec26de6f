package api

import (
	"context"

	"chuangmai/advise"
	"chuangmai/enquiry"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// WriteEnquiry writes a letter that is ready to be sent.
func (h *handlers) WriteEnquiry(ctx context.Context, r WriteEnquiryRequestObject) (WriteEnquiryResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	if err := h.checkAsked(b.Text, b.Need == nil); err != nil {
		return nil, err
	}
	read, meta, err := h.advisor.Read(advise.Query{Text: b.Text, Need: b.Need}, c.scope)
	if err != nil {
		return nil, err
	}
	out := WriteEnquiry200JSONResponse{Need: read, Revision: meta.Revision, AsOf: meta.AsOf, Degraded: meta.Degraded}
	question := enquiry.Question{Need: read, Wanted: b.Wanted, Figures: b.Figures, Deadline: b.Deadline}
	if question.From, err = h.named(c, b.Requester, "/requester"); err != nil {
		return nil, err
	}
	if err := h.addressed(ctx, b.Hit, &question, &out); err != nil {
		return nil, err
	}
	letter := enquiry.Write(question)
	out.Subject, out.Body, out.TookMs = letter.Subject, letter.Body, c.took()
	return out, nil
}

// addressed says whom a letter is for, and where to send it.
func (h *handlers) addressed(ctx context.Context, hit graph.ID, q *enquiry.Question, out *WriteEnquiry200JSONResponse) error {
	if hit == "" {
		return nil
	}
	p, err := h.open(callOf(ctx), hit)
	if err != nil {
		return unknownAt(err, "/hit", hit)
	}
	defer p.release()
	q.To = nameOf(p)
	if out.Contact, err = h.contact(ctx, p); err != nil {
		return err
	}
	out.Degraded = p.meta.Degraded
	return nil
}

// named returns the name of a node that a body of a request names, "" for none.
func (h *handlers) named(c *call, id graph.ID, pointer string) (phrase.Text, error) {
	if id == "" {
		return phrase.Text{}, nil
	}
	p, err := h.open(c, id)
	if err != nil {
		return phrase.Text{}, unknownAt(err, pointer, id)
	}
	defer p.release()
	return nameOf(p), nil
}

func nameOf(p *page) phrase.Text {
	name := phrase.Text{Zh: p.view.Name(p.node), En: p.view.NameEn(p.node)}
	if name.En == "" {
		name.En = name.Zh
	}
	return name
}

// unknownAt says which part of a body names a node that is not there.
func unknownAt(err error, pointer string, id graph.ID) error {
	if f, is := err.(*failure); is && f.code == codeNotFound { //nolint:errorlint // open returns it as it is
		return fail(codeInvalid).at(pointer, graph.CodeUnknownNode, "id", string(id))
	}
	return err
}
