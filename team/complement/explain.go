package complement

import (
	"cmp"
	"slices"

	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
)

const (
	maxReasons = 3
	farKm      = 150.0
	partOf     = 0.999 // of what is missing: less is a part of it
)

func (f *finder) explain(r ranked) Partner {
	v := f.q.View
	p := Partner{
		ID: v.ID(r.n), Kind: v.Kind(r.n), Name: v.Name(r.n), NameEn: v.NameEn(r.n), Region: v.Region(r.n), Actor: f.actorOf(r.n),
		Synthetic: v.Synthetic(r.n), Score: r.score, Addends: []match.Addend{}, Because: []phrase.Message{}, Fills: []Fill{},
		Tie: f.ties[r.n].Strength, Distance: f.distance(r.n), RestsOnFacts: !v.Synthetic(r.n),
	}
	for a, level := range f.table.Levels(r.n) {
		if asked := f.table.Asked()[a]; level > f.own[a] {
			p.Fills = append(p.Fills, Fill{
				Capability: asked.ID, Name: asked.Label().Zh, NameEn: asked.Label().En, Level: level, Own: f.own[a], Evidence: f.table.Evidence(r.n, a),
			})
		}
	}
	slices.SortStableFunc(p.Fills, func(a, b Fill) int { return cmp.Compare(b.Level-b.Own, a.Level-a.Own) })
	for _, s := range f.signals() {
		raw := s.raw(r.n)
		value := f.addend(s, raw)
		if value == 0 {
			continue
		}
		a := match.Addend{Signal: s.name, Value: value, Raw: significant(raw), Scale: significant(f.scale[s.name]), Weight: s.weight, Power: s.power}
		a.Evidence, a.More = s.evidence(r.n, raw)
		a.Reason = f.reason(s.name, r.n, p)
		for _, e := range a.Evidence {
			p.RestsOnFacts = p.RestsOnFacts && !e.Synthetic
		}
		p.Addends = append(p.Addends, a)
	}
	slices.SortStableFunc(p.Addends, func(a, b match.Addend) int { return cmp.Compare(b.Value, a.Value) })
	for _, a := range p.Addends {
		if a.Value > 0 && len(p.Because) < maxReasons {
			p.Because = append(p.Because, a.Reason)
		}
	}
	p.Against = f.against(r.n, p)
	return p
}

func (f *finder) reason(name string, n snapshot.N, p Partner) phrase.Message {
	switch name {
	case "adds":
		return phrase.New("reason.adds", "capabilities", fillNames(p.Fills))
	case "record":
		return phrase.New("reason.record", "n", len(f.record(n)))
	case "reach":
		code := "reason.reach"
		if p.Distance.Km == 0 {
			code = "reason.reach_here"
		}
		return phrase.New(code, "place", phrase.Text{Zh: p.Distance.Name, En: p.Distance.NameEn}, "km", p.Distance.Km)
	case "actor":
		return phrase.New("reason.actor", "actor", phrase.New("actor."+p.Actor).Both(), "n", f.partners[p.Actor])
	}
	return phrase.New("reason." + name)
}

// maxNames is how many capabilities a sentence names.
const maxNames = 4

func fillNames(fills []Fill) []phrase.Text {
	var out []phrase.Text
	for _, x := range fills[:min(len(fills), maxNames)] {
		out = append(out, phrase.Text{Zh: x.Name, En: x.NameEn})
	}
	return out
}

// against lists what speaks against a partner, each exactly when it holds.
func (f *finder) against(n snapshot.N, p Partner) []phrase.Message {
	out := []phrase.Message{}
	add := func(holds bool, code string, pairs ...any) {
		if holds {
			out = append(out, phrase.New(code, pairs...))
		}
	}
	add(p.Synthetic, "against.synthetic")
	lacking, adding := 0.0, 0.0
	for a, asked := range f.table.Asked() {
		if f.own[a] < ownAt {
			lacking += asked.Share * (ownAt - f.own[a])
			adding += asked.Share * max(0, min(ownAt, f.table.Levels(n)[a])-f.own[a])
		}
	}
	add(adding < partOf*lacking, "against.adds_part")
	if d := p.Distance; d != nil {
		add(d.Km > farKm, "against.far", "km", d.Km, "place", phrase.Text{Zh: d.Name, En: d.NameEn})
	}
	read := len(p.Fills) > 0
	for _, x := range p.Fills {
		for _, e := range x.Evidence[:min(1, len(x.Evidence))] {
			read = read && e.Derived && (e.Part == "name" || e.Part == "field_words")
		}
	}
	add(read, "against.adds_read")
	add(f.q.View.MirrorOnly(n), "against.mirror_only")
	return out
}
