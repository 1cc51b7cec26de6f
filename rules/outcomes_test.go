package rules

import (
	"slices"
	"testing"

	"chuangmai/graph"
)

// outcomes has a small network for every rule and every outcome it can have. The day of all
// views is 2026-11-22.
var outcomes = []struct {
	rule    string
	name    string
	subject graph.ID // "c:1" unless stated; "-" for the network
	net     func() *net
	want    Outcome
}{
	{"R1", "serves a strategic region", "", func() *net {
		return national("comprehensive").to("region:x", graph.KindRegion, graph.RelServes).having("type", "strategic")
	}, Met},
	{"R1", "serves a city only", "", func() *net {
		return national("comprehensive").to("region:x", graph.KindRegion, graph.RelServes).having("type", "city")
	}, NotMet},
	{"R1", "serves a city of a strategic region", "", func() *net {
		return national("comprehensive").to("region:x", graph.KindRegion, graph.RelServes).having("type", "city").
			node("region:y", graph.KindRegion, "type", "strategic").edge(graph.RelBroader, "region:x", "region:y")
	}, NotRecorded},
	{"R1", "serves a region whose type nobody stated", "", func() *net { return national("comprehensive").to("region:x", graph.KindRegion, graph.RelServes) }, NotRecorded},
	{"R1", "nothing recorded", "", func() *net { return national("comprehensive") }, NotRecorded},
	{"R1", "an industry is no region", "", func() *net { return national("comprehensive").to("ind:1", graph.KindIndustry, graph.RelServes) }, NotRecorded},
	{"R1", "a domain centre", "", func() *net { return national("domain") }, NotApplicable},

	{"R2", "headquarters and two units", "", func() *net {
		return national("comprehensive", "legal_form", "company").from("u:0", graph.KindRDUnit, graph.RelPartOf, "role", "hq").
			from("u:1", graph.KindRDUnit, graph.RelPartOf, "role", "unit").from("u:2", graph.KindRDUnit, graph.RelPartOf, "role", "unit")
	}, Met},
	{"R2", "a firm as headquarters is a legal person", "", func() *net {
		return national("comprehensive").from("u:0", graph.KindEnterprise, graph.RelPartOf, "role", "hq").
			from("u:1", graph.KindRDUnit, graph.RelPartOf, "role", "unit").from("u:2", graph.KindRDUnit, graph.RelPartOf, "role", "unit")
	}, Met},
	{"R2", "the legal form is missing", "", func() *net {
		return national("comprehensive").from("u:0", graph.KindRDUnit, graph.RelPartOf, "role", "hq").
			from("u:1", graph.KindRDUnit, graph.RelPartOf, "role", "unit").from("u:2", graph.KindRDUnit, graph.RelPartOf, "role", "unit")
	}, NotRecorded},
	{"R2", "one unit: the list may be incomplete", "", func() *net {
		return national("comprehensive", "legal_form", "company").from("u:0", graph.KindRDUnit, graph.RelPartOf, "role", "hq").from("u:1", graph.KindRDUnit, graph.RelPartOf, "role", "unit")
	}, NotRecorded},
	{"R2", "two headquarters", "", func() *net {
		return national("comprehensive").from("u:0", graph.KindRDUnit, graph.RelPartOf, "role", "hq").from("u:1", graph.KindRDUnit, graph.RelPartOf, "role", "hq")
	}, NotMet},

	{"R2b", "led by a province", "", func() *net {
		return national("comprehensive").from("g:1", graph.KindGovernment, graph.RelBuilds, "role", "lead").having("level", "provincial")
	}, Met},
	{"R2b", "led by a firm", "", func() *net {
		return national("comprehensive").from("f:1", graph.KindEnterprise, graph.RelBuilds, "role", "lead")
	}, NotMet},
	{"R2b", "led by a city", "", func() *net {
		return national("comprehensive").from("g:1", graph.KindGovernment, graph.RelBuilds, "role", "lead").having("level", "municipal")
	}, NotMet},
	{"R2b", "led by a government of unknown level", "", func() *net {
		return national("comprehensive").from("g:1", graph.KindGovernment, graph.RelBuilds, "role", "lead")
	}, NotRecorded},
	{"R2b", "no lead", "", func() *net {
		return national("comprehensive").from("f:1", graph.KindEnterprise, graph.RelBuilds, "role", "co")
	}, NotRecorded},
	{"R2b", "domain: government, university, firm", "", func() *net {
		return national("domain").from("g:1", graph.KindGovernment, graph.RelBuilds, "role", "lead").from("f:1", graph.KindEnterprise, graph.RelBuilds, "role", "co").
			from("u:1", graph.KindUniversity, graph.RelBuilds, "role", "participant")
	}, Met},
	{"R2b", "domain led by a firm: mainly is no must", "", func() *net {
		return national("domain").from("f:1", graph.KindEnterprise, graph.RelBuilds, "role", "lead")
	}, NotRecorded},
	{"R2b", "class unknown", "", func() *net {
		return national("").from("f:1", graph.KindEnterprise, graph.RelBuilds, "role", "lead")
	}, NotRecorded},

	{"R3", "one sub-field", "", func() *net {
		return national("domain").to("field:x", graph.KindField, graph.RelInField, "main", true).node("field:y", graph.KindField).edge(graph.RelBroader, "field:x", "field:y")
	}, Met},
	{"R3", "two main sub-fields", "", func() *net {
		return national("domain").to("field:x", graph.KindField, graph.RelInField, "main", true).to("field:z", graph.KindField, graph.RelInField, "main", true).
			node("field:y", graph.KindField).edge(graph.RelBroader, "field:x", "field:y").edge(graph.RelBroader, "field:z", "field:y")
	}, NotMet},
	{"R3", "a broad field", "", func() *net { return national("domain").to("field:x", graph.KindField, graph.RelInField, "main", true) }, NotRecorded},
	{"R3", "read from its name only", "", func() *net {
		return national("domain").to("field:x", graph.KindField, graph.RelInField, "main", true, "derived", true).node("field:y", graph.KindField).edge(graph.RelBroader, "field:x", "field:y")
	}, NotRecorded},
	{"R3", "nothing", "", func() *net { return national("domain") }, NotRecorded},
	{"R3", "a comprehensive centre", "", func() *net { return national("comprehensive") }, NotApplicable},
	{"R3", "class unknown", "", func() *net { return national("") }, NotRecorded},

	{"R4", "national, any form", "", func() *net { return national("domain", "legal_form", "company") }, Met},
	{"R4", "provincial, a named form", "", func() *net { return provincial("legal_form", "social_service") }, Met},
	{"R4", "provincial, another form", "", func() *net { return provincial("legal_form", "company") }, NotMet},
	{"R4", "another form with a note", "", func() *net { return provincial("legal_form", "company", "exception_note", "一事一议") }, Met},
	{"R4", "nothing", "", func() *net { return provincial() }, NotRecorded},

	{"R5", "all four, provincial", "", func() *net { return governed(provincial(), "technical_committee") }, Met},
	{"R5", "all four, national", "", func() *net { return governed(national("domain"), "expert_committee") }, Met},
	{"R5", "the other text's committee", "", func() *net { return governed(national("domain"), "technical_committee") }, NotRecorded},
	{"R5", "nothing", "", func() *net { return provincial() }, NotRecorded},

	{"R6", "present", "", func() *net {
		return provincial().from("b:1", graph.KindBody, graph.RelGoverns).having("type", "party_organisation")
	}, Met},
	{"R6", "nothing", "", func() *net { return provincial() }, NotRecorded},
	{"R6", "national", "", func() *net { return national("domain") }, NotApplicable},

	{"R7", "sells nothing", "", func() *net { return national("domain", "product_sales", false) }, Met},
	{"R7", "sells", "", func() *net { return national("domain", "product_sales", true) }, NotMet},
	{"R7", "offers what a member offers", "", func() *net { return competing("焊接检测", "焊接检测 ") }, NotMet},
	{"R7", "offers something else", "", func() *net { return competing("焊接检测", "焊丝") }, Met},
	{"R7", "nothing", "", func() *net { return national("domain") }, NotRecorded},

	{"R8", "talent, projects, partners", "", func() *net {
		return provincial().from("u:1", graph.KindInstitute, graph.RelBuilds, "role", "lead").node("t:1", graph.KindTalent).edge(graph.RelAppointedAt, "t:1", "u:1").
			node("p:1", graph.KindProject).edge(graph.RelParticipatesIn, "u:1", "p:1").node("f:1", graph.KindEnterprise).edge(graph.RelCollaboratesWith, "f:1", "u:1")
	}, Met},
	{"R8", "no project", "", func() *net { return provincial().from("u:1", graph.KindInstitute, graph.RelBuilds, "role", "lead") }, NotRecorded},
	{"R8", "no lead", "", func() *net { return provincial() }, NotRecorded},

	{"R9", "in a national high-tech zone", "", func() *net { return zoned(provincial(), "national_high_tech") }, Met},
	{"R9", "national, agricultural zone", "", func() *net { return zoned(national("domain"), "agri_high_tech") }, Met},
	{"R9", "the guide gives agricultural zones no priority", "", func() *net { return zoned(provincial(), "agri_high_tech") }, NotApplicable},
	{"R9", "in a park", "", func() *net { return zoned(provincial(), "park") }, NotApplicable},
	{"R9", "level of the zone not stated", "", func() *net { return zoned(provincial(), "high_tech") }, NotRecorded},
	{"R9", "no zone", "", func() *net { return provincial() }, NotRecorded},

	{"R10", "one industry, centre aligned", "z:1", func() *net { return industrial("i:1", "i:1") }, Met},
	{"R10", "centre in a narrower industry", "z:1", func() *net { return industrial("i:1", "i:2").edge(graph.RelBroader, "i:2", "i:1") }, Met},
	{"R10", "centre in another industry", "z:1", func() *net { return industrial("i:1", "i:2") }, NotMet},
	{"R10", "two industries", "z:1", func() *net {
		return industrial("i:1", "i:1").node("i:9", graph.KindIndustry).edge(graph.RelStrategicIndustry, "z:1", "i:9")
	}, NotMet},
	{"R10", "none", "z:1", func() *net { w := &net{}; return w.node("z:1", graph.KindZone).at("320500") }, NotRecorded},
	{"R10", "outside Jiangsu", "z:1", func() *net { w := &net{}; return w.node("z:1", graph.KindZone).at("310000") }, NotApplicable},
	{"R10", "place unknown", "z:1", func() *net { w := &net{}; return w.node("z:1", graph.KindZone) }, NotRecorded},

	{"R11", "twenty", "-", func() *net { return several(20, "2023-05") }, Met},
	{"R11", "nineteen", "-", func() *net { return several(19, "2023-05") }, NotRecorded},
	{"R11", "twenty of another plan", "-", func() *net { return several(20, "2017") }, NotRecorded},

	{"R12", "within the period, reports there", "", func() *net { return reporting(provincial("approved", "2024-03", "state", "building"), 2025) }, Met},
	{"R12", "operating, reports there", "", func() *net {
		return reporting(provincial("approved", "2022-03", "state", "operating"), 2023, 2024, 2025)
	}, Met},
	{"R12", "still building after three years", "", func() *net {
		return reporting(provincial("approved", "2022-03", "state", "building"), 2023, 2024, 2025)
	}, NotMet},
	{"R12", "still building, but evaluated", "", func() *net {
		return reporting(provincial("approved", "2022-03", "state", "building"), 2023, 2024, 2025).from("v:1", graph.KindEvaluation, graph.RelConcerns).having("type", "end_of_period")
	}, Met},
	{"R12", "a report is missing", "", func() *net { return reporting(provincial("approved", "2023-12", "state", "building"), 2024) }, NotRecorded},
	{"R12", "period over, state unknown", "", func() *net { return reporting(provincial("approved", "2022-03"), 2023, 2024, 2025) }, NotRecorded},
	{"R12", "no start", "", func() *net { return provincial("state", "building") }, NotRecorded},

	{"R13", "an agreement of both", "", func() *net {
		return sharing("agreement").node("a:1", graph.KindAgreement).edge(graph.RelPartyTo, "c:1", "a:1").edge(graph.RelPartyTo, "f:1", "a:1")
	}, Met},
	{"R13", "the agreement it names", "", func() *net {
		w := national("domain").to("f:1", graph.KindEnterprise, graph.RelSharesIP, "agreement", "a:1")
		return w.node("a:1", graph.KindAgreement)
	}, Met},
	{"R13", "by word of mouth", "", func() *net { return sharing("口头约定") }, NotMet},
	{"R13", "by contract, not on record", "", func() *net { return sharing("合同约定") }, NotRecorded},
	{"R13", "no basis stated", "", func() *net { return sharing("") }, NotRecorded},
	{"R13", "no sharing", "", func() *net { return national("domain") }, NotRecorded},
	{"R13", "an agreement of one of them only", "", func() *net {
		return sharing("").node("a:1", graph.KindAgreement).edge(graph.RelPartyTo, "c:1", "a:1")
	}, NotRecorded},
	{"R13", "between builders", "", func() *net {
		return national("domain").from("f:1", graph.KindEnterprise, graph.RelBuilds).from("f:2", graph.KindEnterprise, graph.RelBuilds).edge(graph.RelSharesIP, "f:1", "f:2", "basis", "friendship")
	}, NotMet},

	{"R14", "most of it", "", func() *net { return earning("transfer", 100, "use_rd_team_share", 0.7) }, Met},
	{"R14", "half is not most", "", func() *net { return earning("transfer", 100, "use_rd_team_share", 0.5) }, NotMet},
	{"R14", "by amount", "", func() *net {
		return earning("transfer", 900, "use_rd_team_share", 0.4).from("i:2", graph.KindIncome, graph.RelConcerns).having("source", "transfer", "year", int64(2024), "amount_wan", 100.0, "use_rd_team_share", 1.0)
	}, NotMet},
	{"R14", "no share", "", func() *net { return earning("transfer", 100) }, NotRecorded},

	{"R15", "earned", "", func() *net { return earning("market_service", 100) }, Met},
	{"R15", "subsidised", "", func() *net { return earning("direct_subsidy", 100) }, NotMet},
	{"R15", "no amounts", "", func() *net {
		return national("domain").from("i:1", graph.KindIncome, graph.RelConcerns).having("source", "direct_subsidy")
	}, NotRecorded},

	{"R16", "after an evaluation", "", func() *net { return subsidised("2025-03", "2024-12") }, Met},
	{"R16", "before every evaluation", "", func() *net { return subsidised("2023-03", "2024-12") }, NotMet},
	{"R16", "evaluation without a date", "", func() *net { return subsidised("2023-03", "") }, Met},
	{"R16", "no evaluation", "", func() *net {
		return provincial().from("p:1", graph.KindProgramme, graph.RelFunds, "mode", "post_subsidy")
	}, NotRecorded},
	{"R16", "start-up support is exempt", "", func() *net { return provincial().from("p:1", graph.KindProgramme, graph.RelFunds, "mode", "grant") }, NotRecorded},

	{"R17", "rule, fee and mode", "", func() *net {
		return holding("share_mode", "external", "open_rule", "公开", "fee", "200元/时", "use_mode", "booking")
	}, Met},
	{"R17", "no fee", "", func() *net { return holding("share_mode", "external", "open_rule", "公开", "use_mode", "booking") }, NotRecorded},
	{"R17", "public money, not shared", "", func() *net { return holding("share_mode", "none", "public_money", true) }, NotMet},
	{"R17", "own money, not shared", "", func() *net { return holding("share_mode", "none", "public_money", false) }, NotRecorded},
	{"R17", "public money, sharing unknown", "", func() *net { return holding("public_money", true) }, NotRecorded},
	{"R17", "rule and mode on the edge", "", func() *net {
		return holding("fee", "免费").node("g:1", graph.KindRegion).edge(graph.RelOpenTo, "e:1", "g:1", "mode", "booking", "rule", "公开")
	}, Met},
	{"R17", "nothing", "", func() *net { return national("domain") }, NotRecorded},

	{"R18", "three kinds", "", func() *net {
		return provincial().from("g:1", graph.KindGovernment, graph.RelSupports).from("u:1", graph.KindUniversity, graph.RelBuilds).from("f:1", graph.KindEnterprise, graph.RelMemberOf)
	}, Met},
	{"R18", "a firm with a demand is a user too", "", func() *net {
		return provincial().from("u:1", graph.KindUniversity, graph.RelBuilds).from("f:1", graph.KindEnterprise, graph.RelMemberOf).node("d:1", graph.KindDemand).edge(graph.RelPoses, "f:1", "d:1")
	}, Met},
	{"R18", "two kinds", "", func() *net {
		return provincial().from("u:1", graph.KindUniversity, graph.RelBuilds).from("f:1", graph.KindEnterprise, graph.RelMemberOf)
	}, NotRecorded},
	{"R18", "none", "", func() *net { return provincial() }, NotRecorded},

	{"R19", "an institute builds it", "", func() *net { return provincial().from("u:1", graph.KindInstitute, graph.RelBuilds) }, Met},
	{"R19", "a firm that offers services", "", func() *net {
		return provincial().from("f:1", graph.KindEnterprise, graph.RelBuilds).having("offers_services", true)
	}, Met},
	{"R19", "a government alone", "", func() *net { return provincial().from("g:1", graph.KindGovernment, graph.RelBuilds) }, NotRecorded},

	{"R20", "national: two disciplines and actors", "", func() *net {
		return national("domain").from("u:1", graph.KindUniversity, graph.RelBuilds).from("f:1", graph.KindEnterprise, graph.RelBuilds).
			node("disc:1", graph.KindDiscipline).node("disc:2", graph.KindDiscipline).edge(graph.RelHasDiscipline, "u:1", "disc:1").edge(graph.RelHasDiscipline, "u:1", "disc:2")
	}, Met},
	{"R20", "provincial: two cities and actors", "", func() *net {
		return provincial().from("u:1", graph.KindUniversity, graph.RelBuilds).at("320100").from("f:1", graph.KindEnterprise, graph.RelBuilds).at("320583")
	}, Met},
	{"R20", "two districts of one city", "", func() *net {
		return provincial().from("u:1", graph.KindUniversity, graph.RelBuilds).at("320505").from("f:1", graph.KindEnterprise, graph.RelBuilds).at("320583")
	}, NotRecorded},

	{"R21", "idle and closed", "-", func() *net { return instrument("hours_year", 300.0, "share_mode", "internal") }, NotMet},
	{"R21", "idle and open", "-", func() *net { return instrument("hours_year", 300.0, "share_mode", "external") }, Met},
	{"R21", "busy and closed", "-", func() *net { return instrument("hours_year", 1200.0, "share_mode", "none") }, Met},
	{"R21", "idle, sharing unknown", "-", func() *net { return instrument("hours_year", 300.0) }, NotRecorded},
	{"R21", "hours unknown", "-", func() *net { return instrument("share_mode", "none") }, NotRecorded},
}

