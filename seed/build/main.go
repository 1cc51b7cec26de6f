package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"chuangmai/graph"
)

func main() {
	shared := flag.String("shared", "", "folder with the collected data sets (holds data/jiangsu and others)")
	out := flag.String("out", "seed/data", "folder to write the tables to")
	names := flag.String("names", "seed/testdata/names.tsv", "file for the names that must stay resolvable")
	flag.Parse()
	if *shared == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*shared, *out, *names); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(shared, out, names string) error {
	files, list, err := build(shared)
	if err != nil {
		return err
	}
	text, err := list.encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(names, text, 0o600); err != nil {
		return err
	}
	return save(files, out)
}

// build reads the data sets and returns the tables by path and the list of names that
// must stay resolvable.
func build(shared string) (files map[string]table, names table, err error) {
	w := newWorld()
	if w.ror, err = readROR(shared); err != nil {
		return nil, names, err
	}
	if err := w.readDecisions(); err != nil {
		return nil, names, err
	}
	// The order is that of names: the first file to declare a body prints its name.
	for _, step := range []func(string) error{
		w.addRegions, w.addIndustries, w.readSchools, w.declareNames, w.addUniversities, w.addZones, w.addEnterprises, w.addInstitutes,
		w.addCenters, w.addLaboratories, w.addResources, w.addEngineeringCentres, w.addCollaborations, w.addDualAppointments, w.addRecognitions, w.addDemands, w.addStrengths,
	} {
		if err := step(shared); err != nil {
			return nil, names, err
		}
	}
	if err := w.addExtra(); err != nil {
		return nil, names, err
	}
	if err := w.applySame(); err != nil {
		return nil, names, err
	}
	w.applyROR()
	w.finish()
	if len(w.errs) > 0 {
		return nil, names, errors.Join(w.errs...)
	}
	names, err = namesToResolve(shared)
	return w.files(), names, err
}

func newWorld() *world {
	return &world{
		byName: make(map[string]*body), same: make(map[string]string), actors: make(map[string]string), known: make(map[string]row),
		forms: make(map[string]row), regions: make(map[string]*body), schools: make(map[string]row),
	}
}

// declareNames declares institutes and centres by name before anything refers to them.
func (w *world) declareNames(shared string) error {
	rows, err := readCSV(shared, "jiangsu/institutes.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.declare(graph.Kind(w.forms[r["kind"]]["kind"]), r["name"], r["english_name"], rowSources(r))
	}
	rows, err = readCSV(shared, "jiangsu/centers.csv")
	for _, r := range rows {
		w.declare(graph.KindCenter, r["name"], r["english_name"], rowSources(r))
	}
	return err
}

// finish places what only a decision places, flags every copy of a mirror's address and
// drops repeated edges.
func (w *world) finish() {
	mirrors := make(map[string]bool)
	each := func(do func([]source) []source) {
		for _, b := range w.bodies {
			b.sources = do(b.sources)
		}
		for _, l := range w.links {
			l.sources = do(l.sources)
		}
		for i := range w.extra {
			w.extra[i].sources = do(w.extra[i].sources)
		}
	}
	for _, b := range w.bodies {
		if b.region == "" || b.kind == graph.KindRegion {
			continue
		}
		at := w.regions[b.region]
		if at == nil {
			w.fail("%s: no region %s", b.name, b.region)
		} else if !slices.ContainsFunc(w.links, func(l *link) bool {
			return l.relation == graph.RelLocatedIn && l.from == b && l.to.kind == graph.KindRegion
		}) {
			w.link(graph.RelLocatedIn, b, at, b.sources)
		}
	}
	each(func(list []source) []source {
		for _, s := range list {
			if s.mirror {
				mirrors[host(s.address)] = true
			}
		}
		return list
	})
	each(func(list []source) []source { return tidySources(list, mirrors) })
	w.links = mergeLinks(w.links)
}

// tidySources keeps one source per address and flags those on the hosts of mirrors.
func tidySources(list []source, mirrors map[string]bool) []source {
	var out []source
	for _, s := range list {
		s.mirror = mirrors[host(s.address)] && s.address != "" && (s.mirror || !ofPublisher(s.address))
		if at := slices.IndexFunc(out, func(o source) bool { return s.address != "" && o.address == s.address }); at >= 0 {
			if len(s.seen) > len(out[at].seen) {
				out[at].seen = s.seen
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// mergeLinks makes one edge of those that say the same.
func mergeLinks(links []*link) []*link {
	seen := make(map[string]*link)
	var out []*link
	for _, l := range links {
		var key strings.Builder
		fmt.Fprintf(&key, "%s %s %s %s", l.relation, l.from.id(), l.to.id(), l.valid)
		for _, name := range slices.Sorted(maps.Keys(l.props)) {
			key.WriteString(" " + name + "=" + l.props[name])
		}
		if first := seen[key.String()]; first != nil {
			first.sources = addSources(first.sources, l.sources)
			continue
		}
		seen[key.String()] = l
		out = append(out, l)
	}
	return out
}

// namesToResolve lists every name that a person may type from the collected files.
func namesToResolve(shared string) (table, error) {
	t := table{columns: []string{"file", "name"}}
	for _, name := range []string{"institutes", "centers", "key_laboratories", "equipment", "equipment_more", "resources_more", "university_strengths"} { //nolint:misspell // names of data sets
		rows, err := readCSV(shared, "jiangsu/"+name+".csv")
		if err != nil {
			return t, err
		}
		for _, r := range rows {
			line := []string{name, r["name"] + r["university"]}
			if !slices.ContainsFunc(t.rows, func(have []string) bool { return slices.Equal(have, line) }) {
				t.rows = append(t.rows, line)
			}
		}
	}
	rows, err := readCSV(shared, "china-universities/universities_2017.csv")
	for _, r := range rows {
		if r["province"] == "江苏省" {
			t.rows = append(t.rows, []string{"universities_2017", r["name"]})
		}
	}
	return t, err
}
