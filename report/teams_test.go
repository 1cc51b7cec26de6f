package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/intro"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/team"
	"chuangmai/team/ability"
	"chuangmai/team/complement"
)

// TestTeamsHaveNoAbsentLists: readers of JSON find a list wherever there can be one.
func TestTeamsHaveNoAbsentLists(t *testing.T) {
	why := phrase.New("team.why.best", "capabilities", []phrase.Text{{Zh: "焊接", En: "welding"}})
	teams := advise.TeamsAnswer{Answer: team.Answer{Teams: []team.Team{{}, {
		Members: []team.Member{{ID: "local:a", Kind: graph.KindInstitute, Name: "甲", Actors: []string{team.ActorResearch}, Why: []phrase.Message{why}}},
	}}}}
	found := advise.ComplementAnswer{Answer: complement.Answer{Asked: []complement.Asked{{}}, Partners: []complement.Partner{{ID: "local:a", Actor: team.ActorResearch}}}}
	paths := advise.IntroductionsAnswer{Answer: intro.Answer{Paths: []intro.Path{{Steps: []intro.Step{{}}}}}}
	l := report.Language{Lang: phrase.En, Both: true}
	for name, v := range map[string]any{
		"teams": report.NewTeams(teams, l), "no teams": report.NewTeams(advise.TeamsAnswer{}, l),
		"collaborators": report.NewCollaborators(found, l), "none": report.NewCollaborators(advise.ComplementAnswer{}, l),
		"introductions": report.NewIntroductions(paths, l), "no paths": report.NewIntroductions(advise.IntroductionsAnswer{}, l),
	} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "null") {
			t.Errorf("%s: %s", name, data)
		}
	}
	worded := report.NewTeams(teams, l).Teams[1].Members[0]
	if worded.Why[0].Text != worded.Why[0].En || !strings.Contains(worded.Why[0].Zh, "焊接") || worded.Actors[0].Label != "research" || worded.KindLabel != "research institute" {
		t.Errorf("%+v", worded)
	}
}

// TestTables: columns are as wide as their widest cell, a Chinese character counting two.
func TestTables(t *testing.T) {
	var b strings.Builder
	a := advise.TeamsAnswer{Answer: team.Answer{
		Asked: []ability.Asked{{ID: "cap:a", Name: "焊接", Share: 0.5}},
		Teams: []team.Team{{
			Members: []team.Member{{ID: "local:a", Name: "甲", Synthetic: true}},
			Covered: []team.Cover{{Capability: "cap:a", Name: "焊接", Level: 0.5, By: "local:a"}}, Uncovered: []team.Cover{{Capability: "cap:b", Name: "CT"}},
		}},
	}}
	if err := report.WriteTeams(&b, a, phrase.Zh); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"    ✓ 焊接  0.50  甲\n", "    ✗ CT    0.00  –\n", "甲 〔" + phrase.New("report.synthetic").Render(phrase.Zh) + "〕", "焊接 50%"} {
		if !strings.Contains(b.String(), line) {
			t.Errorf("%q is missing in\n%s", line, b.String())
		}
	}
}
