package teamtest

import (
	"fmt"

	"pgregory.net/rapid"

	"chuangmai/graph"
)

// Areas are the capabilities of random networks: areas of the lexicon, and one of the
// network's own.
func Areas() []graph.ID {
	return []graph.ID{"cap:welding-and-joining", "cap:laser-technology", "cap:additive-manufacturing", "cap:lithium-batteries", "cap:my-own"}
}

// Draw makes a random network: bodies with abilities and what they hold, people with
// appointments, projects, boards, reviews; parts of it hidden, over, or made up.
func Draw(t *rapid.T, bodies int) *Network {
	w := &Network{}
	for _, id := range Areas() {
		w.Node(id, graph.KindCapability, string(id))
	}
	disciplines := []graph.ID{"disc:0805", "disc:0802", "disc:0803"}
	for _, id := range disciplines {
		w.Node(id, graph.KindDiscipline, string(id))
	}
	var orgs, people, meetings []graph.ID
	for i := range rapid.IntRange(2, bodies).Draw(t, "bodies") {
		kind := rapid.SampledFrom([]graph.Kind{
			graph.KindInstitute, graph.KindUniversity, graph.KindEnterprise, graph.KindPlatform, graph.KindJointLab, graph.KindFund, graph.KindCenter,
		}).Draw(t, "kind")
		n := w.Node(graph.ID(fmt.Sprintf("b:%02d", i)), kind, fmt.Sprintf("body %d", i))
		n.Region = rapid.SampledFrom([]string{"", "320500", "320583", "320200", "110000"}).Draw(t, "region")
		if kind == graph.KindEnterprise {
			n.Properties["sme"] = rapid.SampledFrom([]string{"yes", "no", "unknown"}).Draw(t, "sme")
			n.Properties["offers_services"] = rapid.Bool().Draw(t, "offers")
		}
		orgs = append(orgs, n.ID)
		w.veil(t, n)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "people") {
		n := w.Node(graph.ID(fmt.Sprintf("p:%02d", i)), graph.KindTalent, fmt.Sprintf("person %d", i))
		people = append(people, n.ID)
		w.veil(t, n)
	}
	for i, kind := range []graph.Kind{graph.KindProject, graph.KindBody, graph.KindAgreement, graph.KindEvaluation} {
		n := w.Node(graph.ID(fmt.Sprintf("m:%02d", i)), kind, fmt.Sprintf("meeting %d", i))
		if kind == graph.KindBody {
			n.Properties["type"] = rapid.SampledFrom([]string{"council", "expert_committee"}).Draw(t, "body type")
		}
		meetings = append(meetings, n.ID)
		w.veil(t, n)
	}
	w.Node("d:1", graph.KindDemand, "demand")
	pick := func(list []graph.ID) graph.ID { return rapid.SampledFrom(list).Draw(t, "end") }
	for range rapid.IntRange(0, 5*bodies).Draw(t, "edges") {
		w.drawEdge(t, pick, orgs, people, meetings, disciplines)
	}
	return w
}

func (w *Network) drawEdge(t *rapid.T, pick func([]graph.ID) graph.ID, orgs, people, meetings, disciplines []graph.ID) {
	var e *graph.Edge
	choice := rapid.IntRange(0, 11).Draw(t, "relation")
	if len(people) == 0 && (choice == 6 || choice == 7) {
		choice = 0
	}
	switch choice {
	case 0, 1, 2:
		e = w.Edge(graph.RelHasCapability, pick(orgs), pick(Areas()), "weight", rapid.SampledFrom([]float64{0.2, 0.5, 0.9}).Draw(t, "weight"), "derived", rapid.Bool().Draw(t, "derived"))
	case 3:
		e = w.Edge(graph.RelHasDiscipline, pick(orgs), pick(disciplines), "grade", rapid.SampledFrom([]string{"A+", "B", "C-"}).Draw(t, "grade"))
	case 4:
		e = w.Edge(graph.RelCollaboratesWith, pick(orgs), pick(orgs), "mode", rapid.SampledFrom([]string{"joint_rd", "service"}).Draw(t, "mode"))
	case 5:
		e = w.Edge(graph.RelParticipatesIn, pick(orgs), meetings[0])
	case 6:
		e = w.Edge(graph.RelAppointedAt, pick(people), pick(orgs), "type", "dual", "share_of_time", rapid.SampledFrom([]float64{0.2, 0.5, 0.8}).Draw(t, "share"))
	case 7:
		e = w.Edge(graph.RelSitsOn, pick(people), meetings[1])
	case 8:
		e = w.Edge(graph.RelGoverns, meetings[1], pick(orgs))
	case 9:
		e = w.Edge(graph.RelPartyTo, pick(orgs), meetings[2])
	case 10:
		e = w.Edge(graph.RelConcerns, meetings[3], pick(orgs))
	default:
		e = w.Edge(rapid.SampledFrom([]graph.Relation{graph.RelPartOf, graph.RelHostedBy, graph.RelPoses}).Draw(t, "holds"), pick(orgs), pick(orgs))
		if e.Relation == graph.RelPoses {
			e.To = "d:1"
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "hidden edge") == 0 {
		e.Visibility = graph.VisibilityMembers
	}
	switch rapid.IntRange(0, 5).Draw(t, "dates") {
	case 0:
		e.ValidFrom, e.ValidTo = graph.MustDate("2015"), graph.MustDate("2020")
	case 1:
		e.ValidFrom = graph.MustDate("2021-03")
	case 2:
		e.ValidTo = graph.MustDate("2026-12")
	}
	e.Synthetic = rapid.IntRange(0, 5).Draw(t, "made-up edge") == 0
}

// veil hides, ends or marks a node now and then.
func (w *Network) veil(t *rapid.T, n *graph.Node) {
	switch rapid.IntRange(0, 9).Draw(t, "veil") {
	case 0:
		n.Visibility = graph.VisibilityMembers
	case 1:
		n.ValidTo = graph.MustDate("2024")
	case 2, 3:
		n.Synthetic = true
	}
}
