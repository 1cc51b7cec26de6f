package rules

import (
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

const regionStrategic = "strategic"

// strategicRegion is R1.
func strategicRegion(s *scene) verdict {
	served := s.of(s.out(s.n, graph.RelServes), graph.KindRegion)
	var strategic, within, elsewhere []end
	unknown := false
	for _, e := range served {
		switch kind := s.v.Text(e.node, "type"); {
		case kind == regionStrategic:
			strategic = append(strategic, e)
		case kind == "":
			unknown = true
		case s.reaches(e.node, func(n snapshot.N) bool { return s.v.Text(n, "type") == regionStrategic }):
			within = append(within, e)
		default:
			elsewhere = append(elsewhere, e)
		}
	}
	switch {
	case len(strategic) > 0:
		return met(phrase.New("rule.r1.strategic", "regions", s.names(strategic)), cites(strategic)...)
	case len(served) == 0:
		return notRecorded(phrase.New("rule.r1.none"))
	case unknown || len(within) > 0:
		return notRecorded(phrase.New("rule.r1.part", "regions", s.names(served)), cites(served)...)
	}
	fact, more := first(cites(elsewhere))
	return notMet(phrase.New("rule.r1.other", "regions", s.names(elsewhere)), fact, more...)
}

// maxClimb bounds walking up from narrower to broader.
const maxClimb = 8

// reaches reports whether a broader node, at any height, has a property.
func (s *scene) reaches(n snapshot.N, has func(snapshot.N) bool) bool {
	level, seen := []snapshot.N{n}, map[snapshot.N]bool{n: true}
	for range maxClimb {
		var next []snapshot.N
		for _, at := range level {
			for _, up := range s.out(at, graph.RelBroader) {
				if has(up.node) {
					return true
				}
				if !seen[up.node] {
					seen[up.node] = true
					next = append(next, up.node)
				}
			}
		}
		level = next
	}
	return false
}

const (
	roleHeadquarters = "hq"
	roleUnit         = "unit"
	roleLead         = "lead"

	// severalUnits is the least number of institutions that 若干 is read as; ours.
	severalUnits = 2
)

// headquarters is R2.
func headquarters(s *scene) verdict {
	parts := s.into(s.n, graph.RelPartOf)
	hq, units := with(parts, roleHeadquarters), with(parts, roleUnit)
	all := cites(hq, units)
	found := phrase.New("rule.r2.parts", "hq", len(hq), "units", len(units))
	switch {
	case len(hq) > 1:
		fact, more := first(cites(hq))
		return notMet(phrase.New("rule.r2.many", "names", s.names(hq)), fact, more...)
	case len(hq) == 0 || len(units) < severalUnits:
		return notRecorded(found, all...)
	case s.v.Text(s.n, "legal_form") == "" && len(s.of(hq, graph.KindEnterprise, graph.KindInstitute, graph.KindUniversity)) == 0:
		return notRecorded(found, all...).wanting(phrase.New("rule.record.legal_form"))
	}
	return met(found, all...)
}

// leadUnits is R2b.
func leadUnits(s *scene) verdict {
	builders := s.into(s.n, graph.RelBuilds)
	leads := with(builders, roleLead)
	governments := s.of(leads, graph.KindGovernment)
	if len(leads) == 0 {
		return notRecorded(phrase.New("rule.r2b.no_lead"), cites(builders)...)
	}
	switch s.v.Text(s.n, "class") {
	case classComprehensive:
		return s.ledByProvince(leads, governments)
	case classDomain:
		schools := s.of(builders, graph.KindUniversity, graph.KindInstitute, graph.KindRDUnit)
		firms := s.of(builders, graph.KindEnterprise)
		found := phrase.New("rule.r2b.domain", "governments", len(governments), "schools", len(schools), "firms", len(firms))
		if len(governments) == 0 || len(schools) == 0 || len(firms) == 0 {
			return notRecorded(found, cites(builders)...)
		}
		return met(found, cites(builders)...)
	}
	return notRecorded(phrase.New("rule.scope.unknown")).wanting(phrase.New("rule.record.class"))
}

func (s *scene) ledByProvince(leads, governments []end) verdict {
	var provinces []end
	unknown := false
	for _, e := range governments {
		switch s.v.Text(e.node, "level") {
		case levelProvincial:
			provinces = append(provinces, e)
		case "":
			unknown = true
		}
	}
	switch {
	case len(provinces) > 0:
		return met(phrase.New("rule.r2b.led", "names", s.names(provinces)), cites(provinces)...)
	case unknown:
		return notRecorded(phrase.New("rule.r2b.level", "names", s.names(governments)), cites(governments)...)
	}
	fact, more := first(cites(leads))
	return notMet(phrase.New("rule.r2b.other", "names", s.names(leads)), fact, more...)
}

// keyField is R3. Only fields that were stated count: what was read from a name proves
// nothing.
func keyField(s *scene) verdict {
	var leaves, broad []end
	for _, e := range s.out(s.n, graph.RelInField) {
		if !e.about.Main || e.about.Derived {
			continue
		}
		if len(s.out(e.node, graph.RelBroader)) > 0 && len(s.of(s.into(e.node, graph.RelBroader), graph.KindField)) == 0 {
			leaves = append(leaves, e)
		} else {
			broad = append(broad, e)
		}
	}
	switch {
	case len(leaves) == 1 && len(broad) == 0:
		return met(phrase.New("rule.r3.one", "fields", s.names(leaves)), cites(leaves)...)
	case len(leaves) > 1:
		fact, more := first(cites(leaves))
		return notMet(phrase.New("rule.r3.many", "n", len(leaves), "fields", s.names(leaves)), fact, more...)
	case len(broad) > 0:
		return notRecorded(phrase.New("rule.r3.broad", "fields", s.names(broad)), cites(broad)...)
	}
	return notRecorded(phrase.New("rule.r3.none"))
}

// legalForms are those the Jiangsu guide names.
func legalForms() []string {
	return []string{"rd_service_company", "research_institution", "social_service"}
}

// legalPerson is R4.
func legalPerson(s *scene) verdict {
	form := s.v.Text(s.n, "legal_form")
	label := s.term("legal_form", form)
	switch {
	case form != "" && (s.text == National || slices.Contains(legalForms(), form)):
		return met(phrase.New("rule.r4.form", "form", label), s.property("legal_form"))
	case s.v.Text(s.n, "exception_note") != "":
		return met(phrase.New("rule.r4.exception", "note", s.v.Text(s.n, "exception_note")), s.property("exception_note"))
	case form != "":
		return notMet(phrase.New("rule.r4.other", "form", label), s.property("legal_form"))
	}
	return notRecorded(phrase.New("rule.r4.none"))
}

// Types of governing bodies and documents.
const (
	bodyCouncil   = "council"
	bodyExperts   = "expert_committee"
	bodyTechnical = "technical_committee"
	bodyParty     = "party_organisation"
	paperCharter  = "charter"
)

func (s *scene) bodies(kind string) []end {
	return slices.DeleteFunc(s.into(s.n, graph.RelGoverns), func(e end) bool { return s.v.Text(e.node, "type") != kind })
}

// directors are the people recorded as heading the centre: on its council or by appointment.
func (s *scene) directors(council []end) []end {
	var out []end
	for _, b := range council {
		for _, e := range s.into(b.node, graph.RelSitsOn) {
			if isDirector(e.about.Qualifier) {
				out = append(out, e)
			}
		}
	}
	for _, e := range s.into(s.n, graph.RelAppointedAt) {
		if isDirector(e.about.Note) {
			out = append(out, e)
		}
	}
	return out
}

// isDirector reads a role; a deputy is not one.
func isDirector(role string) bool {
	switch strings.ToLower(strings.TrimSpace(role)) {
	case "主任", "中心主任", "总经理", "director", "general manager":
		return true
	}
	return false
}

// governance is R5.
func governance(s *scene) verdict {
	advisory := bodyTechnical
	if s.text == National {
		advisory = bodyExperts
	}
	council, advice := s.bodies(bodyCouncil), s.bodies(advisory)
	charter := slices.DeleteFunc(s.papers(s.n, graph.KindDocument), func(e end) bool { return s.v.Text(e.node, "type") != paperCharter })
	parts := []struct {
		name phrase.Text
		have []end
	}{
		{s.term("document_type", paperCharter), charter},
		{s.term("body_type", bodyCouncil), council},
		{phrase.New("rule.r5.director").Both(), s.directors(council)},
		{s.term("body_type", advisory), advice},
	}
	var have, missing []phrase.Text
	var facts []Cite
	for _, p := range parts {
		if len(p.have) == 0 {
			missing = append(missing, p.name)
			continue
		}
		have = append(have, p.name)
		facts = append(facts, p.have[0].cite())
	}
	if len(missing) == 0 {
		return met(phrase.New("rule.r5.all", "parts", have), facts...)
	}
	found := phrase.New("rule.r5.none")
	if len(have) > 0 {
		found = phrase.New("rule.r5.some", "parts", have)
	}
	return notRecorded(found, facts...).wanting(phrase.New("rule.record", "what", missing))
}

// partyOrganisation is R6.
func partyOrganisation(s *scene) verdict {
	if party := s.bodies(bodyParty); len(party) > 0 {
		return met(phrase.New("rule.r6.present", "names", s.names(party)), cites(party)...)
	}
	return notRecorded(phrase.New("rule.r6.none"))
}

// legalBuilders is R19.
func legalBuilders(s *scene) verdict {
	builders := s.into(s.n, graph.RelBuilds)
	var bodies []end
	for _, e := range builders {
		offers, _ := s.v.Number(e.node, "offers_services")
		research := slices.Contains([]graph.Kind{graph.KindRDUnit, graph.KindInstitute, graph.KindUniversity}, s.v.Kind(e.node))
		if research || s.v.Kind(e.node) == graph.KindEnterprise && offers == 1 {
			bodies = append(bodies, e)
		}
	}
	if len(bodies) > 0 {
		return met(phrase.New("rule.r19.present", "names", s.names(bodies)), cites(bodies)...)
	}
	return notRecorded(phrase.New("rule.r19.none", "n", len(builders)), cites(builders)...)
}
