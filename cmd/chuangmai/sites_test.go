package main

import (
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/report/plan"
)

// TestPlanningCommands: sites, chains and the health of a network of one's own, for people
// and for programs, and questions that cannot be meant.
func TestPlanningCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	invoke(t, "sites", "--region", "江苏", "--data", data).exits(exitDone).says("江苏省", "数据截至")
	en := invoke(t, "--lang", "en", "chains", "--of", "city", "--data", data).exits(exitDone).says("innovation chain", "list incomplete")
	if strings.Contains(en.out, "未见记录") {
		t.Errorf("Chinese in English:\n%s", en.out)
	}
	invoke(t, "fragility", "--data", data, "--part", "flows").exits(exitDone).says("机构", "联系")
	s := decoded[plan.Sites](invoke(t, "sites", "--region", "江苏", "--kind", "equipment", "--n", "2", "--json", "--both", "--data", data).exits(exitDone))
	if s.Kind != "equipment" || s.N != 2 || s.Region.Code != "320000" || len(s.Notes) == 0 || s.Notes[0].En == "" {
		t.Errorf("%+v", s)
	}
	c := decoded[plan.Chains](invoke(t, "chains", "--of", string(graph.KindCenter), "--json", "--data", data).exits(exitDone))
	if c.Of != string(graph.KindCenter) || c.Plan.Target != 20 {
		t.Errorf("%+v", c)
	}
	h := decoded[plan.Health](invoke(t, "fragility", "--json", "--data", data).exits(exitDone))
	if h.Structure.Bodies == 0 || h.Structure.Tied+h.Structure.Untied != h.Structure.Bodies {
		t.Errorf("%+v", h.Structure)
	}
	for _, c := range []struct{ command, flag, value, complaint string }{
		{"sites", "--kind", "talent", "talent"},
		{"sites", "--n", "21", "21"},
		{"sites", "--field", "没有这个领域", "没有这个领域"},
		{"chains", "--of", "person", "person"},
		{"chains", "--id", "local:nobody", "local:nobody"},
		{"fragility", "--part", "nothing", "nothing"},
		{"fragility", "--limit", "201", "201"},
		{"fragility", "--region", "没有这个地方", "没有这个地方"},
	} {
		args := []string{c.command, "--data", data, c.flag, c.value}
		if c.command == "sites" {
			args = append(args, "--region", "江苏")
		}
		invoke(t, args...).exits(exitFailed).complains(c.complaint)
	}
	invoke(t, "sites", "--data", data).exits(exitFailed).complains("区域")
	invoke(t, "sites", "here", "--data", data).exits(exitWrongUse)
}
