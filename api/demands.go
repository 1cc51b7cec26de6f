package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"

	"chuangmai/advise"
	"chuangmai/enquiry"
	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
)

// PostDemand records a need.
func (h *handlers) PostDemand(ctx context.Context, r PostDemandRequestObject) (PostDemandResponseObject, error) {
	c, b := callOf(ctx), *r.Body
	if err := h.checkAsked(b.Text, b.Need == nil); err != nil {
		return nil, err
	}
	read, _, err := h.advisor.Read(advise.Query{Text: b.Text, Need: b.Need}, c.scope)
	if err != nil {
		return nil, err
	}
	demand := demandOf(c, b, read, r.Params.IdempotencyKey)
	out := DemandReceipt{AsksFor: capabilitiesOf(read)}
	if err := h.checkDemand(c, demand, &out); err != nil {
		return nil, err
	}
	receipt, err := h.recordDemand(ctx, demand, r.Params.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	out.Node, out.Revision, out.Visible = receipt.Node, receipt.Revision, receipt.Visible
	return PostDemand201JSONResponse{Body: out, Headers: PostDemand201ResponseHeaders{ETag: etag(receipt.Node.Version)}}, nil
}

// demandOf is the demand that a request states. One that is sent again with the same key
// has the same id.
func demandOf(c *call, b DemandRequest, read need.Need, key string) enquiry.Demand {
	if key == "" {
		key = c.id
	}
	sum := sha256.Sum256([]byte(c.who.label + "\x00" + key))
	d := enquiry.Demand{
		ID: graph.ID("local:demand-" + hex.EncodeToString(sum[:8])), Need: read, Title: b.Title, Requester: b.Requester,
		Wanted: b.Wanted, Figures: b.Figures, Deadline: b.Deadline, Visibility: b.Visibility, Today: graph.DateOf(c.clock()),
	}
	if d.Visibility == "" {
		d.Visibility = graph.VisibilityMembers
	}
	d.Source = graph.Source{Title: phrase.New("enquiry.source").Render(phrase.Zh), Seen: d.Today}
	return d
}

func capabilitiesOf(n need.Need) []DemandCapability {
	out := []DemandCapability{}
	for _, c := range n.Capabilities {
		out = append(out, DemandCapability{ID: c.ID, Name: c.Name, NameEn: c.NameEn, Derived: !enquiry.Stated(c)})
	}
	return out
}

// checkDemand refuses a need that says nothing, an asking body that is not there or cannot
// pose a need, and capabilities that nobody knows.
func (h *handlers) checkDemand(c *call, d enquiry.Demand, out *DemandReceipt) error {
	if d.Need.Text == "" && d.Need.Empty() {
		return fail(codeInvalid).at("", codeNothingAsked)
	}
	view, _, release, err := h.advisor.View(c.scope)
	if err != nil {
		return err
	}
	defer release()
	var wrong complaints
	if d.Requester != "" {
		n, there := view.Lookup(d.Requester)
		switch {
		case !there:
			wrong.at("/requester", graph.CodeUnknownNode, "id", string(d.Requester))
		case !h.schema.Joins(graph.RelPoses, view.Kind(n), graph.KindDemand):
			wrong.at("/requester", graph.CodeWrongEnd, "kind", string(view.Kind(n)), "allowed", "@organisation")
		default:
			out.Requester = brief(view, n)
		}
	}
	for i, capability := range d.Need.Capabilities {
		if n, there := view.Lookup(capability.ID); !there || view.Kind(n) != graph.KindCapability {
			wrong.at("/need/capabilities/"+strconv.Itoa(i)+"/id", graph.CodeUnknownNode, "id", string(capability.ID))
		}
	}
	return wrong.as(codeInvalid)
}

// recordDemand writes a demand; one that came before under its key is there already.
func (h *handlers) recordDemand(ctx context.Context, d enquiry.Demand, key string) (NodeReceipt, error) {
	items := d.Items()
	stored, err := h.store.Node(ctx, d.ID)
	switch {
	case err == nil && (key == "" || stored.Properties.Text("problem") != items[0].Node.Properties.Text("problem")):
		return NodeReceipt{}, graph.ErrKeyReused
	case err == nil:
		return NodeReceipt{Node: stored, Revision: stored.Revision, Visible: h.waitFor(ctx, stored.Revision) == nil}, nil
	case !errors.Is(err, graph.ErrNotFound):
		return NodeReceipt{}, err
	}
	receipt, err := h.write(ctx, graph.Batch{Items: items, Reason: "demand"})
	if err != nil {
		return NodeReceipt{}, demandFailure(err)
	}
	stored, err = h.store.Node(ctx, d.ID)
	return NodeReceipt{Node: stored, Revision: receipt.Revision, Visible: receipt.Visible}, err
}

// demandFailure turns pointers into the records into pointers into what was asked: the
// parts of a demand that can be wrong are its texts.
func demandFailure(err error) error {
	list := problemsIn(err)
	if list == nil {
		return err
	}
	f := fail(codeInvalid)
	at := ""
	for _, p := range list {
		f.items = append(f.items, item{pointer: &at, code: p.Code, params: paramsOf(p)})
	}
	return f
}
