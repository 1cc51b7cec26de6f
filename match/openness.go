package match

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// Answer3 is yes, no or unknown; unknown is never taken for no.
type Answer3 string

// The three answers.
const (
	Yes     Answer3 = "yes"
	No      Answer3 = "no"
	Unknown Answer3 = "unknown"
)

func (a Answer3) worth() float64 {
	switch a {
	case Yes:
		return 1
	case Unknown:
		return 0.5
	case No:
	}
	return 0
}

// Openness is where a resource stands on the ladder visible (可见), accessible (可及) and
// usable (可用).
type Openness struct {
	Visible    Answer3 `json:"visible"`
	Accessible Answer3 `json:"accessible"`
	Usable     Answer3 `json:"usable"`
	// Terms are what is recorded of opening: to whom, fee, mode, booking.
	OpenTo     string `json:"open_to,omitempty"`
	Fee        string `json:"fee,omitempty"`
	UseMode    string `json:"use_mode,omitempty"`
	BookingURL string `json:"booking_url,omitempty"`
}

// AtLeast reports whether a resource is known to be on a step of the ladder or above it:
// "usable", or "accessible".
func (o *Openness) AtLeast(step string) bool {
	return o.Usable == Yes || step == "accessible" && o.Accessible == Yes
}

// rung is how far up the ladder a resource stands, 0 to 1. For a small or medium
// enterprise, which has no laboratory of its own to bridge the time, what can be used now
// counts twice.
func (s *state) rung(o Openness) float64 {
	if s.small() {
		return (1 + o.Accessible.worth() + 2*o.Usable.worth()) / 4
	}
	return (1 + o.Accessible.worth() + o.Usable.worth()) / 3
}

// sharable kinds are those one can use.
func sharable(k graph.Kind) bool {
	switch k {
	case graph.KindEquipment, graph.KindFacility, graph.KindPlatform, graph.KindService:
		return true
	default:
		return false
	}
}

// OpennessOf returns where a resource stands, nil for what is not a resource one uses.
func OpennessOf(v snapshot.View, n snapshot.N) *Openness {
	if !sharable(v.Kind(n)) {
		return nil
	}
	o := opennessOf(v, n)
	return &o
}

// opennessOf reads the ladder off what is recorded: a resource in a public view is
// visible; it is accessible when it says to whom it is open, shares outside or takes
// bookings, not when it shares inside only or not at all; it is usable when it is also
// in working order with terms to book under, not when it is broken, or known only from
// its approval.
func opennessOf(v snapshot.View, n snapshot.N) Openness {
	o := Openness{
		Visible: Yes, Accessible: Unknown, Usable: Unknown,
		OpenTo: v.Text(n, "open_to"), Fee: v.Text(n, "fee"), UseMode: v.Text(n, "use_mode"), BookingURL: v.Text(n, "booking_url"),
	}
	mode := v.Text(n, "share_mode")
	switch {
	case mode == "none" || mode == "internal":
		o.Accessible = No
	case mode == "external" || o.OpenTo != "" || o.BookingURL != "":
		o.Accessible = Yes
	}
	state := v.Text(n, "run_state")
	approvalOnly, _ := v.Number(n, "approval_only")
	switch {
	case o.Accessible == No || approvalOnly > 0 || state == "awaiting_repair" || state == "to_be_scrapped":
		o.Usable = No
	case o.Accessible == Yes && (state == "normal" || state == "") && (o.Fee != "" || o.BookingURL != "" || o.UseMode != ""):
		o.Usable = Yes
	}
	return o
}
