package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"chuangmai/graph"
)

// body is one node to be: what the rows that name it say together.
type body struct {
	kind              graph.Kind
	name, nameEn      string
	aliases           []string
	region            string // GB/T 2260 code
	validFrom         string
	props             map[string]string
	sources           []source
	fixedID, moe, ror string
	mentioned         bool // no row declares it; others name it
}

// id is the ministry's code of a university, else the ROR id, else a hash of the name.
func (b *body) id() graph.ID {
	switch {
	case b.fixedID != "":
		return graph.ID(b.fixedID)
	case b.moe != "":
		return graph.ID("moe:" + b.moe)
	case b.ror != "":
		return graph.ID("ror:" + b.ror)
	}
	sum := sha256.Sum256([]byte(fold(b.name)))
	return graph.ID("local:js-" + string(b.kind) + "-" + hex.EncodeToString(sum[:])[:10])
}

// set states a property unless an earlier row did.
func (b *body) set(name, value string) {
	if value != "" && b.props[name] == "" {
		b.props[name] = value
	}
}

// add appends words to a property that is a list.
func (b *body) add(name string, more ...string) {
	list := words(b.props[name])
	for _, w := range more {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	if len(list) > 0 {
		b.props[name] = strings.Join(list, "|")
	}
}

// remark appends a sentence to the note.
func (b *body) remark(text string) {
	if text == "" || strings.Contains(b.props["note"], text) {
		return
	}
	if b.props["note"] != "" {
		text = b.props["note"] + "; " + text
	}
	b.props["note"] = text
}

func (b *body) alias(name string) {
	if name != "" && name != b.name && name != b.nameEn && !slices.Contains(b.aliases, name) {
		b.aliases = append(b.aliases, name)
	}
}

// link is one edge to be.
type link struct {
	relation graph.Relation
	from, to *body
	valid    string
	props    map[string]string
	sources  []source
}

// world collects bodies and links and knows under which names a body goes.
type world struct {
	bodies  []*body
	byName  map[string]*body // folded name, English name or alias
	links   []*link
	same    map[string]string // folded written form: name of the body that it is a name of
	actors  map[string]string // folded written form: name of the body that acts under it
	known   map[string]row    // folded name of a body that the data sets only mention: its decision
	forms   map[string]row    // collected kind: kind, type and level here
	regions map[string]*body  // by code
	ror     *rorIndex
	schools map[string]row // folded name: row of the 2017 list
	extra   []strength
	errs    []error
}

func (w *world) fail(format string, args ...any) {
	w.errs = append(w.errs, fmt.Errorf(format, args...))
}

// find returns the body that goes under the name, or nil.
func (w *world) find(name string) *body {
	key := fold(name)
	if b := w.byName[key]; b != nil {
		return b
	}
	if canonical, ok := w.same[key]; ok && fold(canonical) != key {
		return w.find(canonical)
	}
	return nil
}

// declare returns the body that goes under the name or the English name, with the row's
// sources added, and makes it when there is none. The name and kind of the first
// declaration stay; another form becomes an alias.
func (w *world) declare(kind graph.Kind, name, nameEn string, sources []source) *body {
	b := w.find(name)
	if b == nil && len(nameEn) > 12 {
		b = w.find(nameEn)
	}
	if b == nil {
		b = &body{kind: kind, name: name, props: make(map[string]string)}
		w.bodies = append(w.bodies, b)
	}
	if b.name != name {
		b.alias(name)
	}
	if b.nameEn == "" {
		b.nameEn = nameEn
	}
	b.sources = addSources(b.sources, sources)
	w.index(b, name, nameEn)
	return b
}

func (w *world) index(b *body, names ...string) {
	for _, name := range names {
		if key := fold(name); key != "" && w.byName[key] == nil {
			w.byName[key] = b
		}
	}
}

// actor returns the body that a row names as host, owner or partner: a place or park
// stands for its government or administration.
func (w *world) actor(name string, sources []source) *body {
	if canonical, ok := w.actors[fold(name)]; ok {
		name = canonical
	}
	return w.mention(name, sources)
}

// mention returns the body of the name. One that no row declares is made as the table of
// bodies or the list of schools says.
func (w *world) mention(name string, sources []source) *body {
	if b := w.find(name); b != nil {
		if b.mentioned {
			b.sources = addSources(b.sources, sources)
		}
		return b
	}
	key := fold(name)
	if canonical, ok := w.same[key]; ok {
		key = fold(canonical)
	}
	if r, ok := w.known[key]; ok {
		return w.fromTable(r, sources)
	}
	if r, ok := w.schools[key]; ok {
		return w.school(r)
	}
	w.fail("%q is in no data set and no table: decide in tables/bodies.tsv or tables/same.tsv", name)
	return nil
}

// fromTable makes a body that the data sets only mention.
func (w *world) fromTable(r row, sources []source) *body {
	kind := graph.Kind(r["kind"])
	b := w.declare(kind, r["name"], r["name_en"], sources)
	b.mentioned = true
	b.region = cmp.Or(b.region, r["region"])
	switch kind {
	case graph.KindEnterprise:
		b.set("sme", r["sme"])
	default:
		if r["type"] != "" {
			b.set("type", r["type"])
		}
	}
	b.set("level", r["level"])
	b.remark(r["note"])
	for _, alias := range words(r["aliases"]) {
		b.alias(alias)
		w.index(b, alias)
	}
	if r["parent"] != "" {
		w.link(graph.RelPartOf, b, w.mention(r["parent"], sources), sources, "role", r["part_role"])
	}
	if r["zone"] != "" {
		w.link(graph.RelLocatedIn, b, w.mention(r["zone"], sources), sources)
	}
	return b
}

// link adds an edge; props alternate names and values, blank values are left out. The
// same edge from two rows is one edge with the sources of both.
func (w *world) link(relation graph.Relation, from, to *body, sources []source, props ...string) *link {
	if from == nil || to == nil {
		return &link{props: map[string]string{}}
	}
	l := &link{relation: relation, from: from, to: to, sources: sources, props: make(map[string]string)}
	for i := 0; i+1 < len(props); i += 2 {
		if props[i+1] != "" {
			l.props[props[i]] = props[i+1]
		}
	}
	w.links = append(w.links, l)
	return l
}

// joined reports whether the two bodies have an edge of one of the relations.
func (w *world) joined(from, to *body, relations ...graph.Relation) bool {
	return slices.ContainsFunc(w.links, func(l *link) bool {
		return l.from == from && l.to == to && slices.Contains(relations, l.relation)
	})
}

// readDecisions loads the tables of written forms, of what collected kinds become, and
// of bodies only mentioned.
func (w *world) readDecisions() error {
	same, err := readTable("same")
	if err != nil {
		return err
	}
	for _, r := range same {
		if r["alias"] == "yes" {
			w.same[fold(r["written"])] = r["body"]
		} else {
			w.actors[fold(r["written"])] = r["body"]
		}
	}
	forms, err := readTable("forms")
	if err != nil {
		return err
	}
	for _, r := range forms {
		w.forms[r["collected"]] = r
	}
	known, err := readTable("bodies")
	if err != nil {
		return err
	}
	for _, r := range known {
		for _, name := range append(words(r["aliases"]), r["name"]) {
			w.known[fold(name)] = r
		}
	}
	return nil
}

// applySame turns the written forms that are public names into aliases.
func (w *world) applySame() error {
	rows, err := readTable("same")
	if err != nil {
		return err
	}
	for _, r := range rows {
		b := w.find(r["body"])
		switch {
		case b == nil:
			w.fail("tables/same.tsv: no body %q", r["body"])
		case r["alias"] == "yes":
			b.alias(r["written"])
		}
	}
	return nil
}
