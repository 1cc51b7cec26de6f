package neo4jstore

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// sighting is a record as the server shows it.
type sighting struct {
	element  string
	labels   []string // of a node
	edge     bool
	relation graph.Relation
	from, to graph.ID
	tied     bool // both ends carry the label Entity
	stored   map[string]any
}

func sightingOf(rec *neo4j.Record, edge bool) sighting {
	out := sighting{edge: edge, stored: record(rec)}
	out.element, _ = value[string](rec, "element")
	if edge {
		out.relation, out.from, out.to = address(rec)
		out.tied, _ = value[bool](rec, "tied")
		return out
	}
	labels, _ := value[[]any](rec, "labels")
	out.labels = texts(labels)
	return out
}

func (s *sighting) id() graph.ID { return graph.ID(text(s.stored, keyID)) }

// stamp is what the store last wrote beside the record, if nobody has changed that.
func (s *sighting) stamp() apply.Stamp {
	var st apply.Stamp
	st.Version, _ = s.stored[keyVersion].(int64)
	revision, _ := s.stored[keyRevision].(int64)
	st.Revision = graph.Revision(revision)
	st.Load, _ = s.stored[keyLoad].(int64)
	return st
}

// draft is a sighting read as a record of the network, in the form in which it would be
// stored.
type draft struct {
	sighting
	node     *graph.Node
	relative *graph.Edge
	problems []graph.Problem
}

func (r *draft) item() graph.Item {
	if r.edge {
		return graph.Item{Op: graph.OpPutEdge, Edge: r.relative}
	}
	return graph.Item{Op: graph.OpPutNode, Node: r.node}
}

// judge reads what other programs have written, more leniently than [reader] does, and
// says what is wrong with it.
type judge struct {
	schema *graph.Schema
	origin graph.Source
	kinds  map[string]graph.Kind // by label
	list   []graph.Kind
}

func newJudge(schema *graph.Schema, origin graph.Source) judge {
	j := judge{schema: schema, origin: origin, kinds: make(map[string]graph.Kind)}
	for _, k := range schema.Kinds {
		j.kinds[strings.Trim(label(k.Name), "`")] = k.Name
		j.list = append(j.list, k.Name)
	}
	return j
}

