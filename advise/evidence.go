package advise

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/search"
)

// Bounds of the words that mean nearly the same as one of the text.
const (
	similarWords = 24   // at most so many for one word
	similarFloor = 0.55 // least cosine
)

// texts is the search view that shows what the session's view shows, but for what only
// classifies: a few hundred short names would count in every average and rarity, and no
// one looks for them when looking for records.
func (s *session) texts() search.View {
	shown := s.allTexts()
	all := shown.Visible
	shown.Key += "/records"
	shown.Visible = func(n int32) bool { return all(n) && !s.view.Kind(snapshot.N(n)).Classifies() }
	return shown
}

// allTexts is the search view that shows all that the session's view shows.
func (s *session) allTexts() search.View {
	return search.View{
		Key:     fmt.Sprintf("%d/%d", s.view.Day(), s.view.Audience()),
		Visible: func(n int32) bool { return s.view.Has(snapshot.N(n)) },
	}
}

// gather asks the text index what the words of the question bring.
func (s *session) gather(ctx context.Context, q *match.Question, text string) error {
	if s.net.Texts == nil {
		q.Text.Degraded = true
		return nil
	}
	if text == "" {
		return nil
	}
	scored, err := s.net.Texts.Scores(ctx, text, s.texts())
	if err != nil {
		return s.degrade(ctx, q, err)
	}
	for _, x := range scored {
		q.Text.Words = append(q.Text.Words, match.Scored{N: snapshot.N(x.N), Score: x.Score})
	}
	similar, err := s.similar(ctx, text)
	if err != nil {
		return s.degrade(ctx, q, err)
	}
	q.Text.Similar = similar
	return nil
}

// degrade goes on without the index, unless it is the asker who has gone.
func (s *session) degrade(ctx context.Context, q *match.Question, err error) error {
	if ctx.Err() != nil {
		return err
	}
	q.Text = match.TextEvidence{Degraded: true}
	s.meta.Degraded = append(s.meta.Degraded, "text")
	return nil
}

// similar scores nodes by words that mean nearly the same as those of the text: for each
// word of the text the best cosine among the node's words, squared, times the word's
// rarity; the sum over the words of the text divided by the sum of their rarities.
func (s *session) similar(ctx context.Context, text string) ([]match.Scored, error) {
	sums := make(map[int32]float64)
	total := 0.0
	done := make(map[string]bool)
	for _, token := range s.net.Words.Segment(lexicon.Fold(text)) {
		if done[token.Text] || token.Script != lexicon.ScriptHan || utf8.RuneCountInString(token.Text) < 2 {
			continue
		}
		done[token.Text] = true
		near := append([]lexicon.Near{{Word: token.Text, Similarity: 1}}, s.net.Words.Nearest(token.Text, similarWords)...)
		rarity, err := s.spreadWord(ctx, near, sums)
		if err != nil {
			return nil, err
		}
		total += rarity
	}
	out := make([]match.Scored, 0, len(sums))
	for n, sum := range sums {
		out = append(out, match.Scored{N: snapshot.N(n), Score: sum / total})
	}
	slices.SortFunc(out, func(a, b match.Scored) int { return cmp.Compare(a.N, b.N) })
	return out, nil
}

// spreadWord adds one word's part to the sums and returns the word's rarity.
func (s *session) spreadWord(ctx context.Context, near []lexicon.Near, sums map[int32]float64) (float64, error) {
	terms := make([]search.Term, 0, len(near))
	likeness := make(map[string]float64, len(near))
	for _, word := range near {
		if word.Similarity < similarFloor {
			break
		}
		terms = append(terms, search.Term{Field: search.FieldWords, Text: word.Word})
		likeness[word.Word] = word.Similarity
	}
	best := make(map[int32]float64)
	exact := 0
	err := s.net.Texts.Postings(ctx, terms, s.texts(), func(term search.Term, postings []search.Posting) error {
		if term.Text == near[0].Word {
			exact = len(postings)
		}
		for _, p := range postings {
			best[p.N] = max(best[p.N], likeness[term.Text]*likeness[term.Text])
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	n := float64(s.net.Texts.Lengths(search.FieldWords, s.texts()).Documents)
	rarity := math.Log(1 + (n-float64(exact)+0.5)/(float64(exact)+0.5))
	for node, b := range best {
		sums[node] += rarity * b
	}
	return rarity, nil
}
