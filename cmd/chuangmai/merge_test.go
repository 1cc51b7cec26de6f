package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestMerge: two records are joined and parted again, from the command line.
func TestMerge(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	twice := file(t, "twice.jsonl",
		`{"node":{"id":"local:a","kind":"enterprise","name":"苏州甲精密有限公司"}}`,
		`{"node":{"id":"local:b","kind":"enterprise","name":"苏州甲精密有限责任公司"}}`,
		`{"node":{"id":"local:u","kind":"university","name":"大学","synthetic":true}}`,
		`{"edge":{"relation":"COLLABORATES_WITH","from":"local:b","to":"local:u"}}`)
	invoke(t, "load", twice, "--data", data).exits(exitDone)
	loaded := records(t, data)

	invoke(t, "health", "--data", data, "--issue", "twins").exits(exitDone).says("local:a", "同名")
	invoke(t, "health", "--data", data, "--lang", "en").exits(exitDone).says("twins\t1/", "Possibly twice there")
	invoke(t, "merge", "local:a", "local:b", "--dry-run", "--data", data).exits(exitDone).says("将 local:b 并入 local:a：移动1条关系")
	if records(t, data) != loaded {
		t.Error("a dry run wrote something")
	}
	o := invoke(t, "merge", "local:a", "local:b", "--reason", "同一家", "--data", data).exits(exitDone).says("撤销：chuangmai merge --undo merge:")
	if now := records(t, data); strings.Contains(now, `"id":"local:b"`) || !strings.Contains(now, `"from":"local:a","to":"local:u"`) {
		t.Errorf("they are not one:\n%s", now)
	}
	id := regexp.MustCompile(`merge:\S+`).FindString(o.out)
	invoke(t, "merge", "local:a", "local:b", "--data", data, "--lang", "en").exits(exitDone).says("they were one before (" + id)
	invoke(t, "merge", "--undo", id, "--data", data).exits(exitDone).says("已分开")
	plain := regexp.MustCompile(`,"(version|revision)":[0-9]+`)
	if got := records(t, data); plain.ReplaceAllString(got, "") != plain.ReplaceAllString(loaded, "") {
		t.Errorf("parting left a trace:\n%s\n%s", loaded, got)
	}

	invoke(t, "merge", "--undo", "merge:nothing", "--data", data).exits(exitFailed).complains("没有这次合并")
	invoke(t, "merge", "local:a", "local:u", "--data", data, "--lang", "en").exits(exitFailed).complains("a made-up record and a real one")
	invoke(t, "merge", "local:a", "local:nobody", "--data", data).exits(exitFailed).complains("local:nobody")
	invoke(t, "merge", "local:a", "--data", data).exits(exitWrongUse)
	invoke(t, "merge", "local:a", "local:b", "--undo", id, "--data", data).exits(exitWrongUse)
	invoke(t, "health", "--data", data, "--issue", "nonsense").exits(exitWrongUse)
}