func governed(w *net, advisory string) *net {
	w.from("b:1", graph.KindBody, graph.RelGoverns).having("type", "council").from("b:2", graph.KindBody, graph.RelGoverns).having("type", advisory)
	w.from("d:1", graph.KindDocument, graph.RelConcerns).having("type", "charter")
	return w.node("t:1", graph.KindTalent).edge(graph.RelSitsOn, "t:1", "b:1", "role", "主任")
}

func competing(own, theirs string) *net {
	w := national("domain", "product_sales", false).from("f:1", graph.KindEnterprise, graph.RelMemberOf)
	w.Node("s:1", graph.KindService, own)
	w.Node("s:2", graph.KindService, theirs)
	return w.edge(graph.RelOffers, "c:1", "s:1").edge(graph.RelOffers, "f:1", "s:2")
}

func zoned(w *net, kind string) *net {
	return w.to("z:1", graph.KindZone, graph.RelLocatedIn).having("type", []string{kind})
}

func industrial(zone, centre graph.ID) *net {
	w := provincial().to("z:1", graph.KindZone, graph.RelLocatedIn).at("320500").node("i:1", graph.KindIndustry).node("i:2", graph.KindIndustry)
	return w.edge(graph.RelStrategicIndustry, "z:1", zone).edge(graph.RelInIndustry, "c:1", centre)
}

