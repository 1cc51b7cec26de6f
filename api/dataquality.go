package api

import (
	"context"
	"slices"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/steward"
)

// maxHealthWords is how many words that nobody knows are named.
const maxHealthWords = 50

// GetDataHealth says how many records need care.
func (h *handlers) GetDataHealth(ctx context.Context, _ GetDataHealthRequestObject) (GetDataHealthResponseObject, error) {
	c := callOf(ctx)
	_, health, meta, release, err := h.health(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	out := GetDataHealth200JSONResponse{Issues: []HealthIssue{}, Words: []HealthWord{}, StaleDays: health.StaleDays}
	for _, issue := range steward.Issues() {
		out.Issues = append(out.Issues, HealthIssue{
			Issue: string(issue), Label: phrase.New("steward.issue." + string(issue)).Both(), Help: phrase.New("steward.help." + string(issue)).Both(),
			Count: len(health.Findings[issue]), Of: health.Of[issue], Synthetic: health.Synthetic[issue],
		})
	}
	for _, w := range health.Words[:min(len(health.Words), maxHealthWords)] {
		out.Words = append(out.Words, HealthWord{Word: w.Word, Records: w.Records})
	}
	out.Revision, out.AsOf, out.Degraded, out.TookMs = meta.Revision, meta.AsOf, meta.Degraded, c.took()
	return out, nil
}

// GetDataHealthIssue lists the records with one issue.
func (h *handlers) GetDataHealthIssue(ctx context.Context, r GetDataHealthIssueRequestObject) (GetDataHealthIssueResponseObject, error) {
	c := callOf(ctx)
	view, health, meta, release, err := h.health(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	offset, err := c.offset(r.Params.Cursor)
	if err = firstOf(err, h.kindsKnown(r.Params.Kind)); err != nil {
		return nil, err
	}
	found := ofKinds(view, health.Findings[steward.Issue(r.Issue)], r.Params.Kind)
	out := GetDataHealthIssue200JSONResponse{Issue: r.Issue, Items: []HealthFinding{}, Total: len(found)}
	shown, next := cutPage(c, found, offset, limitOr(r.Params.Limit, defaultLimit))
	for _, f := range shown {
		out.Items = append(out.Items, c.finding(view, f))
	}
	out.Next, out.Revision, out.AsOf, out.Degraded, out.TookMs = next, meta.Revision, meta.AsOf, meta.Degraded, c.took()
	return out, nil
}

// kindsKnown refuses kinds that the schema does not have.
func (h *handlers) kindsKnown(kinds []string) error {
	var wrong complaints
	for _, k := range kinds {
		if h.schema.Kind(graph.Kind(k)) == nil {
			wrong.of("kind", graph.CodeUnknownKind, "value", k, "nearest", h.nearestKind(graph.Kind(k)))
		}
	}
	return wrong.as(codeBadRequest)
}

// health examines the view of a call. The caller releases the view.
func (h *handlers) health(ctx context.Context) (snapshot.View, *steward.Health, advise.Meta, func(), error) {
	c := callOf(ctx)
	view, meta, release, err := h.advisor.View(c.scope)
	if err != nil {
		return view, nil, meta, nil, err
	}
	health, err := h.desk.Health(ctx, view, c.atLeast)
	if err != nil {
		release()
		return view, nil, meta, nil, err
	}
	if health.Incomplete {
		meta.Degraded = append(meta.Degraded, "detail")
	}
	return view, health, meta, release, nil
}

// ofKinds keeps the findings that are still there, of some kinds or of all.
func ofKinds(v snapshot.View, list []steward.Finding, kinds []string) []steward.Finding {
	var out []steward.Finding
	for _, f := range list {
		n, there := v.Lookup(f.ID)
		if there && (len(kinds) == 0 || slices.Contains(kinds, string(v.Kind(n)))) {
			out = append(out, f)
		}
	}
	return out
}

func (c *call) finding(v snapshot.View, f steward.Finding) HealthFinding {
	n, _ := v.Lookup(f.ID)
	out := HealthFinding{Node: brief(v, n), Why: c.language.Sentence(f.Why), Seen: f.Seen, Words: f.Words, By: string(f.By), Value: f.Value}
	if twin, there := v.Lookup(f.Twin); f.Twin != "" && there {
		out.Twin = brief(v, twin)
	}
	return out
}

// cutPage returns a page of a list and the cursor of the next one, "" at its end.
func cutPage[T any](c *call, list []T, offset, limit int) (page []T, next string) {
	from := min(offset, len(list))
	to := min(from+limit, len(list))
	return list[from:to], c.nextOffset(from, to-from, limit, len(list))
}

// firstOf returns the first error there is.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
