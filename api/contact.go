package api

import (
	"context"
	"errors"
	"iter"

	"chuangmai/enquiry"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// GetContact says where one can ask about a record.
func (h *handlers) GetContact(ctx context.Context, r GetContactRequestObject) (GetContactResponseObject, error) {
	c := callOf(ctx)
	p, err := h.open(c, graph.ID(r.ID))
	if err != nil {
		return nil, err
	}
	defer p.release()
	contact, err := h.contact(ctx, p)
	if err != nil {
		return nil, err
	}
	return GetContact200JSONResponse{
		Contact: contact, Revision: p.meta.Revision, AsOf: p.meta.AsOf, Degraded: p.meta.Degraded, TookMs: c.took(),
	}, nil
}

// contact finds out whom to ask about a page's node.
func (h *handlers) contact(ctx context.Context, p *page) (Contact, error) {
	reading, cancel := context.WithTimeout(ctx, detailTimeout)
	defer cancel()
	found, err := enquiry.Find(reading, p.view, seenRecords{h.store, p.view}, p.node)
	if err != nil {
		if ctx.Err() != nil || !away(err) {
			return Contact{}, err
		}
		p.degrade("detail")
	}
	out := Contact{Node: brief(p.view, p.node), Pages: pagesOf(found.Pages), Ask: []ContactHelper{}}
	for _, helper := range found.Ask {
		out.Ask = append(out.Ask, ContactHelper{Body: brief(p.view, helper.Body), Role: phrase.New(helper.Role).Both(), Pages: pagesOf(helper.Pages)})
	}
	if len(found.Pages) == 0 {
		out.None = callOf(ctx).language.Sentence(phrase.New("enquiry.none"))
	}
	if found.Nobody {
		place := phrase.Text{}
		if found.Region != "" {
			place = h.desk.Place(found.Region)
		}
		out.Authority = enquiry.Authority(place)
	}
	return out, nil
}

// away reports whether an error says that the store does not answer.
func away(err error) bool {
	return errors.Is(err, graph.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, graph.ErrClosed)
}

func pagesOf(list []enquiry.Page) []ContactPage {
	out := []ContactPage{}
	for _, p := range list {
		out = append(out, ContactPage{Sort: p.Sort, URL: p.URL, Label: phrase.New("enquiry.page." + p.Sort).Both()})
	}
	return out
}

// seenRecords reads the records that a view's audience sees by now.
type seenRecords struct {
	store Store
	view  snapshot.View
}

// Nodes implements [enquiry.Records].
func (s seenRecords) Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		for n, err := range s.store.Nodes(ctx, filter) {
			if err == nil && !s.view.Shows(n.Common) {
				continue
			}
			if !yield(n, err) {
				return
			}
		}
	}
}
