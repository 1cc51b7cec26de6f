package match

import (
	"slices"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// The groups of an answer, in the order in which they are shown.
const (
	GroupDo   = "do"   // have it done
	GroupUse  = "use"  // use it oneself
	GroupAsk  = "ask"  // ask somebody
	GroupJoin = "join" // do it together
)

// AllGroups returns the groups in their order.
func AllGroups() []string { return []string{GroupDo, GroupUse, GroupAsk, GroupJoin} }

// GroupOf returns the group a node belongs to, "" for none. A platform that does research
// (a laboratory, an engineering or innovation centre) is asked to do things; one that
// opens instruments is used.
func GroupOf(v snapshot.View, n snapshot.N) string {
	kind := v.Kind(n)
	if kind == graph.KindPlatform && !slices.Contains(usePlatforms(), v.Text(n, "type")) {
		return GroupDo
	}
	if def := v.Schema().Kind(kind); def != nil {
		return def.Group
	}
	return ""
}

// usePlatforms are the types of platform whose instruments others use.
func usePlatforms() []string {
	return []string{"testing_centre", "metrology_centre", "sharing_network", "instrument_platform", "service_platform", ""}
}

// setOf returns the set of weights for a group.
func setOf(group string) string {
	if group == GroupUse {
		return SetResources
	}
	return SetPartners
}
