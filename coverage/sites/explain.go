package sites

import (
	"cmp"
	"math"
	"slices"

	"chuangmai/coverage/sites/locate"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

const (
	maxReached = 5   // places that a site names
	maxHosts   = 3   // bodies that a site names
	leastRise  = 0.1 // of coverage, for firms and needs to count as reached; ours
)

// site explains one chosen candidate and adds it to what is covered.
func (s *searcher) site(p *locate.Problem, covered []float64, candidate int, gain, demand float64) Site {
	at := s.ground.candidates[candidate]
	out := Site{Place: s.place(at), City: s.place(s.cityOf(at)), Gain: gain, Share: gain / demand, Reaches: []Reached{}, Hosts: s.hosts(at)}
	type rise struct {
		point int
		gain  float64
	}
	var rises []rise
	before := slices.Clone(covered)
	for i, r := range p.Reach[candidate] {
		if p.Saturating {
			covered[i] = 1 - (1-covered[i])*(1-r)
		} else {
			covered[i] = max(covered[i], r)
		}
		x := s.ground.points[i]
		if covered[i]-before[i] >= leastRise {
			out.Firms += len(x.firms)
			out.Needs += len(x.needs)
		}
		if g := x.weight * (covered[i] - before[i]); g > 0 {
			rises = append(rises, rise{i, g})
		}
	}
	slices.SortStableFunc(rises, func(a, b rise) int { return cmp.Compare(b.gain, a.gain) })
	for _, r := range rises[:min(maxReached, len(rises))] {
		x := s.ground.points[r.point]
		km, _ := s.distance(at, x.at)
		out.Reaches = append(out.Reaches, Reached{
			Place: s.place(x.at), Km: km, Firms: len(x.firms), Needs: len(x.needs), Before: before[r.point], After: covered[r.point],
			FirmIDs: s.ids(x.firms), NeedIDs: s.ids(x.needs),
		})
	}
	out.Nearest = s.nearest(at)
	out.Why = s.why(out)
	return out
}

func (s *searcher) why(x Site) []phrase.Message {
	names := make([]phrase.Text, len(x.Reaches))
	for i, r := range x.Reaches {
		names[i] = r.Place.Text()
	}
	why := []phrase.Message{phrase.New("sites.reaches", "firms", x.Firms, "needs", x.Needs, "places", names, "percent", 100*x.Share)}
	switch {
	case x.Nearest == nil:
		why = append(why, phrase.New("sites.nearest_none"))
	case x.Nearest.Km < 1:
		why = append(why, phrase.New("sites.nearest_here", "name", x.Nearest.Text(), "worth", x.Nearest.Worth))
	default:
		why = append(why, phrase.New("sites.nearest", "name", x.Nearest.Text(), "km", x.Nearest.Km, "worth", x.Nearest.Worth))
	}
	if len(x.Hosts) == 0 {
		return append(why, phrase.New("sites.hosts_none"))
	}
	hosts, candidates := make([]phrase.Text, len(x.Hosts)), []phrase.Text{}
	for i, h := range x.Hosts {
		hosts[i] = h.Text()
		if h.Candidate {
			candidates = append(candidates, h.Text())
		}
	}
	code := "sites.hosts"
	if !x.Hosts[0].InPlace {
		code = "sites.hosts_city"
	}
	why = append(why, phrase.New(code, "hosts", hosts, "city", x.City.Text()))
	if len(candidates) > 0 {
		why = append(why, phrase.New("sites.hosts_candidate", "hosts", candidates))
	}
	return why
}

// nearest is the supply of today that is nearest to a place, of several the worthiest.
func (s *searcher) nearest(at supply.Place) *Nearest {
	var out *Nearest
	for _, x := range s.today {
		km, known := s.distance(x.at, at)
		if known && (out == nil || km < out.Km || km == out.Km && x.worth > out.Worth) {
			out = &Nearest{Record: supply.RecordOf(s.inv.View, x.nodes[0]), Km: km, Worth: x.worth}
		}
	}
	return out
}

// hosts lists bodies of the field that stand at a place, else in its city: those of the
// highest quality first.
func (s *searcher) hosts(at supply.Place) []Host {
	city := s.cityOf(at)
	var list []Host
	for i := range s.inv.Supplies {
		x := &s.inv.Supplies[i]
		if !couldHost(x.Kind) || s.cityOf(x.Place) != city {
			continue
		}
		quality := x.Quality
		if s.q.field >= 0 {
			p, there := x.Part(supply.Field(s.q.field)) //nolint:gosec // six fields
			if !there {
				continue
			}
			quality = p.Quality
		}
		list = append(list, Host{
			Record: supply.RecordOf(s.inv.View, x.Node), InPlace: s.inv.Regions.Within(x.Place, at), Quality: math.Round(quality*1e6) / 1e6, Candidate: s.candidate(x),
		})
	}
	slices.SortFunc(list, func(a, b Host) int {
		return cmp.Or(
			-compare(a.InPlace, b.InPlace), cmp.Compare(b.Quality, a.Quality), -compare(a.Candidate, b.Candidate), cmp.Compare(a.ID, b.ID),
		)
	})
	if len(list) > 0 && list[0].InPlace { // those at the place need no help from the city
		list = slices.DeleteFunc(list, func(h Host) bool { return !h.InPlace })
	}
	return append([]Host{}, list[:min(maxHosts, len(list))]...)
}

func couldHost(k graph.Kind) bool {
	switch k {
	case graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit, graph.KindPlatform, graph.KindCenter:
		return true
	default:
		return false
	}
}

// candidate reports whether the plan names the body to be cultivated or converted.
func (s *searcher) candidate(x *supply.Supply) bool {
	switch s.inv.View.Text(x.Node, "type") {
	case "engineering_technology_research_centre", "engineering_research_centre", "new_type":
		return true
	}
	return false
}

// cityOf is the city of a county or zone, the place itself otherwise.
func (s *searcher) cityOf(p supply.Place) supply.Place {
	for up := p; up != supply.NoPlace; up = s.inv.Regions.Parent(up) {
		if s.inv.Regions.At(up).Type == lexicon.PlaceCity {
			return up
		}
	}
	return p
}

func (s *searcher) ids(list []snapshot.N) []graph.ID {
	out := []graph.ID{}
	for _, n := range list[:min(s.q.Evidence, len(list))] {
		out = append(out, s.inv.View.ID(n))
	}
	return out
}

func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
