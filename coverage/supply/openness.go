package supply

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// openness reads how open a supply is to firms off what is recorded. Nothing recorded is
// never taken for closed.
func (b *builder) openness(n snapshot.N, k graph.Kind, l *links) (OpenState, OpenOrigin) {
	switch k {
	case graph.KindEquipment, graph.KindFacility, graph.KindPlatform, graph.KindService:
		return b.resourceOpenness(n, l.openTo)
	case graph.KindEnterprise:
		return OpenAccessible, OpenByOffer
	case graph.KindTalent:
		if l.shared {
			return OpenAccessible, OpenByAppointment
		}
	default:
	}
	return OpenUnknown, OpenByNothing
}

// resourceOpenness is the ladder visible, accessible, usable of what can be used.
func (b *builder) resourceOpenness(n snapshot.N, openTo bool) (OpenState, OpenOrigin) {
	if approval, _ := b.v.Number(n, "approval_only"); approval > 0 {
		return OpenClosed, OpenByApproval
	}
	if state := b.v.Text(n, "run_state"); state == "awaiting_repair" || state == "to_be_scrapped" {
		return OpenClosed, OpenByState
	}
	mode := b.v.Text(n, "share_mode")
	booking := b.v.Text(n, "booking_url") != ""
	var from OpenOrigin
	switch {
	case mode == "none":
		return OpenClosed, OpenByShareMode
	case mode == "internal":
		return OpenInside, OpenByShareMode
	case mode == "external":
		from = OpenByShareMode
	case booking || b.v.Text(n, "open_to") != "":
		from = OpenByTerms
	case openTo:
		from = OpenByEdge
	default:
		return OpenUnknown, OpenByNothing
	}
	if booking || b.v.Text(n, "fee") != "" || b.v.Text(n, "use_mode") != "" {
		return OpenUsable, from
	}
	return OpenAccessible, from
}
