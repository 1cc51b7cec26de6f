package seed

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"chuangmai/graph"
)

// DisciplineResolver returns the id of the discipline with the name, and whether there
// is one.
type DisciplineResolver func(name string) (graph.ID, bool)

// Facts returns the real records: first the nodes by kind and id, then the edges by
// relation, normalised and checked against the built-in schema's types. Disciplines are
// named in the tables; resolve finds their nodes, and what it does not know becomes a
// strength word of the university, as everything does when resolve is nil.
func Facts(resolve DisciplineResolver) ([]graph.Item, error) {
	f := &factReader{schema: graph.BuiltinSchema(), nodes: make(map[graph.ID]*graph.Node)}
	if err := f.readSources(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{f.readNodes, func() error { return f.readStrengths(resolve) }, f.readEdges} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("sample facts: %w", err)
		}
	}
	return f.items, nil
}

// factReader collects the items of the embedded tables.
type factReader struct {
	schema  *graph.Schema
	sources map[string]graph.Source
	nodes   map[graph.ID]*graph.Node
	items   []graph.Item
}

func (f *factReader) readSources() error {
	records, err := readTable("sources.tsv")
	if err != nil {
		return err
	}
	f.sources = make(map[string]graph.Source, len(records))
	for _, r := range records {
		seen, err := date(r["seen"])
		if err != nil {
			return fmt.Errorf("source %s: %w", r["key"], err)
		}
		f.sources[r["key"]] = graph.Source{Title: r["title"], Address: r["address"], Seen: seen, Confidence: graph.Confidence(r["confidence"]), Mirror: r["mirror"] == "true"}
	}
	return nil
}

// common reads validity, sources and the properties that remain in the record.
func (f *factReader) common(r record, declared func(name string) *graph.Property, own ...string) (graph.Common, error) {
	c := graph.Common{Properties: make(graph.Properties)}
	var err error
	if c.ValidFrom, err = date(r["valid_from"]); err != nil {
		return c, err
	}
	for _, key := range list(r["sources"]) {
		source, known := f.sources[key]
		if !known {
			return c, fmt.Errorf("no source %s", key)
		}
		c.Sources = append(c.Sources, source)
	}
	for name, cell := range r {
		if name == "valid_from" || name == "sources" || slices.Contains(own, name) {
			continue
		}
		if c.Properties[name], err = value(declared(name), cell); err != nil {
			return c, fmt.Errorf("property %s: %w", name, err)
		}
	}
	return c, nil
}

func (f *factReader) readNodes() error {
	return eachTable("nodes", func(name string, records []record) error {
		kind := graph.Kind(name)
		if f.schema.Kind(kind) == nil {
			return fmt.Errorf("no kind %s", kind)
		}
		for _, r := range records {
			common, err := f.common(r, func(p string) *graph.Property { return f.schema.NodeProperty(kind, p) }, "id", "name", "name_en", "aliases", "region")
			if err != nil {
				return fmt.Errorf("%s: %w", r["id"], err)
			}
			n := &graph.Node{ID: graph.ID(r["id"]), Kind: kind, Name: r["name"], NameEn: r["name_en"], Aliases: list(r["aliases"]), Region: r["region"], Common: common}
			n.Normalise()
			f.nodes[n.ID] = n
			f.items = append(f.items, graph.Item{Op: graph.OpPutNode, Node: n})
		}
		return nil
	})
}

func (f *factReader) readEdges() error {
	return eachTable("edges", func(name string, records []record) error {
		relation := graph.Relation(strings.ToUpper(name))
		if f.schema.Relation(relation) == nil {
			return fmt.Errorf("no relation %s", relation)
		}
		for _, r := range records {
			common, err := f.common(r, func(p string) *graph.Property { return f.schema.EdgeProperty(relation, p) }, "from", "to")
			if err != nil {
				return fmt.Errorf("%s to %s: %w", r["from"], r["to"], err)
			}
			f.addEdge(graph.Edge{Relation: relation, From: graph.ID(r["from"]), To: graph.ID(r["to"]), Common: common})
		}
		return nil
	})
}

func (f *factReader) addEdge(e graph.Edge) {
	e.Normalise()
	f.items = append(f.items, graph.Item{Op: graph.OpPutEdge, Edge: &e})
}

// readStrengths joins universities with disciplines, or adds to their strength words.
func (f *factReader) readStrengths(resolve DisciplineResolver) error {
	records, err := readTable("strengths.tsv")
	if err != nil {
		return err
	}
	for _, r := range records {
		school := f.nodes[graph.ID(r["university"])]
		if school == nil {
			return fmt.Errorf("strengths: no university %s", r["university"])
		}
		words := r["words"]
		evidence := r["evidence"]
		delete(r, "words")
		common, err := f.common(r, func(p string) *graph.Property { return f.schema.EdgeProperty(graph.RelHasDiscipline, p) }, "university")
		if err != nil {
			return fmt.Errorf("strength of %s: %w", school.ID, err)
		}
		if resolve != nil && evidence != "" {
			if id, known := resolve(words); known {
				f.addEdge(graph.Edge{Relation: graph.RelHasDiscipline, From: school.ID, To: id, Common: common})
				continue
			}
		}
		addStrengthWord(school, words, common.Sources)
	}
	return nil
}

func addStrengthWord(school *graph.Node, words string, sources []graph.Source) {
	have := school.Properties.Texts("strength_words")
	if !slices.Contains(have, words) {
		school.Properties["strength_words"] = append(slices.Clip(have), words)
	}
	for _, s := range sources {
		if !slices.Contains(school.Sources, s) {
			school.Sources = append(school.Sources, s)
		}
	}
}

// eachTable calls do with every table of a folder under data, by name.
func eachTable(folder string, do func(name string, records []record) error) error {
	entries, err := dataFiles.ReadDir(path.Join("data", folder))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		records, err := readTable(path.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		if err := do(strings.TrimSuffix(entry.Name(), ".tsv"), records); err != nil {
			return fmt.Errorf("%s/%s: %w", folder, entry.Name(), err)
		}
	}
	return nil
}
