package intro

import (
	"cmp"
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// reviews are the evaluations and applications that concern a node.
func reviews(v snapshot.View, n snapshot.N) map[snapshot.N]bool {
	out := make(map[snapshot.N]bool)
	for _, r := range v.In(n, v.Rel(graph.RelConcerns)) {
		if k := v.Kind(r); k == graph.KindEvaluation || k == graph.KindApplication {
			out[r] = true
		}
	}
	return out
}

// judges reports whether a body reviews what it governs.
func judges(v snapshot.View, n snapshot.N) bool {
	if v.Kind(n) != graph.KindBody {
		return false
	}
	t := v.Text(n, "type")
	return t == "expert_committee" || t == "technical_committee"
}

// conflicts are the reviews and committees that put a node on both sides, by id: a review
// that concerns it and an end; a committee that judges one end on which a person of the
// other end sits; and such a committee itself, when both ends would meet in it.
func (f *finder) conflicts(n snapshot.N) []snapshot.N {
	if known, done := f.conflicted[n]; done {
		return known
	}
	v, found := f.view, make(map[snapshot.N]bool)
	for r := range reviews(v, n) {
		if f.fromReviews[r] || f.toReviews[r] {
			found[r] = true
		}
	}
	if judges(v, n) {
		found[n] = true
	}
	if v.Kind(n) == graph.KindTalent {
		for _, body := range v.Out(n, v.Rel(graph.RelSitsOn)) {
			if !judges(v, body) {
				continue
			}
			for _, judged := range v.Out(body, v.Rel(graph.RelGoverns)) {
				if judged == f.from && f.appointed(n, f.to) || judged == f.to && f.appointed(n, f.from) {
					found[body] = true
				}
			}
		}
	}
	list := make([]snapshot.N, 0, len(found))
	for r := range found {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b snapshot.N) int { return cmp.Compare(v.ID(a), v.ID(b)) })
	f.conflicted[n] = list
	return list
}

func (f *finder) appointed(person, at snapshot.N) bool {
	for _, n := range f.view.Out(person, f.view.Rel(graph.RelAppointedAt)) {
		if n == at {
			return true
		}
	}
	return false
}
