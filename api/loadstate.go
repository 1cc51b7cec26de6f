package api

import (
	"maps"
	"slices"

	"chuangmai/graph"
	"chuangmai/phrase"
	"chuangmai/steward/loading"
	"chuangmai/transfer"
)

// load shows where a load stands.
func (h *handlers) load(c *call, s loading.State) Load {
	out := Load{
		ID: s.ID, Name: s.Name, State: string(s.Phase), DryRun: s.DryRun, SkipBad: s.SkipBad, Actor: s.Actor, Reason: s.Reason,
		Started: s.Started, Ended: s.Ended, Done: s.Done, Of: s.Of, Kinds: []LoadKind{}, Relations: []LoadRelation{},
		Twins: s.TwinCount, TwinsListed: len(s.Twins), Records: s.Records, Revision: s.LastSeen,
	}
	if s.Report != nil {
		h.addReport(&out, s.Report)
	}
	if s.Problem != nil {
		out.Problem = c.language.Sentence(*s.Problem)
	}
	if s.Undo != nil {
		out.Undo = c.undone(&s.Undo.UndoReport, s.Undo.Changed, s.Undo.Conflicts)
	}
	return out
}

// addReport adds what the load said when it ended.
func (h *handlers) addReport(out *Load, r *transfer.Report) {
	t := r.Total()
	out.Rows, out.New, out.Changed, out.Same, out.Deleted = r.Rows, t.New, t.Changed, t.Same, t.Deleted
	out.Rejected, out.Unreadable, out.Written = r.Rejected, r.Unreadable, r.Written
	out.Errors, out.ErrorsListed = r.Rejected, len(r.Errors)
	for _, k := range slices.Sorted(maps.Keys(r.Nodes)) {
		n := r.Nodes[k]
		out.Kinds = append(out.Kinds, LoadKind{
			Kind: k, Label: h.kindText(k), New: n.New, Changed: n.Changed, Same: n.Same, Deleted: n.Deleted, Rejected: n.Rejected,
		})
	}
	for _, k := range slices.Sorted(maps.Keys(r.Edges)) {
		n := r.Edges[k]
		out.Relations = append(out.Relations, LoadRelation{
			Relation: k, Label: h.relationText(k), New: n.New, Changed: n.Changed, Same: n.Same, Deleted: n.Deleted, Rejected: n.Rejected,
		})
	}
}

// kindText is the label of a kind in both languages, its name where there is none.
func (h *handlers) kindText(k graph.Kind) phrase.Text {
	if def := h.schema.Kind(k); def != nil {
		return phrase.Text{Zh: def.Zh, En: def.En}
	}
	return phrase.Text{Zh: string(k), En: string(k)}
}

// relationText is the label of a relation in both languages, its name where there is none.
func (h *handlers) relationText(r graph.Relation) phrase.Text {
	if def := h.schema.Relation(r); def != nil {
		return phrase.Text{Zh: def.Zh, En: def.En}
	}
	return phrase.Text{Zh: string(r), En: string(r)}
}

// undone shows the outcome of an undo.
func (c *call) undone(r *transfer.UndoReport, changed int, conflicts []transfer.Conflict) Undone {
	out := Undone{
		ID: r.Load, Undo: r.Name, Restored: r.Restored, Already: r.Already, Skipped: r.Skipped, Revision: r.Revision,
		ChangedSince: changed, Conflicts: []UndoConflict{},
	}
	for _, conflict := range conflicts[:min(len(conflicts), maxListedConflicts)] {
		out.Conflicts = append(out.Conflicts, UndoConflict{
			ID: conflict.ID, Relation: conflict.Relation,
			Reason: c.language.Sentence(phrase.New("load.conflict."+string(conflict.Reason), "n", conflict.Edges)),
		})
	}
	return out
}
