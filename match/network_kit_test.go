package match

import (
	"fmt"

	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// projectOf makes a project node; framework "" is the present one.
func projectOf(id graph.ID, framework, start string) graph.Node {
	n := graph.Node{ID: id, Kind: graph.KindProject, Name: string(id)}
	n.ValidFrom = graph.MustDate(start)
	n.Properties = graph.Properties{}
	if framework != "" {
		n.Properties["framework"] = framework
	}
	return n
}

func bodyOf(id graph.ID, kind graph.Kind, region, country string) graph.Node {
	n := graph.Node{ID: id, Kind: kind, Name: string(id), Region: region}
	n.Properties = graph.Properties{}
	if country != "" {
		n.Properties["country"] = country
	}
	return n
}

func (w *network) joins(project graph.ID, bodies ...graph.ID) {
	for _, b := range bodies {
		w.edge(graph.Edge{Relation: graph.RelParticipatesIn, From: b, To: project})
	}
}

const olderFramework = "Horizon 2020"

// drawHistory makes a random network of bodies that take part in projects, a few of an
// earlier framework, with collaborations and repeated participations.
func drawHistory(t *rapid.T) *network {
	w := &network{}
	projects := rapid.IntRange(1, 6).Draw(t, "projects")
	for i := range projects {
		framework := rapid.SampledFrom([]string{"", "", olderFramework}).Draw(t, "framework")
		start := rapid.SampledFrom([]string{"", "2019-05-01", "2022-01-01", "2024"}).Draw(t, "start")
		w.node(projectOf(graph.ID(fmt.Sprintf("p:%d", i)), framework, start))
	}
	bodies := rapid.IntRange(2, 8).Draw(t, "bodies")
	for i := range bodies {
		kind := rapid.SampledFrom([]graph.Kind{graph.KindUniversity, graph.KindInstitute, graph.KindEnterprise}).Draw(t, "kind")
		region := rapid.SampledFrom([]string{"", "DE21A", "DE212", "FR101"}).Draw(t, "region")
		country := rapid.SampledFrom([]string{"", "DE", "FR"}).Draw(t, "country")
		w.node(bodyOf(graph.ID(fmt.Sprintf("b:%d", i)), kind, region, country))
	}
	for range rapid.IntRange(0, 24).Draw(t, "edges") {
		b := graph.ID(fmt.Sprintf("b:%d", rapid.IntRange(0, bodies-1).Draw(t, "body")))
		e := graph.Edge{Relation: graph.RelParticipatesIn, From: b, To: graph.ID(fmt.Sprintf("p:%d", rapid.IntRange(0, projects-1).Draw(t, "project")))}
		e.Properties = graph.Properties{"role": rapid.SampledFrom([]string{"coordinator", "participant"}).Draw(t, "role")}
		if rapid.IntRange(0, 5).Draw(t, "tie") == 0 {
			e = graph.Edge{Relation: graph.RelCollaboratesWith, From: b, To: graph.ID(fmt.Sprintf("b:%d", rapid.IntRange(0, bodies-1).Draw(t, "other")))}
			e.Properties = graph.Properties{"topic": rapid.SampledFrom([]string{"x", "y"}).Draw(t, "topic")}
		}
		w.edge(e)
	}
	return w
}

// askHistory draws a question over the history; words are known by the ids of projects.
func askHistory(t *rapid.T, v snapshot.View) Question {
	q := Question{View: v, Use: rapid.SampledFrom(NetworkSets()).Draw(t, "set"), StaleDays: 1000}
	if n, known := v.Lookup("b:0"); known && rapid.IntRange(0, 3).Draw(t, "requester") > 0 {
		q.Requester = Requester{Node: n, Known: true}
	} else {
		q.Requester = Requester{Country: rapid.SampledFrom([]string{"", "DE"}).Draw(t, "country"), Region: rapid.SampledFrom([]string{"", "DE21"}).Draw(t, "from")}
	}
	q.NewOnly = rapid.IntRange(0, 4).Draw(t, "new") == 0
	if rapid.IntRange(0, 4).Draw(t, "words") == 0 {
		return q
	}
	texts := &ProjectText{Own: q.Requester.Known && rapid.IntRange(0, 2).Draw(t, "own") == 0, Lengths: make([]int32, v.Bound())}
	terms := rapid.IntRange(1, 3).Draw(t, "terms")
	for range terms {
		texts.Terms = append(texts.Terms, TermPostings{Times: rapid.IntRange(1, 3).Draw(t, "asked")})
	}
	for i := range 6 {
		n, known := v.Lookup(graph.ID(fmt.Sprintf("p:%d", i)))
		if !known {
			continue
		}
		texts.Lengths[n] = int32(rapid.IntRange(0, 20).Draw(t, "length"))
		for k := range texts.Terms {
			if times := rapid.IntRange(0, 3).Draw(t, "times"); times > 0 && texts.Lengths[n] > 0 {
				texts.Terms[k].Postings = append(texts.Terms[k].Postings, Posting{N: n, Times: int32(times)})
			}
		}
	}
	q.Text.Projects = texts
	return q
}

// againHistory asks the same of another view.
func againHistory(q Question, v snapshot.View) Question {
	out := q
	out.View = v
	if q.Requester.Known {
		out.Requester.Node, out.Requester.Known = v.Lookup(q.View.ID(q.Requester.Node))
	}
	if in := q.Text.Projects; in != nil {
		texts := &ProjectText{Own: in.Own, Lengths: make([]int32, v.Bound())}
		for n, length := range in.Lengths {
			if length > 0 {
				if m, known := v.Lookup(q.View.ID(snapshot.N(n))); known {
					texts.Lengths[m] = length
				}
			}
		}
		for _, term := range in.Terms {
			moved := TermPostings{Times: term.Times}
			for _, p := range term.Postings {
				if m, known := v.Lookup(q.View.ID(p.N)); known {
					moved.Postings = append(moved.Postings, Posting{N: m, Times: p.Times})
				}
			}
			texts.Terms = append(texts.Terms, moved)
		}
		out.Text.Projects = texts
	}
	return out
}
