package match

import (
	"math"
	"strings"

	"chuangmai/graph/snapshot"
)

// countrySignal: raw(c) = 1 when the candidate is in the requester's country.
type countrySignal struct {
	*state
	from string
}

func (sig *countrySignal) name() string { return signalCountry }

func (sig *countrySignal) spread(add func(snapshot.N, float64)) { spreadNodes(sig, sig.view, add) }

func (sig *countrySignal) value(c snapshot.N, _ snapshot.E) float64 {
	if sig.from != "" && country(sig.view, c) == sig.from {
		return 1
	}
	return 0
}

func (sig *countrySignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// country is the country of a node: the one stated, else that of its region.
func country(v snapshot.View, n snapshot.N) string {
	if stated := v.Text(n, "country"); stated != "" {
		return stated
	}
	return countryOf(v.Region(n))
}

// countryOf is the country of a region code: its first two letters, or China for a
// division code.
func countryOf(region string) string {
	switch {
	case len(region) < 2:
		return ""
	case strings.Trim(region, "0123456789") == "":
		return "CN"
	}
	return region[:2]
}

func (s *state) requesterCountry() string {
	if s.q.Requester.Country != "" {
		return s.q.Requester.Country
	}
	if r := s.q.Requester; r.Known && s.view.Has(r.Node) {
		if stated := s.view.Text(r.Node, "country"); stated != "" {
			return stated
		}
	}
	return countryOf(s.requesterRegion())
}

// subregionSignal: raw(c) = 1 when candidate and requester are in one subregion.
type subregionSignal struct {
	*state
	from string
}

// subregionDigits is how many characters of a region code name the subregion: of the
// European nomenclature its second level, of a Chinese division code the city.
const subregionDigits = 4

func subregion(region string) string {
	if len(region) < subregionDigits {
		return ""
	}
	return region[:subregionDigits]
}

func (sig *subregionSignal) name() string { return signalNUTS }

func (sig *subregionSignal) spread(add func(snapshot.N, float64)) { spreadNodes(sig, sig.view, add) }

func (sig *subregionSignal) value(c snapshot.N, _ snapshot.E) float64 {
	if sig.from != "" && subregion(sig.view.Region(c)) == sig.from {
		return 1
	}
	return 0
}

func (sig *subregionSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// renownSignal: how much a body takes part lately. It is subtracted, so that the same few
// do not fill every answer. raw(c) = ln(1 + Σ over its projects of 3 to 60 members of the
// present framework of 2^-age), age in years before the newest project.
type renownSignal struct{ *inquiry }

func (sig *renownSignal) name() string { return signalRenown }

func (sig *renownSignal) spread(add func(snapshot.N, float64)) { spreadNodes(sig, sig.view, add) }

func (sig *renownSignal) value(c snapshot.N, skip snapshot.E) float64 {
	b, known := sig.h.lookup(c)
	if !known {
		return 0
	}
	w := sig.h.skipping(sig.view, skip)
	if !w.touches(b) {
		return math.Log1p(sig.h.renown[b])
	}
	sum := 0.0
	for _, p := range sig.h.by(b) {
		if n := w.size(sig.h, p); !w.drops(p, b) && !sig.h.events[p].earlier && n >= leastFame && n <= maxMembers {
			sum += math.Exp2(-sig.h.age(p))
		}
	}
	return math.Log1p(sum)
}

func (sig *renownSignal) cites(c snapshot.N) []cite { return []cite{{edge: noEdge, node: c}} }

// spreadNodes spreads a signal that is told node by node.
func spreadNodes(sig signal, v snapshot.View, add func(snapshot.N, float64)) {
	for n := range v.Nodes() {
		if raw := sig.value(n, noEdge); raw > 0 {
			add(n, raw)
		}
	}
}
