package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
)

// DefaultQuestions is how many questions are made of the network when nothing is said.
const DefaultQuestions = 400

// split makes questions of who joined whom after a date. They are asked of the network as
// it was on that date: nothing that began later is in its history, texts or candidates.
//
// For the set of those who say nothing ([match.SetNext]) a question is an enterprise, and
// what it joined later is judged; for the others it is a later project or collaboration
// with words, asked by one of its members, and the other members are judged.
func (t *tuner) split(ctx context.Context) error {
	view, _, release, err := t.service.Advisor.View(advise.Scope{})
	if err != nil {
		return err
	}
	defer release()
	s := &splitter{tuner: t, view: view, then: view.Picture().View(t.opts.Split.Last(), view.Audience())}
	events := s.events()
	if t.opts.Set == match.SetNext {
		s.byRequester(events)
	} else if err := s.byEvent(ctx, events); err != nil {
		return err
	}
	most := t.opts.Questions
	if most <= 0 {
		most = DefaultQuestions
	}
	for i, one := range s.made { // evenly, in the order of their ids
		if len(s.made) <= most || i*most/len(s.made) != (i+1)*most/len(s.made) {
			t.take(one)
		}
	}
	return nil
}

// splitter is a split being made.
type splitter struct {
	*tuner
	view, then snapshot.View // today and on the date
	made       []question
}

// laterEvent is a project or collaboration that began after the date, with those of its
// members that were there before.
type laterEvent struct {
	id      graph.ID
	edge    bool // a collaboration
	lead    snapshot.N
	members []snapshot.N
}

// events are in the order of their ids.
func (s *splitter) events() []laterEvent {
	v, cut := s.view, s.opts.Split.Last()
	var out []laterEvent
	took, worked := v.Rel(graph.RelParticipatesIn), v.Rel(graph.RelCollaboratesWith)
	add := func(ev laterEvent, members ...snapshot.N) {
		slices.Sort(members)
		for _, m := range slices.Compact(members) {
			if s.then.Has(m) {
				ev.members = append(ev.members, m)
			}
		}
		if len(ev.members) > 1 {
			out = append(out, ev)
		}
	}
	for n := range v.Nodes(match.EventKinds()...) {
		if start, _ := v.Validity(n); start <= cut {
			continue
		}
		ev := laterEvent{id: v.ID(n), lead: -1}
		var members []snapshot.N
		for e, m := range v.In(n, took) {
			members = append(members, m)
			if v.Edge(e).Qualifier == "coordinator" {
				ev.lead = m
			}
		}
		add(ev, members...)
	}
	for n := range v.Nodes() {
		for e, other := range v.Out(n, worked) {
			if other != n && v.Edge(e).Start > cut {
				add(laterEvent{id: v.EdgeID(e), edge: true, lead: -1}, n, other)
			}
		}
	}
	slices.SortFunc(out, func(a, b laterEvent) int { return cmp.Compare(a.id, b.id) })
	return out
}

// asks reports whether a body of this kind asks questions of the tuned set, answers
// whether it may be an answer.
func (s *splitter) asks(n snapshot.N) bool {
	if s.opts.Set == match.SetConsortium {
		return match.DoesResearch(s.then.Schema(), s.then.Kind(n))
	}
	return s.then.Kind(n) == graph.KindEnterprise
}

func (s *splitter) answers(n snapshot.N) bool {
	kinds := s.kinds()
	return kinds == nil || slices.Contains(kinds, s.then.Kind(n))
}

// kinds are those of the answers, nil for all.
func (s *splitter) kinds() []graph.Kind {
	if s.opts.Set == match.SetConsortium || s.opts.Set == match.SetPartners {
		return nil
	}
	var out []graph.Kind
	schema := s.then.Schema()
	for i := range schema.Kinds {
		if k := schema.Kinds[i].Name; match.DoesResearch(schema, k) {
			out = append(out, k)
		}
	}
	return out
}

// question is asked by a body, "" for nobody.
func (s *splitter) question(id string, requester graph.ID, text string) question {
	q := advise.RankQuery{
		Query: advise.Query{Text: text, Requester: requester, Kinds: s.kinds()}, Set: s.opts.Set, Among: s.given.among, NewOnly: s.opts.NewOnly,
	}
	if s.opts.Set == match.SetPartners {
		q.Groups = []string{match.GroupDo, match.GroupAsk, match.GroupJoin}
	}
	return question{id: id, stated: &q, scope: advise.Scope{AsOf: s.opts.Split}, grades: make(map[graph.ID]int)}
}

// byRequester makes a question of each enterprise that joined something: who was met once
// has grade 1, who was met again 2.
func (s *splitter) byRequester(events []laterEvent) {
	met := make(map[snapshot.N]question)
	for _, ev := range events {
		for _, n := range ev.members {
			if !s.asks(n) {
				continue
			}
			id := s.then.ID(n)
			one, known := met[n]
			if !known {
				one = s.question(string(id), id, "")
				met[n] = one
			}
			for _, other := range ev.members {
				if other != n && s.answers(other) {
					one.grades[s.then.ID(other)] = min(2, one.grades[s.then.ID(other)]+1)
				}
			}
		}
	}
	for _, n := range slices.SortedFunc(maps.Keys(met), func(a, b snapshot.N) int { return cmp.Compare(met[a].id, met[b].id) }) {
		if len(met[n].grades) > 0 {
			s.made = append(s.made, met[n])
		}
	}
}

// byEvent makes a question of each event with words.
func (s *splitter) byEvent(ctx context.Context, events []laterEvent) error {
	texts, err := s.texts(ctx, events)
	if err != nil {
		return err
	}
	for _, ev := range events {
		from := s.asker(ev)
		if from < 0 || texts[ev.id] == "" {
			continue
		}
		id := s.then.ID(from)
		requester := id
		if s.opts.Set == match.SetResearchText { // the set of those of whom nothing is known
			requester = ""
		}
		one := s.question(string(ev.id), requester, texts[ev.id])
		for _, other := range ev.members {
			if other != from && s.answers(other) {
				one.grades[s.then.ID(other)] = 1
			}
		}
		if requester == "" {
			one.stated.Exclude = []graph.ID{id}
		}
		if len(one.grades) > 0 {
			s.made = append(s.made, one)
		}
	}
	return nil
}

// asker is who asks for the partners of an event: its coordinator if it may, else the
// first by id of those who may; -1 for nobody.
func (s *splitter) asker(ev laterEvent) snapshot.N {
	if slices.Contains(ev.members, ev.lead) && s.asks(ev.lead) {
		return ev.lead
	}
	first := snapshot.N(-1)
	for _, n := range ev.members {
		if s.asks(n) && (first < 0 || s.then.ID(n) < s.then.ID(first)) {
			first = n
		}
	}
	return first
}

// longestText of an event is what a need may hold.
const longestText = 2000

// texts are what events say of themselves.
func (s *splitter) texts(ctx context.Context, events []laterEvent) (map[graph.ID]string, error) {
	var nodes, edges []graph.ID
	for _, ev := range events {
		if ev.edge {
			edges = append(edges, ev.id)
		} else {
			nodes = append(nodes, ev.id)
		}
	}
	out := make(map[graph.ID]string)
	note := func(id graph.ID, p graph.Properties, name string) {
		parts := append([]string{name}, p.Texts("capability_words")...)
		parts = append(parts, p.Text("topic"), p.Text("objective"), p.Text("summary"))
		text := []rune(strings.TrimSpace(strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "\n")))
		out[id] = string(text[:min(longestText, len(text))])
	}
	for chunk := range slices.Chunk(nodes, idsAtOnce) {
		for n, err := range s.service.Store.Nodes(ctx, graph.NodeFilter{IDs: chunk, AnyOrder: true}) {
			if err != nil {
				return nil, fmt.Errorf("later projects: %w", err)
			}
			note(n.ID, n.Properties, n.Name)
		}
	}
	for chunk := range slices.Chunk(edges, idsAtOnce) {
		for e, err := range s.service.Store.Edges(ctx, graph.EdgeFilter{IDs: chunk, Relations: []graph.Relation{graph.RelCollaboratesWith}, AnyOrder: true}) {
			if err != nil {
				return nil, fmt.Errorf("later collaborations: %w", err)
			}
			note(e.ID, e.Properties, "")
		}
	}
	return out, nil
}

// idsAtOnce are read in one go.
const idsAtOnce = 1000
