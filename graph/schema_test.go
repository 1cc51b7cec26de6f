package graph

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestParseSchemaRefuses(t *testing.T) {
	smallSchema(t)
	for name, change := range map[string][2]string{
		"not JSON":            {`"version"`, `version`},
		"unknown key":         {`"version"`, `"version_of"`},
		"more than one value": {`{"name": "KNOWS"`, `{"name": "KNOWS"`}, // see below
		"kind twice":          {`"name": "person"`, `"name": "firm"`},
		"relation twice":      {`"name": "KNOWS"`, `"name": "WORKS_AT"`},
		"property twice":      {`"name": "staff"`, `"name": "share"`},
		"common property too": {`"name": "staff"`, `"name": "note"`},
		"no vocabulary":       {`"vocabulary": "colour"`, `"vocabulary": "colours"`},
		"no set":              {`["@body"]`, `["@bodies"]`},
		"no kind":             {`"from": ["person"]`, `"from": ["persons"]`},
		"no weight":           {`"weight": "share"`, `"weight": "shares"`},
		"no type":             {`"type": "int"`, `"type": "integer"`},
		"kind's name":         {`"name": "school"`, `"name": "School"`},
		"relation's name":     {`"name": "KNOWS"`, `"name": "knows"`},
		"property's name":     {`"name": "staff"`, `"name": "staff-number"`},
		"set in itself":       {`"body": [`, `"body": ["@body", `},
	} {
		text := strings.Replace(testSchema, change[0], change[1], 1)
		if name == "more than one value" {
			text += "{}"
		}
		if _, err := ParseSchema([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), "schema: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaLookUps(t *testing.T) {
	s := smallSchema(t)
	if s.Kind("firm").En != "firm" || s.Kind("none") != nil || s.Relation("KNOWS").Zh != "认识" || s.Relation("none") != nil {
		t.Error("kinds and relations")
	}
	if s.NodeProperty("firm", "note") == nil || s.NodeProperty("firm", "staff").Type != TypeInt || s.NodeProperty("person", "staff") != nil || s.NodeProperty("none", "note") != nil {
		t.Error("properties of nodes")
	}
	if s.EdgeProperty("WORKS_AT", "share") == nil || s.EdgeProperty("WORKS_AT", "note") != nil {
		t.Error("properties of edges")
	}
	if list := s.NodeProperties("school"); len(list) != 2 || list[0].Name != "note" || list[1].Name != "level" {
		t.Errorf("properties of a kind: %v", list)
	}
	if list := s.NodeProperties("none"); len(list) != 1 || list[0].Name != "note" {
		t.Errorf("properties of an unknown kind: %v", list)
	}
	if l := s.TermLabel("colour", "red"); l.In("en") != "red" || l.In("zh") != "红" || l.In("fr") != "红" {
		t.Errorf("label %v", l)
	}
	if l := s.TermLabel("colour", "green"); l.Zh != "green" || l.En != "green" {
		t.Errorf("label of an unknown term %v", l)
	}
	data := SchemaJSON()
	data[0] = 'x'
	if bytes.Equal(data, SchemaJSON()) {
		t.Error("the declaration can be changed from outside")
	}
}

// clause is where the founding texts say it: text, part and item.
var clause = regexp.MustCompile(`^[AJ](全文|题|附|[一二三四五六七八九十]+(\([一二三四五六七八九十]+\))*(,[一二三四五六七八九十]+(\([一二三四五六七八九十]+\))*)*)?$`)

func TestBuiltinSchemaIsWellFormed(t *testing.T) {
	s := BuiltinSchema()
	check := func(what, name string, l Label, pattern string) {
		if strings.TrimSpace(l.Zh) != l.Zh || l.Zh == "" || strings.TrimSpace(l.En) != l.En || l.En == "" {
			t.Errorf("%s %s has the labels %q and %q", what, name, l.Zh, l.En)
		}
		if !regexp.MustCompile(pattern).MatchString(name) {
			t.Errorf("%s %q is not a well-formed name", what, name)
		}
		if !regexp.MustCompile(`\p{Han}|^[A-Z0-9+ -]+$`).MatchString(l.Zh) {
			t.Errorf("%s %s has no Chinese label: %q", what, name, l.Zh)
		}
		if regexp.MustCompile(`\p{Han}`).MatchString(l.En) {
			t.Errorf("%s %s has no English label: %q", what, name, l.En)
		}
	}
	checkClause := func(what, text string) {
		for part := range strings.SplitSeq(text, ";") {
			if part = strings.TrimSpace(part); text != "" && !clause.MatchString(part) {
				t.Errorf("%s comes from clause %q", what, part)
			}
		}
	}
	const lower, upper = `^[a-z][a-z0-9_]*$`, `^[A-Z][A-Z0-9_]*$`
	properties := func(owner string, list []Property) {
		for _, p := range list {
			check("property", p.Name, p.Label, lower)
			checkClause(owner+"."+p.Name, p.Clause)
			if !slices.Contains([]ValueType{TypeText, TypeTextList, TypeInt, TypeFloat, TypeBool, TypeDate, TypeURL}, p.Type) {
				t.Errorf("%s.%s has the type %q", owner, p.Name, p.Type)
			}
			if p.Vocabulary != "" && p.Type != TypeText && p.Type != TypeTextList {
				t.Errorf("%s.%s is a %s of a vocabulary", owner, p.Name, p.Type)
			}
		}
	}
	properties("common", s.Common)
	for _, k := range s.Kinds {
		check("kind", string(k.Name), k.Label, lower)
		checkClause(string(k.Name), k.Clause)
		properties(string(k.Name), k.Properties)
		if !slices.Contains([]string{"", "do", "use", "ask", "join"}, k.Group) {
			t.Errorf("kind %s is in group %q", k.Name, k.Group)
		}
		if !slices.Contains([]string{"", "government", "industry", "university", "research", "user", "capital"}, k.Actor) {
			t.Errorf("kind %s acts as %q", k.Name, k.Actor)
		}
		if k.Provider != slices.Contains(s.Sets["provider"], string(k.Name)) || k.Organisation != slices.Contains(s.Sets["organisation"], string(k.Name)) {
			t.Errorf("kind %s and the sets of providers and organisations disagree", k.Name)
		}
	}
	for _, r := range s.Relations {
		check("relation", string(r.Name), r.Label, upper)
		checkClause(string(r.Name), r.Clause)
		properties(string(r.Name), r.Properties)
		if len(r.From) == 0 || len(r.To) == 0 {
			t.Errorf("relation %s joins nothing", r.Name)
		}
		if p := s.EdgeProperty(r.Name, r.Weight); p != nil && p.Type != TypeFloat && p.Type != TypeInt {
			t.Errorf("the weight of %s is a %s", r.Name, p.Type)
		}
		if p := s.EdgeProperty(r.Name, r.Qualifier); p != nil && p.Type != TypeText {
			t.Errorf("the qualifier of %s is a %s", r.Name, p.Type)
		}
		if r.Symmetric && !slices.Equal(r.From, r.To) {
			t.Errorf("symmetric relation %s has different ends", r.Name)
		}
	}
	for name, v := range s.Vocabularies {
		check("vocabulary", name, v.Label, lower)
		seen := make(map[string]bool)
		for _, term := range v.Terms {
			check("term of "+name, term.Code, term.Label, `^[a-zA-Z0-9][a-zA-Z0-9_+-]*$`)
			if seen[term.Code] {
				t.Errorf("vocabulary %s has the term %s twice", name, term.Code)
			}
			seen[term.Code] = true
		}
		if len(v.Terms) == 0 {
			t.Errorf("vocabulary %s is empty", name)
		}
	}
}
