package cordis

import (
	"errors"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// Frameworks as projects name them.
const (
	Framework        = "Horizon Europe"
	HistoryFramework = "Horizon 2020"
)

// readObjectives keeps the objectives, which stand in tables of their own.
func (w *writer) readObjectives() error {
	var paths []string
	for _, ending := range []string{"objectives*.csv.gz", "objectives*.csv"} {
		found, err := filepath.Glob(filepath.Join(w.options.Dir, ending))
		if err != nil {
			return err
		}
		paths = append(paths, found...)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := w.each(path, []string{"id", "objective"}, func(t *table) ([]graph.Problem, error) {
			id := strings.Clone(t.text("id"))
			if problem := badNumber("id", id); problem != nil {
				return problem, nil
			}
			w.objectives[id] = strings.Clone(t.text("objective"))
			return nil, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) readProjects() error {
	path, err := find(w.options.Dir, "projects")
	if err != nil {
		return err
	}
	return w.each(path, []string{"id", "title", "start_date"}, func(t *table) ([]graph.Problem, error) {
		id := strings.Clone(t.text("id"))
		if problem := badNumber("id", id); problem != nil {
			return problem, nil
		}
		if w.projects[id] {
			return problems("id", graph.CodeRepeated, "id", id), nil
		}
		start, problem := date("start_date", t.text("start_date"))
		if problem != nil {
			return problem, nil
		}
		end, problem := date("end_date", t.text("end_date"))
		if problem != nil {
			return problem, nil
		}
		cost, problem := amount("total_cost", t.text("total_cost"))
		if problem != nil {
			return problem, nil
		}
		if strings.TrimSpace(t.text("title")) == "" {
			return problems("title", graph.CodeMissing), nil
		}
		if !w.wanted(start) {
			return nil, nil
		}
		w.projects[id] = true
		props := graph.Properties{"framework": Framework, "currency": "EUR"}
		for property, text := range map[string]string{
			"acronym": t.text("acronym"), "objective": w.objectives[id], "topic_code": t.text("topic_code"), "topic": t.text("topic_title"),
			"start": start.String(), "end": end.String(),
		} {
			if text = strings.TrimSpace(text); text != "" {
				props[property] = text
			}
		}
		if cost > 0 {
			props["total_cost"] = cost
		}
		if words := keywords(t.text("keywords")); len(words) > 0 {
			props["capability_words"] = words
		}
		delete(w.objectives, id)
		return nil, w.node(w.here(t), graph.Node{
			ID: projectID(id), Kind: graph.KindProject, Name: strings.TrimSpace(t.text("title")),
			Common: graph.Common{ValidFrom: start, Properties: props},
		})
	})
}

func projectID(id string) graph.ID { return graph.ID("cordis:" + id) }
func bodyID(id string) graph.ID    { return graph.ID("pic:" + id) }

// wanted reports whether a project that starts then is read.
func (w *writer) wanted(start graph.Date) bool {
	return w.options.Until.IsZero() || !start.IsZero() && start.First() < w.options.Until.First()
}

// roles are those of participations.
var roles = map[string]string{
	"coordinator": "coordinator", "participant": "participant", "associatedPartner": "associated", "partner": "associated", "thirdParty": "third_party",
}

func (w *writer) readParticipations() error {
	path, err := find(w.options.Dir, "participations")
	if err != nil {
		return err
	}
	return w.each(path, []string{"project_id", "org_id", "role"}, func(t *table) ([]graph.Problem, error) {
		project := t.text("project_id")
		if !w.projects[project] {
			return badNumber("project_id", project), nil
		}
		return w.participation(t, projectID(project), tie{project, t.text("org_id"), t.text("role")}, "org_id", t.text("ec_contribution"), body{})
	})
}

// participation writes the edge of a row and remembers the organisation.
func (w *writer) participation(t *table, project graph.ID, s tie, column, contribution string, b body) ([]graph.Problem, error) {
	if problem := badNumber(column, s.body); problem != nil {
		return problem, nil
	}
	role, known := roles[s.role]
	if !known {
		return problems("role", graph.CodeUnknownTerm, "value", s.role, "allowed", "coordinator, participant, associatedPartner, partner, thirdParty"), nil
	}
	share, problem := amount("contribution", contribution)
	if problem != nil {
		return problem, nil
	}
	s = tie{strings.Clone(s.project), strings.Clone(s.body), role}
	if w.ties[s] {
		return nil, nil
	}
	w.ties[s] = true
	if _, known := w.bodies[s.body]; !known {
		at := w.here(t)
		b.file, b.line = at.file, at.line
		w.bodies[s.body] = b
	}
	props := graph.Properties{"role": role}
	if share > 0 {
		props["amount"] = share
	}
	return nil, w.edge(w.here(t), graph.Edge{
		Relation: graph.RelParticipatesIn, From: bodyID(s.body), To: project, Common: graph.Common{Properties: props},
	})
}

// readFields joins projects to their field labels.
func (w *writer) readFields() error {
	path, err := find(w.options.Dir, "euroscivoc")
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) { // the labels may be left out
			return nil
		}
		return err
	}
	return w.each(path, []string{"project_id", "code", "path"}, func(t *table) ([]graph.Problem, error) {
		project, code := t.text("project_id"), last(t.text("code"))
		if !w.projects[project] {
			return badNumber("project_id", project), nil
		}
		if problem := badNumber("code", code); problem != nil {
			return problem, nil
		}
		label := last(t.text("path"))
		if label == "" {
			return problems("path", graph.CodeMissing), nil
		}
		id := graph.ID("euroscivoc:" + code)
		if !w.fields[code] {
			w.fields[strings.Clone(code)] = true
			if err := w.node(w.here(t), graph.Node{ID: id, Kind: graph.KindField, Name: label, NameEn: label}); err != nil {
				return nil, err
			}
		}
		s := tie{strings.Clone(project), string(id), ""}
		if w.ties[s] {
			return nil, nil
		}
		w.ties[s] = true
		return nil, w.edge(w.here(t), graph.Edge{Relation: graph.RelInField, From: projectID(project), To: id})
	})
}

// last returns the last part of a path.
func last(path string) string {
	path = strings.TrimRight(path, "/")
	return strings.TrimSpace(path[strings.LastIndexByte(path, '/')+1:])
}

// keywords cuts a list of key words.
func keywords(list string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = strings.TrimSpace(word); word != "" && len(out) < graph.MaxList {
			out = append(out, word)
		}
	}
	return out
}

// badNumber reports a value that is no identification number.
func badNumber(column, value string) []graph.Problem {
	switch {
	case value == "":
		return problems(column, graph.CodeMissing)
	case len(value) > 20 || strings.Trim(value, "0123456789") != "":
		return problems(column, graph.CodeWrongType, "want", "number")
	}
	return nil
}

// missing reports whether a value says that nothing is known.
func missing(value string) bool { return value == "" || value == "NA" }

// date reads a date; a missing one is the zero date.
func date(column, value string) (graph.Date, []graph.Problem) {
	if missing(value) {
		return graph.Date{}, nil
	}
	d, err := graph.ParseDate(value)
	if err != nil {
		return d, problems(column, graph.CodeBadDate, "value", value)
	}
	return d, nil
}

// amount reads a sum of money; a missing one is 0.
func amount(column, value string) (float64, []graph.Problem) {
	if missing(value) {
		return 0, nil
	}
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0, problems(column, graph.CodeWrongType, "want", "number")
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, problems(column, graph.CodeNotFinite)
	}
	return x, nil
}

func problems(column, code string, pairs ...string) []graph.Problem {
	p := graph.Problem{Pointer: "/" + column, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Params == nil {
			p.Params = make(map[string]string)
		}
		p.Params[pairs[i]] = pairs[i+1]
	}
	return []graph.Problem{p}
}
