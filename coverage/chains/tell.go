package chains

import (
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// tell says everything about a subject.
func (t *teller) tell(s *subject) Subject {
	out := Subject{Records: len(s.set), Chains: t.strip(s), Badges: t.badges(s), Layout: []Layer{}}
	if s.node < 0 {
		p := t.inv.Regions.Region(s.city)
		out.ID, out.Kind, out.Name, out.NameEn, out.Region = graph.ID(s.city), graph.KindRegion, p.Name, p.NameEn, s.city
	} else {
		r := t.record(s.node)
		out.ID, out.Kind, out.Name, out.NameEn, out.Region, out.Synthetic = r.ID, r.Kind, r.Name, r.NameEn, r.Region, r.Synthetic
	}
	if t.q.Of != OfCentre {
		out.Layout = t.layout(s)
	}
	if t.q.Of == OfZone {
		i := t.industry(s)
		out.Industry = &i
	}
	var there, missing []phrase.Message
	for _, c := range out.Chains {
		name := phrase.New("chain." + c.Chain)
		if c.NoneRecorded {
			missing = append(missing, name)
		} else {
			there = append(there, name)
		}
	}
	name := supply.Record{Name: out.Name, NameEn: out.NameEn, Synthetic: out.Synthetic}.Text()
	switch {
	case len(missing) == 0:
		out.Why = phrase.New("chains.all", "subject", name)
	case len(there) == 0:
		out.Why = phrase.New("chains.none", "subject", name)
	default:
		out.Why = phrase.New("chains.some", "subject", name, "n", len(there), "missing", list(missing))
	}
	return out
}

// list makes a parameter of messages, which are joined with the language's comma.
func list(messages []phrase.Message) []any {
	out := make([]any, len(messages))
	for i, m := range messages {
		out[i] = m
	}
	return out
}

func (t *teller) record(n snapshot.N) Record {
	v := t.view
	r := Record{supply.RecordOf(v, n), v.Text(n, "type")}
	if r.Kind == graph.KindCenter {
		r.Type = v.Text(n, "level")
	}
	return r
}

// layers say of which kinds and types each layer of the layout consists (A一(二)).
var layers = []struct {
	layer string
	types []string // of platforms
	kinds []graph.Kind
}{
	{OfCentre, nil, []graph.Kind{graph.KindCenter}},
	{"national_laboratory", []string{"national_laboratory"}, nil},
	{"state_key_laboratory", []string{"state_key_laboratory", "enterprise_state_key_laboratory"}, nil},
	{"industrial_innovation_centre", []string{"industrial_innovation_centre"}, nil},
	{"manufacturing_innovation_centre", []string{"manufacturing_innovation_centre"}, nil},
	{"key_laboratory", []string{"ministry_key_laboratory", "provincial_laboratory", "provincial_key_laboratory", "municipal_key_laboratory"}, nil},
	{"joint_laboratory", nil, []graph.Kind{graph.KindJointLab}},
	{"engineering_centre", []string{"engineering_technology_research_centre", "engineering_research_centre"}, nil},
}

// layout lists centres, sibling bases and laboratories by layer, those without a record too.
func (t *teller) layout(s *subject) []Layer {
	out := make([]Layer, len(layers))
	for i, def := range layers {
		out[i] = Layer{Layer: def.layer, Records: []Record{}}
		for _, n := range s.set {
			if !t.fits(n, def.kinds, def.types) || t.field >= 0 && !t.fields.In(n, t.field) {
				continue
			}
			out[i].Count++
			if len(out[i].Records) < t.q.Evidence {
				out[i].Records = append(out[i].Records, t.record(n))
			}
		}
	}
	return out
}

func (t *teller) fits(n snapshot.N, kinds []graph.Kind, types []string) bool {
	kind := t.view.Kind(n)
	for _, k := range kinds {
		if kind == k {
			return true
		}
	}
	if kind != graph.KindPlatform {
		return false
	}
	is := t.view.Text(n, "type")
	for _, want := range types {
		if is == want {
			return true
		}
	}
	return false
}
