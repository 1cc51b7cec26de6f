package match

import (
	"fmt"
	"math"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// smallHistory is worked out by hand: r, a and b joined p1, a and c p2, b, c and d p3, and r
// and d a project of the earlier framework.
func smallHistory(t *testing.T) (*network, Question) {
	t.Helper()
	w := &network{}
	w.node(projectOf("p:1", "", "2023-01-01"))
	w.node(projectOf("p:2", "", "2022-01-01"))
	w.node(projectOf("p:3", "", "2021-01-01"))
	w.node(projectOf("p:old", olderFramework, "2018-01-01"))
	w.node(bodyOf("b:r", graph.KindEnterprise, "DE212", "DE"))
	w.node(bodyOf("b:a", graph.KindUniversity, "DE21A", "DE"))
	w.node(bodyOf("b:b", graph.KindUniversity, "", "DE"))
	w.node(bodyOf("b:c", graph.KindInstitute, "FR101", ""))
	w.node(bodyOf("b:d", graph.KindGovernment, "DE300", ""))
	w.joins("p:1", "b:r", "b:a", "b:b")
	w.joins("p:2", "b:a", "b:c")
	w.joins("p:3", "b:b", "b:c", "b:d")
	w.joins("p:old", "b:r", "b:d")
	v := w.view(t, "")
	at := func(id graph.ID) snapshot.N {
		n, known := v.Lookup(id)
		if !known {
			t.Fatalf("no %s", id)
		}
		return n
	}
	lengths := make([]int32, v.Bound())
	lengths[at("p:1")], lengths[at("p:2")], lengths[at("p:3")], lengths[at("p:old")] = 10, 20, 30, 40
	texts := &ProjectText{
		Terms:   []TermPostings{{Times: 1, Postings: []Posting{{at("p:2"), 2}, {at("p:3"), 1}, {at("p:old"), 5}, {at("b:a"), 1}}}},
		Lengths: lengths,
	}
	return w, Question{View: v, Use: "all", Requester: Requester{Node: at("b:r"), Known: true}, Text: TextEvidence{Projects: texts}}
}

// everySignal weighs all signals over a history alike.
func everySignal(t *testing.T) *Ranker {
	t.Helper()
	set := WeightSet{Signals: make(map[string]SignalWeight)}
	for _, name := range networkSignalNames() {
		set.Signals[name] = SignalWeight{Weight: 1, Power: 1}
	}
	return New(load(t), Weights{Sets: map[string]WeightSet{"all": set}, Earlier: map[string]float64{olderFramework: 0.5}})
}

func TestNetworkSignalsByHand(t *testing.T) {
	_, q := smallHistory(t)
	rk := everySignal(t).RankNetwork(q)
	idf := math.Log(1 + 1.5/2.5) // 3 texts, 2 with the word
	s2, s3 := idf*2.2*2/(2+1.2*(0.25+0.75*20/20)), idf*2.2/(1+1.2*(0.25+0.75*30.0/20))
	f4, f3 := math.Pow(s3/s2, 4), s3*s3*s3/(s2*s2*s2)
	root4 := func(n float64) float64 { return math.Pow(n, -0.25) }
	year, two := math.Exp2(-365/365.25), math.Exp2(-730/365.25) // 2022-01-01 and 2021-01-01 before 2023-01-01
	v2, v3 := 1/(1+f4), f4/(1+f4)
	e := map[string]float64{"a": v2 / 2, "b": v3 / 3, "c": v2/2 + v3/3, "d": v3 / 3}
	t1, t2, t3, told := (e["a"]/2+e["b"]/2)/3, (e["a"]/2+e["c"]/2)/2, (e["b"]/2+e["c"]/2+e["d"]/1.5)/3, e["d"]*0.5/1.5/2
	own := func(times, length float64) float64 {
		return math.Log(1+0.5/4.5) * 3 * times / (times + 2*(0.5+0.5*length/37.5))
	}
	for signal, want := range map[string]map[string]float64{
		signalPPR: {
			"a": .21*2/9 + .49*(13.0/81+1.0/18), "b": .21*2/9 + .49*(13.0/81+2.0/27),
			"c": .49 * (1.0/18 + 2.0/27), "d": .21/6 + .49*(2.0/27+5.0/54),
		},
		signalW2:   {"a": .125, "b": .375, "c": .625, "d": .125},
		signalAA:   {"a": 1 / math.Log(4), "b": 2 / math.Log(3), "c": 2/math.Log(3) + 1/math.Log(4), "d": 1 / math.Log(4)},
		signalDirX: {"d": 1},
		signalKNN:  {"a": root4(2), "b": f4 * root4(3), "c": root4(2) + f4*root4(3), "d": f4 * root4(3)},
		signalKNNW: {
			"a": root4(2) * math.Sqrt(year), "b": f3 * root4(3) * math.Sqrt(two),
			"c": root4(2)*math.Sqrt(year) + f3*root4(3)*math.Sqrt(two), "d": f3 * root4(3) * math.Sqrt(two),
		},
		signalMax: {"a": s2, "b": s3, "c": s2, "d": s3},
		signalTPPR: {
			"a": .4*e["a"] + .6*(t1+t2), "b": .4*e["b"] + .6*(t1+t3), "c": .4*e["c"] + .6*(t2+t3), "d": .4*e["d"] + .6*(t3+told),
		},
		signalOrgDoc:  {"a": own(2, 30), "b": own(1, 40), "c": own(3, 50), "d": own(1, 30)},
		signalCountry: {"a": 1, "b": 1, "d": 1},
		signalNUTS:    {"a": 1},
		signalRenown:  {"a": math.Log(2), "b": math.Log(2 + two), "c": math.Log1p(two), "d": math.Log1p(two)},
	} {
		for _, body := range []string{"a", "b", "c", "d"} {
			n, _ := q.View.Lookup(graph.ID("b:" + body))
			if got := rk.rawOf(signal, n); math.Abs(got-want[body]) > 1e-12 {
				t.Errorf("%s(%s) = %v, want %v", signal, body, got, want[body])
			}
		}
	}
}

// TestNetworkOwnProjectsAreNoEvidence: words of the requester's own projects do not count
// those projects, but the documents of its partners stay.
func TestNetworkOwnProjectsAreNoEvidence(t *testing.T) {
	_, q := smallHistory(t)
	q.Text.Projects.Own = true
	q.Requester.Node, _ = q.View.Lookup("b:a")
	rk := everySignal(t).RankNetwork(q)
	c, _ := q.View.Lookup("b:c")
	if got, want := rk.rawOf(signalKNN, c), math.Pow(3, -0.25); math.Abs(got-want) > 1e-12 {
		t.Errorf("knn %v, want %v: p3 alone", got, want)
	}
	if rk.rawOf(signalOrgDoc, c) <= 0 {
		t.Error("the document of a partner lost its words")
	}
}

func TestNetworkQuestions(t *testing.T) {
	_, base := smallHistory(t)
	r := everySignal(t)
	ids := func(change func(q *Question)) []graph.ID {
		q := base
		change(&q)
		var out []graph.ID
		for _, h := range r.RankNetwork(q).All() {
			out = append(out, q.View.ID(h.N))
		}
		return out
	}
	for name, tt := range map[string]struct {
		change func(q *Question)
		want   []graph.ID
	}{
		"all":       {func(*Question) {}, []graph.ID{"b:a", "b:c", "b:b", "b:d"}},
		"depth":     {func(q *Question) { q.Depth = 2 }, []graph.ID{"b:a", "b:c"}},
		"kinds":     {func(q *Question) { q.Kinds = []graph.Kind{graph.KindInstitute} }, []graph.ID{"b:c"}},
		"new only":  {func(q *Question) { q.NewOnly = true }, []graph.ID{"b:c", "b:d"}},
		"nobody":    {func(q *Question) { q.Requester = Requester{}; q.Text.Projects = nil; q.Depth = 1 }, []graph.ID{"b:b"}},
		"elsewhere": {func(q *Question) { q.Requester = Requester{Country: "FR"}; q.Text.Projects = nil; q.Depth = 1 }, []graph.ID{"b:c"}},
	} {
		if got := ids(tt.change); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestNetworkSet(t *testing.T) {
	_, q := smallHistory(t)
	r := everySignal(t)
	research := []graph.Kind{graph.KindUniversity, graph.KindInstitute}
	for _, tt := range []struct {
		want   string
		change func(q *Question)
	}{
		{SetNext, func(q *Question) { q.Text.Projects = nil }},
		{SetNext, func(q *Question) { q.Text.Projects = &ProjectText{Own: true} }},
		{SetConsortium, func(*Question) {}},
		{SetResearch, func(q *Question) { q.Kinds = research }},
		{SetResearch, func(q *Question) { q.Kinds, q.Requester = research, Requester{Country: "DE"} }},
		{SetResearchText, func(q *Question) { q.Kinds, q.Requester = research, Requester{} }},
		{SetConsortium, func(q *Question) { n, _ := q.View.Lookup("b:d"); q.Among = []snapshot.N{n} }},
		{SetResearch, func(q *Question) { n, _ := q.View.Lookup("b:a"); q.Among = []snapshot.N{n} }},
	} {
		asked := q
		tt.change(&asked)
		if got := r.NetworkSet(asked); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

func TestHasHistory(t *testing.T) {
	r := ranker(t)
	w, _ := smallHistory(t)
	if r.HasHistory(w.view(t, "")) {
		t.Error("four projects count as a history")
	}
	for i := range leastEvents {
		id := graph.ID(fmt.Sprintf("p:more%d", i))
		w.node(projectOf(id, "", "2022"))
		w.joins(id, "b:a", "b:b")
	}
	v := w.view(t, "")
	for range 2 { // the second time from memory
		if !r.HasHistory(v) {
			t.Error("a history is not seen")
		}
	}
	old, _ := w.view(t, "").Lookup("p:old")
	if !r.Earlier(w.view(t, ""), old) {
		t.Error("the earlier framework is not seen")
	}
	for i := range 6 {
		w.node(bodyOf(graph.ID(fmt.Sprintf("b:alone%d", i)), graph.KindUniversity, "", ""))
	}
	if r.HasHistory(w.view(t, "")) {
		t.Error("a network in which few took part in anything counts as one with a history")
	}
}

// TestBestTextsAreCut: no signal sees more projects than it may.
func TestBestTextsAreCut(t *testing.T) {
	w := &network{}
	w.node(bodyOf("b:0", graph.KindUniversity, "", ""))
	for i := range maxBest + 50 {
		id := graph.ID(fmt.Sprintf("p:%04d", i))
		w.node(projectOf(id, "", "2022"))
		w.joins(id, "b:0")
	}
	v := w.view(t, "")
	texts := &ProjectText{Lengths: make([]int32, v.Bound()), Terms: []TermPostings{{Times: 1}}}
	for n := range v.Nodes(graph.KindProject) {
		texts.Lengths[n] = 10
		texts.Terms[0].Postings = append(texts.Terms[0].Postings, Posting{N: n, Times: 1})
	}
	rk := everySignal(t).RankNetwork(Question{View: v, Use: "all", Text: TextEvidence{Projects: texts}})
	n, _ := v.Lookup("b:0")
	if got := rk.rawOf(signalKNN, n); math.Abs(got-200) > 1e-9 {
		t.Errorf("knn %v, want 200 votes of 1", got)
	}
	if got := rk.rawOf(signalKNNW, n); math.Abs(got-800) > 1e-9 {
		t.Errorf("knnw %v, want 800 votes of 1", got)
	}
	if rec := rk.Explain(rk.All()[0]); len(rec.Addends) == 0 {
		t.Error("no addends")
	}
}

func TestParseWeightSet(t *testing.T) {
	w, err := BuiltinWeights()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range append(NetworkSets(), SetPartners, SetResources) {
		if ws := w.Sets[set]; ws.FittedOn == "" || ws.Date == "" || len(ws.Signals) == 0 {
			t.Errorf("%s: %+v", set, ws)
		}
	}
	for name, text := range map[string]string{
		"signal": `{"version":1,"set":"x","signals":{"magic":{"weight":1,"power":1}}}`,
		"power":  `{"version":1,"set":"x","signals":{"ppr":{"weight":1,"power":0}}}`,
		"key":    `{"version":1,"set":"x","other":1}`,
		"json":   `{`,
	} {
		if _, _, err := ParseWeightSet([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
