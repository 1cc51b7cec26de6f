package cordis

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"chuangmai/graph"
)

// bodiesTable is the name of the table of organisations.
const bodiesTable = "organizations" //nolint:misspell // as the publisher spells it

// readOrganisations writes the organisations that take part in what was read.
func (w *writer) readOrganisations() error {
	path, err := find(w.options.Dir, bodiesTable)
	if err != nil {
		return err
	}
	return w.each(path, []string{"id", "legal_name", "activity_type"}, func(t *table) ([]graph.Problem, error) {
		id := t.text("id")
		if problem := badNumber("id", id); problem != nil {
			return problem, nil
		}
		if _, takesPart := w.bodies[id]; !takesPart {
			return nil, nil
		}
		n, problem := organisation(id, t.text("legal_name"), t.text("activity_type"), t.text("sme"), t.text("country"))
		if problem != nil {
			return problem, nil
		}
		if short := strings.TrimSpace(t.text("short_name")); short != "" && short != n.Name {
			n.Aliases = []string{short}
		}
		if code := strings.TrimSpace(t.text("nuts_code")); isRegion(code) {
			n.Region = code
		}
		delete(w.bodies, id)
		return nil, w.node(w.here(t), n)
	})
}

// organisation makes the node of an organisation.
func organisation(id, name, activity, sme, country string) (graph.Node, []graph.Problem) {
	n := graph.Node{ID: bodyID(id), Name: strings.TrimSpace(name)}
	n.Properties = graph.Properties{}
	switch activity {
	case "HES":
		n.Kind = graph.KindUniversity
	case "REC":
		n.Kind = graph.KindInstitute
	case "PRC":
		n.Kind = graph.KindEnterprise
	case "PUB":
		n.Kind = graph.KindGovernment
	case "OTH":
		n.Kind = graph.KindInstitute
		n.Properties["type"] = "other"
	default:
		return n, problems("activity_type", graph.CodeUnknownTerm, "value", activity, "allowed", "HES, REC, PRC, PUB, OTH")
	}
	if n.Name == "" {
		return n, problems("legal_name", graph.CodeMissing)
	}
	if n.Kind == graph.KindEnterprise {
		answer, known := map[string]string{"true": "yes", "false": "no", "": "unknown"}[sme]
		if !known {
			return n, problems("sme", graph.CodeUnknownTerm, "value", sme, "allowed", "true, false")
		}
		n.Properties["sme"] = answer
	}
	if country = strings.TrimSpace(country); country != "" {
		if n.Kind != graph.KindGovernment { // which says it by its region
			n.Properties["country"] = country
		}
		if isRegion(country) {
			n.Region = country
		}
	}
	return n, nil
}

// isRegion reports whether a code is one of the nomenclature of regions: a country's two
// letters and up to three more signs.
func isRegion(code string) bool {
	if len(code) < 2 || len(code) > 5 {
		return false
	}
	for i := range len(code) {
		letter := 'A' <= code[i] && code[i] <= 'Z'
		if !letter && (i < 2 || code[i] < '0' || code[i] > '9') {
			return false
		}
	}
	return true
}

// readHistory writes the projects of the earlier programme and who took part.
func (w *writer) readHistory() error {
	if w.options.History == "" {
		return nil
	}
	return w.each(w.options.History, []string{"rcn", "role", "pic", "type", "country", "start_date"}, func(t *table) ([]graph.Problem, error) {
		rcn := t.text("rcn")
		if problem := badNumber("rcn", rcn); problem != nil {
			return problem, nil
		}
		start, problem := date("start_date", t.text("start_date"))
		if problem != nil {
			return problem, nil
		}
		if !w.wanted(start) {
			return nil, nil
		}
		id := graph.ID("rcn:" + rcn)
		if !w.history[rcn] {
			w.history[strings.Clone(rcn)] = true
			if err := w.node(w.here(t), graph.Node{
				ID: id, Kind: graph.KindProject, Name: HistoryFramework + " project " + rcn,
				Common: graph.Common{ValidFrom: start, Properties: graph.Properties{"framework": HistoryFramework}},
			}); err != nil {
				return nil, err
			}
		}
		b := body{kind: strings.Clone(t.text("type")), country: strings.Clone(t.text("country"))}
		return w.participation(t, id, tie{"rcn:" + rcn, t.text("pic"), t.text("role")}, "pic", t.text("contribution"), b)
	})
}

// readHistoryNames writes the organisations that only the history knows, by the names of
// its own table when there is one. Those that no table knows are an error of the
// participation that names them.
func (w *writer) readHistoryNames() error {
	if w.options.History != "" {
		if path, err := find(filepath.Dir(w.options.History), bodiesTable+"_2017"); err == nil {
			if err := w.each(path, []string{"pic", "name"}, func(t *table) ([]graph.Problem, error) {
				id := t.text("pic")
				b, wanted := w.bodies[id]
				name := strings.TrimSpace(t.text("name"))
				if !wanted || b.kind == "" || name == "" {
					return nil, nil
				}
				n, problem := organisation(id, name, b.kind, "", b.country)
				if problem != nil {
					return problem, nil
				}
				delete(w.bodies, id)
				return nil, w.node(w.here(t), n)
			}); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.bodies)) {
		b := w.bodies[id]
		if b.kind == "" {
			w.reject(w.out.files[b.file], int(b.line), problems("org_id", graph.CodeUnknownNode, "id", string(bodyID(id))))
			continue
		}
		n, problem := organisation(id, "PIC "+id, b.kind, "", b.country)
		if problem != nil {
			w.reject(w.out.files[b.file], int(b.line), problem)
			continue
		}
		if err := w.node(origin{b.file, b.line}, n); err != nil {
			return err
		}
	}
	return nil
}
