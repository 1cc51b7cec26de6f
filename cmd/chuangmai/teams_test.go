package main

import (
	"strings"
	"testing"

	"chuangmai/report"
)

// TestTeamsCommand: teams over a network of one's own, for people and for programs, and
// constraints that cannot be met.
func TestTeamsCommand(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	text := "铝合金焊接，做工业CT无损检测"
	invoke(t, "teams", text, "--data", data, "--size", "2").exits(exitDone).says("滨湖焊接技术研究所", "覆盖度", "若退出：")
	en := invoke(t, "--lang", "en", "teams", text, "--data", data).exits(exitDone).says("Lakeside Welding Institute", "without it")
	if strings.Contains(en.out, "若退出") {
		t.Errorf("Chinese in English:\n%s", en.out)
	}
	a := decoded[report.Teams](invoke(t, "teams", text, "--data", data, "--need-actor", "研", "--include", "local:lab", "--json", "--both").exits(exitDone))
	if len(a.Teams) != 1 || a.Teams[0].Members[0].ID != "local:lab" || a.Teams[0].Because[0].Zh == "" || len(a.Teams[0].Members[0].Fills) == 0 {
		t.Errorf("%+v", a)
	}
	for _, c := range []struct{ flag, value, complaint string }{
		{"--size", "13", "13"},
		{"--need-actor", "资", "资"},
		{"--need-actor", "官", "官"},
		{"--include", "local:nobody", "local:nobody"},
		{"--place", "拉萨", "拉萨"},
		{"--place", "没有这个地方", "没有这个地方"},
		{"--ties", "some", "提问单位"},
		{"--sme-share", "2", "0到1"},
	} {
		invoke(t, "teams", text, "--data", data, c.flag, c.value).exits(exitFailed).complains(c.complaint)
	}
	invoke(t, "teams", "--data", data).exits(exitWrongUse)
}

// TestPathsAndComplementCommands: introductions and collaborators over a network of one's
// own.
func TestPathsAndComplementCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	invoke(t, "paths", "local:lab", "local:ct", "--topic", "检测", "--data", data).exits(exitDone).says("滨湖焊接技术研究所", "工业CT检测系统", "开场白", "不必引见", "no introduction is needed")
	invoke(t, "paths", "local:firm", "local:ct", "--data", data, "--lang", "en").exits(exitDone).says("no introduction was found")
	a := decoded[report.Introductions](invoke(t, "paths", "local:lab", "local:ct", "--data", data, "--json").exits(exitDone))
	if len(a.Paths) != 1 || a.Paths[0].Steps[1].Edge != "e:owns" || a.Paths[0].Cost <= 0 {
		t.Errorf("%+v", a)
	}
	invoke(t, "paths", "local:lab", "local:nobody", "--data", data).exits(exitFailed).complains("local:nobody")
	invoke(t, "paths", "local:lab", "local:lab", "--data", data).exits(exitFailed).complains("同一个")
	invoke(t, "paths", "local:lab", "--data", data).exits(exitWrongUse)
	invoke(t, "complement", "local:firm", "铝合金焊接，做工业CT无损检测", "--novelty", "1", "--data", data).exits(exitDone).says("滨湖焊接技术研究所", "补上所缺", "缺少：")
	c := decoded[report.Collaborators](invoke(t, "complement", "local:firm", "铝合金焊接，做工业CT无损检测", "--data", data, "--json").exits(exitDone))
	if len(c.Partners) != 1 || c.Partners[0].ID != "local:lab" || c.Novelty != 0.5 {
		t.Errorf("%+v", c)
	}
	invoke(t, "complement", "local:firm", "焊接", "--novelty", "1.5", "--data", data).exits(exitFailed).complains("1.5")
	invoke(t, "complement", "local:nobody", "焊接", "--data", data).exits(exitFailed).complains("local:nobody")
}
