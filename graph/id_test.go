package graph

import (
	"strings"
	"testing"
)

func TestCheckID(t *testing.T) {
	for id, want := range map[ID]string{
		"":                              CodeMissing,
		"a:b":                           "",
		"local:wx-01":                   "",
		"cap2:焊接":                       "",
		"uscc:91350211M0000XUF46":       "",
		"a:b:c":                         "",
		"a::":                           "",
		"a:<b>'\"&;()[]{}|^~`!@$*+=,.-": "",
		"a:😀":                           "",
		"noscheme":                      CodeBadIDScheme,
		":b":                            CodeBadIDScheme,
		"A:b":                           CodeBadIDScheme,
		"1:b":                           CodeBadIDScheme,
		"a-b:c":                         CodeBadIDScheme,
		"a_b:c":                         CodeBadIDScheme,
		"é:b":                           CodeBadIDScheme,
		"a:":                            CodeBadIDValue,
		"a: ":                           CodeBadIDValue,
		"a:b c":                         CodeBadIDValue,
		"a:b\u2003c":                    CodeBadIDValue,
		"a:b\x7f":                       CodeBadIDValue,
		"a:b\u0085":                     CodeBadIDValue,
		"a:b/c":                         CodeBadIDValue,
		"a:b?c":                         CodeBadIDValue,
		"a:b#c":                         CodeBadIDValue,
		"a:b%c":                         CodeBadIDValue,
		`a:b\c`:                         CodeBadIDValue,
		"a:\xff":                        CodeBadIDForm,
		"a:e\u0301":                     CodeBadIDForm,
		"a:\u212b":                      CodeBadIDForm, // the sign Ångström
	} {
		if have := checkID(id, false); have != want {
			t.Errorf("%q: %q, want %q", id, have, want)
		}
	}
	for id, want := range map[ID]string{"collaborates_with:1f": "", "_a:b": CodeBadIDScheme, "a_:b": "", "A_B:c": CodeBadIDScheme} {
		if have := checkID(id, true); have != want {
			t.Errorf("edge %q: %q, want %q", id, have, want)
		}
	}
	if code := checkID(ID("a:"+strings.Repeat("中", MaxIDValue)), false); code != "" {
		t.Errorf("longest: %q", code)
	}
	if code := checkID(ID("a:"+strings.Repeat("中", MaxIDValue+1)), false); code != CodeTooLong {
		t.Errorf("too long: %q", code)
	}
}

func TestIDParts(t *testing.T) {
	for id, want := range map[ID][2]string{"a:b:c": {"a", "b:c"}, "a:": {"a", ""}, "ab": {"", ""}, "": {"", ""}} {
		if have := [2]string{id.Scheme(), id.Value()}; have != want {
			t.Errorf("%q: %q, want %q", id, have, want)
		}
	}
}

func TestGenerateID(t *testing.T) {
	e := Edge{
		Relation: RelCollaboratesWith, From: "local:a", To: "local:b",
		Common: Common{ValidFrom: MustDate("2021"), Properties: Properties{"mode": "joint_rd", "share": 0.5}},
	}
	id := e.GenerateID()
	if string(id) != "collaborates_with:"+id.Value() || len(id.Value()) != edgeHashDigits || checkID(id, true) != "" {
		t.Errorf("generated %s", id)
	}
	same := e
	same.Properties = Properties{"share": 0.5, "mode": "joint_rd"}
	same.Sources, same.Visibility, same.Version, same.Synthetic = []Source{{Title: "x"}}, VisibilityMembers, 7, true
	if same.GenerateID() != id {
		t.Error("what is not part of the fact changes the id")
	}
	seen := map[ID]string{id: "the edge itself"}
	for name, change := range map[string]func(*Edge){
		"relation": func(e *Edge) { e.Relation = RelPartOf }, "from": func(e *Edge) { e.From = "local:c" }, "to": func(e *Edge) { e.To = "local:c" },
		"ends swapped": func(e *Edge) { e.From, e.To = e.To, e.From }, "valid from": func(e *Edge) { e.ValidFrom = MustDate("2021-01") },
		"valid to": func(e *Edge) { e.ValidFrom, e.ValidTo = Date{}, MustDate("2021") }, "property": func(e *Edge) { e.Properties = Properties{"mode": "joint_rd", "share": 0.6} },
		"integer": func(e *Edge) { e.Properties = Properties{"mode": "joint_rd", "share": int64(1)} },
		"float":   func(e *Edge) { e.Properties = Properties{"mode": "joint_rd", "share": 1.0} }, "none": func(e *Edge) { e.Properties = nil },
	} {
		other := e
		change(&other)
		generated := other.GenerateID()
		if seen[generated] != "" {
			t.Errorf("another %s has the id of %s", name, seen[generated])
		}
		seen[generated] = name
	}
	if (Edge{Common: Common{Properties: Properties{}}}).GenerateID() != (Edge{}).GenerateID() {
		t.Error("no properties and empty ones differ")
	}
}
