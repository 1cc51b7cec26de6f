package match

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// maxEvidence is how many contributions of an addend are shown.
const maxEvidence = 5

// maxReasons is how many addends the sentence of reasons is made of.
const maxReasons = 3

// Explain says why a hit stands where it does. It must be one of the ranking's.
func (rk *Ranking) Explain(h Hit) Recommendation {
	v := rk.state.view
	set := rk.state.q.Use
	if set == "" {
		set = setOf(h.Group)
	}
	sr := rk.sets[set]
	rec := Recommendation{
		ID: v.ID(h.N), Kind: v.Kind(h.N), Name: v.Name(h.N), NameEn: v.NameEn(h.N), Region: v.Region(h.N),
		Synthetic: v.Synthetic(h.N), Group: h.Group, Score: h.Score, Fresh: v.Fresh(h.N).Date(),
		Distance: rk.distance(h.N), RestsOnFacts: !v.Synthetic(h.N),
		Because: []phrase.Message{}, Addends: []Addend{}, Path: []Step{},
	}
	for _, sig := range rk.signals {
		raw := sig.value(h.N, noEdge)
		value := sr.addend(sig.name(), raw)
		if value == 0 {
			continue
		}
		a := Addend{
			Signal: sig.name(), Value: value, Raw: significant6(raw), Scale: significant6(sr.scale[sig.name()]),
			Weight: sr.weights[sig.name()].Weight, Power: sr.weights[sig.name()].Power,
		}
		a.Evidence, a.More = rk.evidence(sig, h.N, raw)
		a.Reason = rk.reason(h.N, a)
		for _, e := range a.Evidence {
			rec.RestsOnFacts = rec.RestsOnFacts && !e.Synthetic
		}
		rec.Addends = append(rec.Addends, a)
	}
	slices.SortStableFunc(rec.Addends, func(a, b Addend) int { return cmp.Compare(b.Value, a.Value) })
	for _, a := range rec.Addends {
		if a.Value > 0 && len(rec.Because) < maxReasons {
			rec.Because = append(rec.Because, a.Reason)
		}
	}
	rec.Openness = OpennessOf(v, h.N)
	rec.Stale = rk.stale(h.N)
	rec.Against = rk.against(h.N, rec)
	rec.Raise = rk.raise(h.N, rec, sr)
	rec.Path = rk.path(h.N, rec)
	return rec
}

// evidence measures what each cited edge brings by taking it away.
func (rk *Ranking) evidence(sig signal, n snapshot.N, raw float64) (list []Evidence, more int) {
	v := rk.state.view
	for _, c := range sig.cites(n) {
		e := Evidence{Node: v.ID(c.node), Name: v.Name(c.node), NameEn: v.NameEn(c.node), Words: c.about, Amount: raw, Synthetic: v.Synthetic(c.node)}
		if c.edge != noEdge {
			info := v.Edge(c.edge)
			e.Edge, e.Relation, e.Note, e.Derived = v.EdgeID(c.edge), info.Relation, info.Note, info.Derived
			if e.Derived {
				e.Part = info.Qualifier
			}
			e.Synthetic = e.Synthetic || info.Synthetic
			e.Amount = max(0, raw-sig.value(n, c.edge))
		}
		e.Amount = significant6(e.Amount)
		e.Share = round6(min(1, e.Amount/significant6(raw)))
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Node, b.Node))
	})
	// An edge whose fact another edge states as well brings nothing alone; it is only shown
	// when nothing else is.
	telling := slices.IndexFunc(list, func(e Evidence) bool { return e.Share < 1e-6 })
	if telling > 0 {
		list = list[:telling]
	}
	if len(list) > maxEvidence {
		return list[:maxEvidence:maxEvidence], len(list) - maxEvidence
	}
	if list == nil {
		list = []Evidence{}
	}
	return list, 0
}

// distance is from the place asked for, else from the requester.
func (rk *Ranking) distance(n snapshot.N) *Distance {
	s := rk.state
	region := s.view.Region(n)
	if region == "" {
		return nil
	}
	best := (*Distance)(nil)
	measure := func(from string) {
		km, precision, ok := s.lex.Distance(from, region)
		if s.lex.Within(region, from) || region == from {
			km, ok = 0, true
		}
		if !ok || best != nil && best.Km <= km {
			return
		}
		best = &Distance{Km: math.Round(km*10) / 10, From: from, Precision: precision}
		if p, known := s.lex.Place(from); known {
			best.Name, best.NameEn = p.Name, p.NameEn
		}
	}
	for _, p := range s.q.Need.Places {
		if !p.Own {
			measure(p.Code)
		}
	}
	if from := s.requesterRegion(); best == nil && from != "" {
		measure(from)
	}
	return best
}

func (rk *Ranking) stale(n snapshot.N) bool {
	s := rk.state
	fresh := s.view.Fresh(n)
	return s.q.StaleDays > 0 && fresh != graphDayMin && int(s.view.Day())-int(fresh) > s.q.StaleDays
}
