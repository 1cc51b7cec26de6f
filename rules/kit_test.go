package rules

import (
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
	"chuangmai/team/teamtest"
)

// net is a small network around one centre "c:1".
type net struct{ teamtest.Network }

// national and provincial begin a network with a centre of that level.
func national(class string, pairs ...any) *net {
	w := &net{}
	w.Node("c:1", graph.KindCenter, "国家中心", append([]any{"level", "national", "class", class}, pairs...)...).Region = "320500"
	return w
}

func provincial(pairs ...any) *net {
	w := &net{}
	w.Node("c:1", graph.KindCenter, "省中心", append([]any{"level", "provincial"}, pairs...)...).Region = "320500"
	return w
}

// with adds a node and an edge from it to the centre, or to it when out.
func (w *net) from(id graph.ID, kind graph.Kind, relation graph.Relation, pairs ...any) *net {
	w.Node(id, kind, string(id))
	w.Edge(relation, id, "c:1", pairs...)
	return w
}

func (w *net) to(id graph.ID, kind graph.Kind, relation graph.Relation, pairs ...any) *net {
	w.Node(id, kind, string(id))
	w.Edge(relation, "c:1", id, pairs...)
	return w
}

// having sets properties of the node added last.
func (w *net) having(pairs ...any) *net {
	n := &w.Nodes[len(w.Nodes)-1]
	for i := 0; i+1 < len(pairs); i += 2 {
		n.Properties[pairs[i].(string)] = pairs[i+1]
	}
	return w
}

func (w *net) at(region string) *net {
	w.Nodes[len(w.Nodes)-1].Region = region
	return w
}

// since sets the beginning of the edge added last.
func (w *net) since(date string) *net {
	w.Edges[len(w.Edges)-1].ValidFrom = graph.MustDate(date)
	return w
}

func (w *net) node(id graph.ID, kind graph.Kind, pairs ...any) *net {
	w.Node(id, kind, string(id), pairs...)
	return w
}

func (w *net) edge(relation graph.Relation, from, to graph.ID, pairs ...any) *net {
	w.Edge(relation, from, to, pairs...)
	return w
}

// sound fails the test where the network is none that a store would take.
func (w *net) sound(t *testing.T) *net {
	t.Helper()
	kinds := make(map[graph.ID]graph.Kind)
	for _, n := range w.Nodes {
		kinds[n.ID] = n.Kind
		for name := range n.Properties {
			if def := graph.BuiltinSchema().NodeProperty(n.Kind, name); def == nil || !def.Ranked {
				t.Errorf("%s: the picture keeps no property %s of a %s", n.ID, name, n.Kind)
			}
		}
	}
	for _, e := range w.Edges {
		if !graph.BuiltinSchema().Joins(e.Relation, kinds[e.From], kinds[e.To]) {
			t.Errorf("%s does not join %s and %s", e.Relation, kinds[e.From], kinds[e.To])
		}
	}
	return w
}

// result judges one subject, or the network for "", by one rule.
func result(t *testing.T, v snapshot.View, rule string, subject graph.ID) Result {
	t.Helper()
	r, known := ByID(rule)
	if !known {
		t.Fatalf("no rule %s", rule)
	}
	q := Query{Rules: []*Rule{r}}
	if subject != "" {
		n, known := v.Lookup(subject)
		if !known {
			t.Fatalf("no node %s", subject)
		}
		q.Node, q.HasNode = n, true
	}
	for _, found := range Check(v, q) {
		if subject != "" || !found.HasNode {
			return found
		}
	}
	t.Fatalf("%s was not checked", rule)
	return Result{}
}

// worded fails the test where a sentence of a result is not whole in both languages.
func worded(t interface {
	Helper()
	Errorf(string, ...any)
}, r Result,
) {
	t.Helper()
	messages := []phrase.Message{r.Found}
	if r.Record != nil {
		messages = append(messages, *r.Record)
	}
	for _, m := range messages {
		for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
			if text := m.Render(lang); text == m.Code || containsBrace(text) {
				t.Errorf("%s: %q is not whole", r.Rule.ID, text)
			}
		}
	}
}

func containsBrace(s string) bool {
	for _, r := range s {
		if r == '{' || r == '}' {
			return true
		}
	}
	return false
}