func several(n int, approved string) *net {
	w := &net{}
	for i := range n {
		w.node(graph.ID("c:"+string(rune('a'+i))), graph.KindCenter, "level", "provincial", "approved", approved).at("320100")
	}
	return w
}

func reporting(w *net, years ...int64) *net {
	for _, y := range years {
		for _, party := range []string{PartyCentre, PartyAuthority} {
			w.from(graph.ID("r:"+party+string(rune('a'+y-2020))), graph.KindReport, graph.RelConcerns).having("party", party, "year", y)
		}
	}
	return w
}

func sharing(basis string) *net {
	if basis == "" {
		return national("domain").to("f:1", graph.KindEnterprise, graph.RelSharesIP)
	}
	return national("domain").to("f:1", graph.KindEnterprise, graph.RelSharesIP, "basis", basis)
}

func earning(source string, amount float64, pairs ...any) *net {
	return national("domain").from("i:1", graph.KindIncome, graph.RelConcerns).having(append([]any{"source", source, "year", int64(2024), "amount_wan", amount}, pairs...)...)
}

func subsidised(when, evaluated string) *net {
	w := provincial().from("p:1", graph.KindProgramme, graph.RelFunds, "mode", "post_subsidy").since(when).from("v:1", graph.KindEvaluation, graph.RelConcerns)
	if evaluated != "" {
		w.having("date", evaluated)
	}
	return w
}

