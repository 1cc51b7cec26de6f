package search

import (
	"math"
	"testing"

	"chuangmai/graph"
)

// TestBM25ByHand scores three English documents of 4, 2 and 2 stems (welding stands twice in the first) for two words,
// worked out on paper.
func TestBM25ByHand(t *testing.T) {
	summary := func(id, text string) graph.Node {
		return graph.Node{ID: graph.ID("t:" + id), Kind: graph.KindFacility, Common: graph.Common{Properties: graph.Properties{"summary_en": text}}}
	}
	r := indexed(t,
		summary("a", "welding and welding of steel pipes"),
		summary("b", "welding robots"),
		summary("c", "laser optics"),
	)
	// N 3, lengths 4 2 2, average 8/3; welding is in 2 documents, pipes in 1.
	welding := math.Log(1 + (3-2+0.5)/(2+0.5))
	pipes := math.Log(1 + (3-1+0.5)/(1+0.5))
	k := func(length float64) float64 { return 1.2 * (1 - 0.75 + 0.75*length/(8.0/3)) }
	a := welding*2*2.2/(2+k(4)) + pipes*1*2.2/(1+k(4))
	b := welding * 1 * 2.2 / (1 + k(2))

	result := ask(t, r, Query{Text: "welding pipes", Explain: true}, View{})
	if result.Total != 2 || len(result.Hits) != 2 || result.Hits[0].ID != "t:a" || result.Hits[1].ID != "t:b" {
		t.Fatalf("hits %+v", result)
	}
	for i, want := range []float64{a, b} {
		h := result.Hits[i]
		if math.Abs(h.Score-want) > 1e-12 {
			t.Errorf("%s scores %v, want %v", h.ID, h.Score, want)
		}
		if len(h.Addends) != 1 || h.Addends[0].Name != "english" {
			t.Errorf("%s: addends %v", h.ID, h.Addends)
		}
	}
}

func TestBM25Formula(t *testing.T) {
	if got := (bm25{1.2, 0.75}).weight(1, 10, 10); math.Abs(got-1) > 1e-12 {
		t.Errorf("one occurrence at average length weighs %v", got)
	}
	if got := (bm25{1.2, 0.75}).weight(1e9, 10, 10); got > 2.2 || got < 2.19 {
		t.Errorf("many occurrences weigh %v", got)
	}
	if got := rarity(10, 10); got <= 0 {
		t.Errorf("a term of all documents has rarity %v", got)
	}
	if got := repeated(1); got != 1 {
		t.Errorf("a term asked once weighs %v", got)
	}
}

// TestPostingsGiveTheScore puts a score together from terms, postings and lengths, as package match does.
func TestPostingsGiveTheScore(t *testing.T) {
	nodes := corpus()
	r := indexed(t, nodes...)
	const question = "mass spectrometry for space weathering"
	lengths := r.Lengths(FieldEnglish, View{})
	n := numbered(nodes)["t:english"]
	sum := 0.0
	terms := r.Terms(question, FieldEnglish)
	if len(terms) != 4 {
		t.Fatalf("terms %v", terms)
	}
	err := r.Postings(t.Context(), terms, View{}, func(term Term, postings []Posting) error {
		for _, p := range postings {
			if p.N == n {
				sum += repeated(term.Times) * rarity(lengths.Documents, len(postings)) *
					englishBM25.weight(float64(p.Frequency), float64(lengths.Of[p.N]), lengths.Average())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	hits := ask(t, r, Query{Text: question}, View{}).Hits
	if len(hits) != 1 || math.Abs(hits[0].Score-sum) > 1e-12 {
		t.Errorf("score %+v, want %v", hits, sum)
	}
}