// kindsOf are the kinds whose labels a node carries.
func (j *judge) kindsOf(labels []string) []graph.Kind {
	var out []graph.Kind
	for _, l := range labels {
		if k, known := j.kinds[l]; known {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// mislabelled reports a node whose labels are not those of its kind; labels that are no
// kind's are the analysts' own. A kind the schema does not know is not judged.
func (j *judge) mislabelled(kind graph.Kind, labels []string) bool {
	if j.schema.Kind(kind) == nil {
		return false
	}
	kinds := j.kindsOf(labels)
	return len(kinds) != 1 || kinds[0] != kind
}

// problemList collects what is wrong, one thing for each place.
type problemList []graph.Problem

func (l *problemList) add(pointer, code string, params ...string) {
	p := graph.Problem{Pointer: pointer, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if p.Params == nil {
			p.Params = make(map[string]string, len(params)/2)
		}
		p.Params[params[i]] = params[i+1]
	}
	l.put(p)
}

func (l *problemList) put(p graph.Problem) {
	if !slices.ContainsFunc(*l, func(had graph.Problem) bool { return had.Pointer == p.Pointer }) {
		*l = append(*l, p)
	}
}

// of reads a sighting. added: the record is new, so it may lack a source.
func (j *judge) of(s sighting, added bool) *draft {
	r := &draft{sighting: s}
	var list problemList
	prefix := "/items/0/node"
	if s.edge {
		prefix = "/items/0/edge"
		r.relative = j.edge(&s, &list)
	} else {
		r.node = j.node(&s, &list)
	}
	item := r.item()
	if common := commonOf(item); added && len(common.Sources) == 0 && j.origin != (graph.Source{}) {
		common.Sources = []graph.Source{j.origin}
	}
	batch := graph.Batch{Items: []graph.Item{item}}
	for _, err := range []error{batch.Check(), j.schema.Conform(batch, nil)} {
		var invalid *graph.InvalidError
		if !errors.As(err, &invalid) {
			continue
		}
		for _, p := range invalid.Problems {
			p.Pointer = strings.TrimPrefix(p.Pointer, prefix)
			list.put(p)
		}
	}
	r.problems = list
	return r
}

func commonOf(it graph.Item) *graph.Common {
	if it.Op == graph.OpPutEdge {
		return &it.Edge.Common
	}
	return &it.Node.Common
}

func (j *judge) node(s *sighting, list *problemList) *graph.Node {
	n := &graph.Node{ID: s.id(), Kind: graph.Kind(text(s.stored, keyKind))}
	kinds := j.kindsOf(s.labels)
	switch {
	case n.Kind == "" && len(kinds) == 1:
		n.Kind = kinds[0]
	case n.Kind == "":
		labels := slices.DeleteFunc(slices.Sorted(slices.Values(s.labels)), func(l string) bool { return l == entity })
		list.add("/kind", graph.CodeUnknownKind, "value", strings.Join(labels, ", "), "nearest", "")
	case j.mislabelled(n.Kind, s.labels):
		list.add("/kind", CodeOtherLabel, "label", strings.Trim(label(n.Kind), "`"))
	}
	if !slices.Contains(s.labels, entity) {
		list.add("", CodeNoEntity, "label", entity)
	}
	for _, f := range []struct {
		name string
		to   *string
	}{{keyName, &n.Name}, {keyNameEn, &n.NameEn}, {keyRegion, &n.Region}} {
		*f.to = textOf(s.stored, f.name, list)
	}
	switch v := s.stored[keyAliases].(type) {
	case nil:
	case string:
		n.Aliases = []string{v}
	default:
		known, err := property(v)
		var is bool
		if n.Aliases, is = known.([]string); err != nil || !is {
			list.add("/"+keyAliases, graph.CodeWrongType, "want", string(graph.TypeTextList))
		}
	}
	n.Common = commonFrom(s.stored, list)
	n.Normalise()
	return n
}

func (j *judge) edge(s *sighting, list *problemList) *graph.Edge {
	e := &graph.Edge{ID: s.id(), Relation: s.relation, From: s.from, To: s.to, Common: commonFrom(s.stored, list)}
	if _, is := s.stored[keyID].(string); !is && s.stored[keyID] != nil {
		list.add("/"+keyID, graph.CodeWrongType, "want", string(graph.TypeText))
	}
	generated := e.ID == ""
	if def := j.schema.Relation(e.Relation); def != nil && generated {
		// The id is made from the values as they are stored.
		_ = j.schema.Conform(graph.Batch{Items: []graph.Item{{Op: graph.OpPutEdge, Edge: e}}}, nil)
	}
	e.Normalise()
	return e
}

// textOf is a property that must be a text.
func textOf(stored map[string]any, name string, list *problemList) string {
	switch v := stored[name].(type) {
	case nil:
	case string:
		return v
	default:
		list.add("/"+name, graph.CodeWrongType, "want", string(graph.TypeText))
	}
	return ""
}

func commonFrom(stored map[string]any, list *problemList) graph.Common {
	c := graph.Common{Visibility: graph.Visibility(textOf(stored, keyVisibility, list))}
	c.ValidFrom, c.ValidTo = dateOf(stored, keyFrom, list), dateOf(stored, keyTo, list)
	var is bool
	if c.Synthetic, is = stored[keySynthetic].(bool); !is && stored[keySynthetic] != nil {
		list.add("/"+keySynthetic, graph.CodeWrongType, "want", string(graph.TypeBool))
	}
	if sources := textOf(stored, keySources, list); sources != "" {
		if err := json.Unmarshal([]byte(sources), &c.Sources); err != nil {
			list.add("/"+keySources, graph.CodeBadSyntax, "detail", err.Error())
		}
	}
	for key, value := range stored {
		if isReserved(key) || key == keyLoad || key == keySum {
			continue
		}
		name := strings.TrimPrefix(key, "_")
		if day, is := value.(dbtype.Date); is {
			value = day.Time().Format("2006-01-02")
		}
		known, err := property(value)
		if err != nil {
			list.add("/properties/"+name, graph.CodeWrongType, "want", "string, integer, number, boolean or a list of one of these")
			continue
		}
		if c.Properties == nil {
			c.Properties = make(graph.Properties, len(stored))
		}
		c.Properties[name] = known
	}
	slices.SortFunc(*list, func(a, b graph.Problem) int { return strings.Compare(a.Pointer, b.Pointer) })
	return c
}

// dateOf reads a date written as a text, as a date of the server's or as a year.
func dateOf(stored map[string]any, name string, list *problemList) graph.Date {
	var written string
	switch v := stored[name].(type) {
	case nil:
		return graph.Date{}
	case string:
		written = v
	case int64:
		written = strconv.FormatInt(v, 10)
	case dbtype.Date:
		written = v.Time().Format("2006-01-02")
	default:
		list.add("/"+name, graph.CodeWrongType, "want", string(graph.TypeDate))
		return graph.Date{}
	}
	d, err := graph.ParseDate(written)
	if err != nil {
		list.add("/"+name, graph.CodeBadDate, "value", written)
	}
	return d
}
