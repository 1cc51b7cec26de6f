package rules

import (
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// noSales is R7.
func noSales(s *scene) verdict {
	sells, recorded := s.v.Number(s.n, "product_sales")
	if sells == 1 {
		return notMet(phrase.New("rule.r7.sells"), s.property("product_sales"))
	}
	if mine, theirs, ok := s.sameOffer(); ok {
		return notMet(phrase.New("rule.r7.same_offer", "offer", s.name(mine.node), "firm", s.name(theirs.about.From)), mine.cite(), theirs.cite())
	}
	if recorded {
		return met(phrase.New("rule.r7.none_sold"), s.property("product_sales"))
	}
	return notRecorded(phrase.New("rule.r7.none"))
}

// offers are what a body owns or offers that others may use or buy.
func (s *scene) offers(n snapshot.N) []end {
	return s.of(append(s.out(n, graph.RelOffers), s.out(n, graph.RelOwns)...), graph.KindService, graph.KindResult)
}

// sameOffer finds an offer of the centre that bears the name of one of a firm among its
// members or builders. One record that both offer is joint work and no competition.
func (s *scene) sameOffer() (mine, theirs end, found bool) {
	own := make(map[string]end)
	for _, e := range s.offers(s.n) {
		own[strings.ToLower(strings.TrimSpace(s.v.Name(e.node)))] = e
	}
	if len(own) == 0 {
		return end{}, end{}, false
	}
	for _, firm := range s.of(append(s.into(s.n, graph.RelMemberOf), s.into(s.n, graph.RelBuilds)...), graph.KindEnterprise) {
		for _, e := range s.offers(firm.node) {
			if mine, same := own[strings.ToLower(strings.TrimSpace(s.v.Name(e.node)))]; same && mine.node != e.node {
				return mine, e, true
			}
		}
	}
	return end{}, end{}, false
}

// leadStrength is R8.
func leadStrength(s *scene) verdict {
	leads := with(s.into(s.n, graph.RelBuilds), roleLead)
	if len(leads) == 0 {
		return notRecorded(phrase.New("rule.r2b.no_lead"))
	}
	facts := cites(leads)
	talent, projects, partners := make(map[snapshot.N]bool), make(map[snapshot.N]bool), make(map[snapshot.N]bool)
	note := func(set map[snapshot.N]bool, list []end) {
		for _, e := range list {
			if !set[e.node] {
				facts = append(facts, e.cite())
			}
			set[e.node] = true
		}
	}
	for _, lead := range leads {
		note(talent, s.of(s.into(lead.node, graph.RelAppointedAt), graph.KindTalent))
		note(projects, s.of(s.out(lead.node, graph.RelParticipatesIn), graph.KindProject))
		note(partners, s.both(lead.node, graph.RelCollaboratesWith))
	}
	found := phrase.New("rule.r8.counts", "names", s.names(leads), "talent", len(talent), "projects", len(projects), "partners", len(partners))
	if len(talent) == 0 || len(projects) == 0 || len(partners) == 0 {
		return notRecorded(found, facts...)
	}
	return met(found, facts...)
}

// rightsByContract reports whether the stated basis of sharing is a contract.
func rightsByContract(basis string) bool {
	basis = strings.ToLower(basis)
	return slices.ContainsFunc([]string{"agreement", "contract", "合同", "协议"}, func(word string) bool { return strings.Contains(basis, word) })
}

// sharedRights is R13. Sharing without any basis on record is unknown; sharing on a stated
// basis that is no contract contradicts.
func sharedRights(s *scene) verdict {
	shares := s.rightsShared()
	if len(shares) == 0 {
		return notRecorded(phrase.New("rule.r13.none"))
	}
	var without, unknown []end
	facts := cites(shares)
	for _, e := range shares {
		switch agreements := s.agreements(e); {
		case len(agreements) > 0:
			facts = append(facts, agreements...)
		case e.about.Qualifier != "" && !rightsByContract(e.about.Qualifier):
			without = append(without, e)
		default:
			unknown = append(unknown, e)
		}
	}
	switch {
	case len(without) > 0:
		fact, more := first(cites(without))
		return notMet(phrase.New("rule.r13.without", "n", len(without), "basis", without[0].about.Qualifier), fact, more...)
	case len(unknown) > 0:
		return notRecorded(phrase.New("rule.r13.unknown", "n", len(unknown), "of", len(shares)), facts...)
	}
	return met(phrase.New("rule.r13.all", "n", len(shares)), facts...)
}

// rightsShared are the sharings at the centre and among its builders.
func (s *scene) rightsShared() []end {
	builders := s.into(s.n, graph.RelBuilds)
	list := s.both(s.n, graph.RelSharesIP)
	for _, b := range builders {
		for _, e := range s.out(b.node, graph.RelSharesIP) {
			among := slices.ContainsFunc(builders, func(o end) bool { return o.node == e.node })
			if among && !slices.ContainsFunc(list, func(have end) bool { return have.edge == e.edge }) {
				list = append(list, e)
			}
		}
	}
	return list
}

// agreements are the contracts that both parties of a sharing are party to, or the one that
// it names.
func (s *scene) agreements(e end) []Cite {
	var out []Cite
	if n, known := s.v.Lookup(graph.ID(e.about.Note)); known && s.v.Kind(n) == graph.KindAgreement {
		out = append(out, Cite{Node: n})
	}
	theirs := s.out(e.about.To, graph.RelPartyTo)
	for _, a := range s.out(e.about.From, graph.RelPartyTo) {
		i := slices.IndexFunc(theirs, func(o end) bool { return o.node == a.node })
		if i >= 0 {
			out = append(out, a.cite(), theirs[i].cite())
		}
	}
	return out
}

// openResources is R17.
func openResources(s *scene) verdict {
	var held []end
	for _, owner := range append([]snapshot.N{s.n}, nodesOf(s.into(s.n, graph.RelPartOf))...) {
		for _, e := range s.of(append(s.out(owner, graph.RelOwns), s.out(owner, graph.RelOffers)...), graph.KindEquipment, graph.KindFacility, graph.KindService, graph.KindPlatform) {
			if !slices.ContainsFunc(held, func(h end) bool { return h.node == e.node }) {
				held = append(held, e)
			}
		}
	}
	var closed []Cite
	open, complete := 0, 0
	for _, e := range held {
		terms := s.terms(e.node)
		public, _ := s.v.Number(e.node, "public_money")
		switch {
		case terms.closed && public == 1:
			closed = append(closed, Cite{Node: e.node, Property: "share_mode"})
		case terms.open:
			open++
			if terms.rule && terms.fee && terms.mode {
				complete++
			}
		}
	}
	switch {
	case len(closed) > 0:
		return notMet(phrase.New("rule.r17.closed", "n", len(closed)), closed[0], closed[1:]...)
	case len(held) == 0:
		return notRecorded(phrase.New("rule.r17.none"))
	case open == 0 || complete < open:
		return notRecorded(phrase.New("rule.r17.terms", "held", len(held), "open", open, "complete", complete), cites(held)...)
	}
	return met(phrase.New("rule.r17.terms", "held", len(held), "open", open, "complete", complete), cites(held)...)
}

func nodesOf(list []end) []snapshot.N {
	out := make([]snapshot.N, len(list))
	for i, e := range list {
		out[i] = e.node
	}
	return out
}

// terms says what is recorded about the opening of a resource.
type terms struct{ open, closed, rule, fee, mode bool }

func (s *scene) terms(n snapshot.N) terms {
	share := s.v.Text(n, "share_mode")
	t := terms{
		closed: share == "none" || share == "internal", open: share == "external" || s.v.Text(n, "open_to") != "",
		rule: s.v.Text(n, "open_rule") != "", fee: s.v.Text(n, "fee") != "", mode: s.v.Text(n, "use_mode") != "",
	}
	for _, e := range s.out(n, graph.RelOpenTo) {
		t.open = true
		t.rule = t.rule || e.about.Note != ""
		t.mode = t.mode || e.about.Qualifier != ""
	}
	t.closed = t.closed && !t.open
	return t
}

// partners are the bodies that a centre works with: builders, members, collaborators,
// supporters, funders and hosts.
func (s *scene) partners() []end {
	list := slices.Concat(s.into(s.n, graph.RelBuilds), s.into(s.n, graph.RelMemberOf), s.both(s.n, graph.RelCollaboratesWith),
		s.into(s.n, graph.RelSupports), s.into(s.n, graph.RelFunds), s.out(s.n, graph.RelFundedBy), s.out(s.n, graph.RelHostedBy))
	return slices.DeleteFunc(list, func(e end) bool { return e.node == s.n })
}

// leastActors is how many of the six kinds a centre should work with; ours.
const leastActors = 3

// actorKinds is R18.
func actorKinds(s *scene) verdict {
	partners := s.partners()
	actors := s.actors(partners)
	if len(actors) >= leastActors {
		return met(phrase.New("rule.r18.kinds", "n", len(actors), "actors", actors), cites(partners)...)
	}
	if len(actors) == 0 {
		return notRecorded(phrase.New("rule.r18.none"))
	}
	return notRecorded(phrase.New("rule.r18.few", "n", len(actors), "actors", actors), cites(partners)...)
}

// acrossLeast is how many of each "across" needs; ours.
const acrossLeast = 2

// acrossBorders is R20: disciplines and actors for the national plan, cities and actors for
// the guide.
func acrossBorders(s *scene) verdict {
	bodies := slices.Concat(s.into(s.n, graph.RelBuilds), s.into(s.n, graph.RelPartOf), s.both(s.n, graph.RelCollaboratesWith))
	disciplines, cities := make(map[snapshot.N]bool), make(map[string]bool)
	facts := cites(bodies)
	for _, n := range append([]snapshot.N{s.n}, nodesOf(bodies)...) {
		if region := s.v.Region(n); len(region) >= 4 {
			cities[region[:4]] = true
		}
		for _, d := range s.out(n, graph.RelHasDiscipline) {
			disciplines[d.node] = true
		}
	}
	actors := s.actors(bodies)
	found := phrase.New("rule.r20.counts", "disciplines", len(disciplines), "cities", len(cities), "actors", len(actors))
	spread := len(cities)
	if s.text == National {
		spread = len(disciplines)
	}
	if spread >= acrossLeast && len(actors) >= acrossLeast {
		return met(found, facts...)
	}
	return notRecorded(found, facts...)
}
