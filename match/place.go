package match

import (
	"math"

	"chuangmai/graph/snapshot"
	"chuangmai/need"
)

// Decay of nearness with distance.
const (
	placeDecayKm = 60.0  // beyond the radius of a place asked for
	nearDecayKm  = 100.0 // from the requester
)

// placeSignal: nearness to a place that the need asks for.
//
// raw(c) = max over the places: 1 within the place, 1 - 0.5·d/R within its radius R, and
// 0.5·exp(-(d-R)/60 km) beyond, d between reference points.
type placeSignal struct {
	*state
	places []need.Place
}

func newPlaceSignal(s *state) *placeSignal {
	sig := &placeSignal{state: s}
	for _, p := range s.q.Need.Places {
		if !p.Own {
			sig.places = append(sig.places, p)
		}
	}
	return sig
}

func (sig *placeSignal) name() string { return "place" }

func (sig *placeSignal) spread(add func(snapshot.N, float64)) {
	if len(sig.places) == 0 {
		return
	}
	known := make(map[string]float64)
	for n := range sig.view.Nodes() {
		region := sig.view.Region(n)
		if region == "" {
			continue
		}
		raw, seen := known[region]
		if !seen {
			raw = sig.nearness(region)
			known[region] = raw
		}
		if raw > 0 {
			add(n, raw)
		}
	}
}

func (sig *placeSignal) nearness(region string) float64 {
	best := 0.0
	for _, p := range sig.places {
		best = max(best, nearness(sig.state, region, p))
	}
	return best
}

func nearness(s *state, region string, p need.Place) float64 {
	if region == p.Code || s.lex.Within(region, p.Code) {
		return 1
	}
	km, _, ok := s.lex.Distance(region, p.Code)
	switch {
	case !ok:
		return 0
	case km <= p.RadiusKm:
		return 1 - 0.5*km/p.RadiusKm
	}
	return 0.5 * math.Exp(-(km-p.RadiusKm)/placeDecayKm)
}

// outside reports whether a required place rules the region out.
func (sig *placeSignal) outside(region string) bool {
	required := false
	for _, p := range sig.places {
		if !p.Required {
			continue
		}
		required = true
		if region == "" {
			continue
		}
		if region == p.Code || sig.lex.Within(region, p.Code) {
			return false
		}
		if km, _, ok := sig.lex.Distance(region, p.Code); ok && p.RadiusKm > 0 && km <= p.RadiusKm {
			return false
		}
	}
	return required
}

func (sig *placeSignal) value(c snapshot.N, _ snapshot.E) float64 {
	if region := sig.view.Region(c); region != "" {
		return sig.nearness(region)
	}
	return 0
}

func (sig *placeSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// nearSignal: nearness to whoever asks. raw(c) = exp(-d / 100 km), d from the region of
// who asks or, when none is known, from its point.
type nearSignal struct {
	*state
	from string
	at   *Point // nil when the region is known
}

func newNearSignal(s *state) *nearSignal {
	sig := &nearSignal{state: s, from: s.requesterRegion()}
	if sig.from == "" {
		sig.at = s.q.Requester.At
	}
	return sig
}

func (sig *nearSignal) name() string { return "near" }

func (sig *nearSignal) spread(add func(snapshot.N, float64)) {
	if sig.from == "" && sig.at == nil {
		return
	}
	known := make(map[string]float64)
	for n := range sig.view.Nodes() {
		region := sig.view.Region(n)
		raw, seen := known[region]
		if !seen {
			raw = sig.nearness(region)
			known[region] = raw
		}
		if raw > 0 {
			add(n, raw)
		}
	}
}

func (sig *nearSignal) nearness(region string) float64 {
	km, ok := sig.distance(region)
	if !ok {
		return 0
	}
	return math.Exp(-km / nearDecayKm)
}

// distance is that of a region in kilometres, 0 within the region of who asks.
func (sig *nearSignal) distance(region string) (km float64, ok bool) {
	switch {
	case region == "":
	case sig.from != "" && sig.lex.Within(region, sig.from):
		return 0, true
	case sig.from != "":
		km, _, ok = sig.lex.Distance(region, sig.from)
	case sig.at != nil:
		km, _, ok = sig.lex.DistanceFrom(sig.at.Latitude, sig.at.Longitude, region)
	}
	return km, ok
}

func (sig *nearSignal) value(c snapshot.N, _ snapshot.E) float64 {
	return sig.nearness(sig.view.Region(c))
}

func (sig *nearSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }
