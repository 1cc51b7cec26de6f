package intro

import (
	"cmp"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/match"
	"chuangmai/phrase"
)

// sentence says a tie: who is tied to whom, how, and since when.
func (f *finder) sentence(e snapshot.E) phrase.Message {
	info := f.view.Edge(e)
	how := phrase.Text{}
	if vocabulary := qualifiers()[info.Relation]; vocabulary != "" && info.Qualifier != "" {
		l := f.view.Schema().TermLabel(vocabulary, info.Qualifier)
		how = phrase.Text{Zh: "（" + l.Zh + "）", En: " (" + l.En + ")"}
	}
	since := phrase.Text{}
	if d := info.Start.Date(); !d.IsZero() {
		since = phrase.New("intro.since", "date", d.String()).Both()
	}
	return phrase.New("intro.tie."+f.bonds[info.Relation].sentence,
		"a", match.Label(f.view, info.From), "b", match.Label(f.view, info.To), "how", how, "since", since)
}

// qualifiers name the vocabulary of each relation's qualifier.
func qualifiers() map[graph.Relation]string {
	return map[graph.Relation]string{
		graph.RelAppointedAt: "appointment_type", graph.RelCollaboratesWith: "collaboration_mode",
		graph.RelParticipatesIn: "participation_role", graph.RelBuilds: "build_role",
	}
}

// opening are the first words to whom should be spoken to first: somebody appointed at
// both, somebody else in between, or the other end where both meet in something they
// share or know each other.
func (f *finder) opening(w way, topic string) phrase.Message {
	about := phrase.New("intro.topic_none").Both()
	if topic = strings.TrimSpace(topic); topic != "" {
		about = phrase.New("intro.topic", "topic", topic).Both()
	}
	nodes, arcs := w.nodes, w.arcs
	if len(nodes) > 1 && held(f.view.Kind(nodes[len(nodes)-1])) { // its holder is spoken to
		nodes, arcs = nodes[:len(nodes)-1], arcs[:len(arcs)-1]
	}
	if len(nodes) > 1 && held(f.view.Kind(nodes[0])) {
		nodes, arcs = nodes[1:], arcs[1:]
	}
	from, to := match.Label(f.view, nodes[0]), match.Label(f.view, nodes[len(nodes)-1])
	if len(nodes) == 1 {
		return phrase.New("intro.open.own", "from", match.Label(f.view, f.from), "to", match.Label(f.view, f.to))
	}
	pairs := []any{"from", from, "to", to, "about", about}
	i := 1 + slices.IndexFunc(nodes[1:len(nodes)-1], f.acts)
	switch {
	case i > 0 && len(nodes) == 3 && f.view.Kind(nodes[i]) == graph.KindTalent:
		return phrase.New("intro.open.both", append(pairs, "dear", f.dear(nodes[i]))...)
	case i > 0:
		pairs = append(pairs, "dear", f.dear(nodes[i]), "mine", f.sentence(arcs[0].edge).Both())
		if i == len(nodes)-2 {
			return phrase.New("intro.open.one", pairs...)
		}
		return phrase.New("intro.open.chain", append(pairs, "next", match.Label(f.view, nodes[i+1]))...)
	case len(nodes) > 2:
		return phrase.New("intro.open.shared", append(pairs, "dear", f.dear(nodes[len(nodes)-1]), "place", match.Label(f.view, nodes[1]))...)
	}
	return phrase.New("intro.open.direct", append(pairs, "dear", f.dear(nodes[1]), "tie", f.sentence(arcs[0].edge).Both())...)
}

// dear is how somebody is addressed: a person by name, a body through its people.
func (f *finder) dear(n snapshot.N) phrase.Text {
	t := match.Label(f.view, n)
	if f.view.Kind(n) != graph.KindTalent {
		t.En = "colleagues at " + t.En
	}
	return t
}

// When something speaks against a path.
const (
	heavyLoad = 0.9
	longPath  = 4 // ties
	oldTie    = 5 * 365.25
)

// against lists what speaks against a path, each exactly when it holds.
func (f *finder) against(w way) []phrase.Message {
	v, out := f.view, []phrase.Message{}
	add := func(code string, pairs ...any) { out = append(out, phrase.New(code, pairs...)) }
	for _, n := range w.nodes[1 : len(w.nodes)-1] {
		if load, known := loadOf(v, n); known && v.Kind(n) == graph.KindTalent && load >= heavyLoad {
			add("intro.against.load", "name", match.Label(v, n), "percent", 100*load)
		}
		for _, r := range f.conflicts(n) {
			if r == n {
				add("intro.against.committee", "name", match.Label(v, n))
			} else {
				add("intro.against.conflict", "name", match.Label(v, n), "review", match.Label(v, r))
			}
		}
	}
	for i, a := range w.arcs {
		info := v.Edge(a.edge)
		if info.Relation == graph.RelAppointedAt && info.End != graph.DayMax && info.End-v.Day() < endingDays {
			add("intro.against.ending", "name", match.Label(v, info.From), "at", match.Label(v, info.To), "date", info.End.Date().String())
		}
		if f.bonds[info.Relation].ages && info.Start != graph.DayMin && float64(v.Day()-info.Start) > oldTie {
			add("intro.against.old", "a", match.Label(v, w.nodes[i]), "b", match.Label(v, w.nodes[i+1]), "date", info.Start.Date().String())
		}
	}
	if len(w.arcs) > longPath {
		add("intro.against.long", "n", len(w.arcs))
	}
	var made []phrase.Text
	for i, n := range w.nodes {
		if v.Synthetic(n) || i > 0 && v.Edge(w.arcs[i-1].edge).Synthetic {
			made = append(made, match.Label(v, n))
		}
	}
	if len(made) > 0 {
		add("intro.against.made_up", "names", made)
	}
	return out
}

func sortByID(v snapshot.View, list []snapshot.N) {
	slices.SortFunc(list, func(a, b snapshot.N) int { return cmp.Compare(v.ID(a), v.ID(b)) })
}
