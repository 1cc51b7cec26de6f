package search

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"chuangmai/graph"
)

// counted is a document as the reference sees it: every field's tokens, counted.
type counted struct {
	times  [scoredFields]map[string]int
	length [scoredFields]int
}

// countedNode cuts a node without keywords into tokens, value by value, by the rules of the fields' comments.
func countedNode(a *analyser, n *graph.Node) counted {
	var c counted
	for f := range c.times {
		c.times[f] = make(map[string]int)
	}
	value := func(s string, name bool) {
		t := a.cut(foldQuery(s))
		for f := range Field(scoredFields) {
			if (f == FieldNameBigrams || f == FieldNameWords) && !name {
				continue
			}
			t.terms(f, func(term string, start, end int) {
				times := 1
				switch {
				case f == FieldEnglish && name:
					times = 2
				case f != FieldEnglish && !t.chinese() && !dropped(t.folded[start:end]):
					return // English text stands in FieldEnglish alone
				}
				c.times[f][term] += times
				c.length[f] += times
			})
		}
	}
	value(n.Name, true)
	for _, alias := range n.Aliases {
		value(alias, true)
	}
	for _, text := range n.Properties.Texts("summary") {
		value(text, false)
	}
	return c
}

// okapi is BM25 as it is written down, over all documents given.
func okapi(docs map[string]counted, f Field, term, id string) float64 {
	k1, b := 1.2, 0.4
	if f == FieldEnglish {
		b = 0.75
	}
	n, df, total := 0.0, 0.0, 0.0
	for _, d := range docs {
		if d.length[f] > 0 {
			n++
		}
		if d.times[f][term] > 0 {
			df++
		}
		total += float64(d.length[f])
	}
	tf := float64(docs[id].times[f][term])
	if tf == 0 {
		return 0
	}
	idf := math.Log(1 + (n-df+0.5)/(df+0.5))
	return idf * tf * (k1 + 1) / (tf + k1*(1-b+b*float64(docs[id].length[f])/(total/n)))
}

// TestScoresEqualReference compares the addends of all fields with BM25 computed from the nodes themselves, over any
// view: what is hidden is not in the reference at all.
func TestScoresEqualReference(t *testing.T) {
	a := testAnalyser(t)
	rapid.Check(t, func(rt *rapid.T) {
		var nodes []graph.Node
		for i := range rapid.IntRange(1, 12).Draw(rt, "nodes") {
			nodes = append(nodes, drawNode(rt, strconv.Itoa(i)))
		}
		visible := rapid.SliceOfN(rapid.Bool(), len(nodes), len(nodes)).Draw(rt, "visible")
		ix := open(t, options(t, nodes))
		half := rapid.IntRange(0, len(nodes)).Draw(rt, "first batch")
		update(t, ix, 1, nodes[:half]...)
		update(t, ix, 2, nodes[half:]...)
		docs := make(map[string]counted)
		for i := range nodes {
			if visible[i] {
				docs[string(nodes[i].ID)] = countedNode(a, &nodes[i])
			}
		}
		v := View{Visible: func(n int32) bool { return visible[n] }}
		r := read(t, ix)
		for _, question := range drawQuestions(rt) {
			result := ask(t, r, Query{Text: question, Explain: true, Limit: len(nodes)}, v)
			hits := make(map[string]map[string]float64)
			for _, h := range result.Hits {
				hits[h.ID] = make(map[string]float64)
				for _, addend := range h.Addends {
					hits[h.ID][addend.Name] = addend.Value
				}
			}
			if result.Total != len(hits) {
				rt.Errorf("%q: total %d, hits %d", question, result.Total, len(hits))
			}
			for id := range docs {
				compareWithReference(rt, ix.plan(question), docs, id, hits[id])
			}
			for id := range hits {
				if _, ok := docs[id]; !ok {
					rt.Errorf("%q finds hidden %s", question, id)
				}
			}
		}
	})
}

// compareWithReference checks the addends of the fields; the others have tests of their own.
func compareWithReference(t *rapid.T, p plan, docs map[string]counted, id string, got map[string]float64) {
	t.Helper()
	weights := defaultTuning().parts
	var want, ordering [parts]float64
	for _, c := range p.clauses {
		value := weights[c.part] * c.weight * 2 * float64(c.times) / float64(c.times+1) * okapi(docs, c.field, c.term, id)
		if c.orders {
			ordering[c.part] += value
		} else {
			want[c.part] += value
		}
	}
	finds := got[partNames[partSound]]+got[partNames[partGap]] > 0
	for _, value := range want {
		finds = finds || value > 0
	}
	for _, part := range fieldParts {
		if finds {
			want[part] += ordering[part]
		}
		if got := got[partNames[part]]; math.Abs(got-want[part]) > 1e-9 {
			t.Errorf("%q, %s, %s: %v, want %v", p.text.folded, id, partNames[part], got, want[part])
		}
	}
}