func holding(pairs ...any) *net {
	return national("domain").to("e:1", graph.KindEquipment, graph.RelOwns).having(pairs...)
}

func instrument(pairs ...any) *net {
	w := &net{}
	return w.node("e:1", graph.KindEquipment, pairs...)
}

func TestOutcomes(t *testing.T) {
	seen := make(map[string][]Outcome)
	for _, c := range outcomes {
		t.Run(c.rule+" "+c.name, func(t *testing.T) {
			w := c.net().sound(t)
			subject := c.subject
			switch subject {
			case "":
				subject = "c:1"
			case "-":
				subject = ""
			}
			r := result(t, w.View(t), c.rule, subject)
			if r.Outcome != c.want {
				t.Errorf("got %s, want %s: %s", r.Outcome, c.want, r.Found.Render("en"))
			}
			if r.Outcome == NotMet && len(r.Cites) == 0 {
				t.Error("not met without a fact")
			}
			if (r.Outcome == NotRecorded) != (r.Record != nil) {
				t.Errorf("%s with record %v", r.Outcome, r.Record)
			}
			worded(t, r)
			if again := result(t, (&net{*w.Reversed()}).View(t), c.rule, subject); again.Outcome != r.Outcome || again.Found.Render("zh") != r.Found.Render("zh") {
				t.Errorf("the order of records matters: %s and %s", r.Found.Render("zh"), again.Found.Render("zh"))
			}
		})
		if !slices.Contains(seen[c.rule], c.want) {
			seen[c.rule] = append(seen[c.rule], c.want)
		}
	}
	for _, r := range All() {
		for _, o := range r.Outcomes {
			if !slices.Contains(seen[r.ID], o) {
				t.Errorf("%s has no network for %s", r.ID, o)
			}
		}
		for _, o := range seen[r.ID] {
			if !slices.Contains(r.Outcomes, o) && o != NotApplicable {
				t.Errorf("%s came to %s, which the table does not name", r.ID, o)
			}
		}
	}
}
