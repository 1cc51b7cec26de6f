package chains

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// The plan of provincial centres (J三(一)): about twenty in the years of the 14th five-year
// plan.
const (
	planTarget = 20
	planFrom   = "2021"
	planTo     = "2025"
	planClause = "J三(一)"
)

// plan counts the provincial centres that are recorded in the region against the plan. A
// centre began on the first day from which it is valid.
func (t *teller) plan() Plan {
	first, last := graph.MustDate(planFrom).First(), graph.MustDate(planTo).Last()
	out := Plan{Target: planTarget, From: planFrom, To: planTo, IDs: []graph.ID{}, Clause: planClause}
	byField := make([][]graph.ID, fieldCount+1)
	var centres []snapshot.N
	for n := range t.view.Nodes(graph.KindCenter) {
		if t.view.Text(n, "level") == "provincial" && t.scope.Has(t.view.Region(n)) && (t.field < 0 || t.fields.In(n, t.field)) {
			centres = append(centres, n)
		}
	}
	t.sort(centres)
	for _, n := range centres {
		switch from, _ := t.view.Validity(n); {
		case from == graph.DayMin:
			out.Undated++
			continue
		case from < first || from > last:
			out.Outside++
			continue
		}
		out.Recorded++
		id := t.view.ID(n)
		out.IDs = append(out.IDs, id)
		if t.view.Synthetic(n) {
			out.Made++
		}
		of := t.fields.Of(n)
		if len(of) == 0 {
			of = []int{fieldCount}
		}
		for _, f := range of {
			byField[f] = append(byField[f], id)
		}
	}
	for i, f := range append(lexicon.Fields(), lexicon.Field{}) {
		ids := byField[i]
		out.Fields = append(out.Fields, FieldCount{Field: f.Code, Count: len(ids), IDs: append([]graph.ID{}, ids[:min(t.q.Evidence, len(ids))]...)})
	}
	out.IDs = slices.Clip(out.IDs[:min(t.q.Evidence, len(out.IDs))])
	out.Why = phrase.New("chains.plan", "n", out.Recorded, "target", planTarget, "from", planFrom, "to", planTo, "made", out.Made, "undated", out.Undated)
	return out
}

const fieldCount = 6
