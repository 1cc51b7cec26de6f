package lexicon

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync/atomic"
)

// dimensions is the length of a word vector.
const dimensions = 100

// vectors holds the word vectors as rows of signed bytes.
type vectors struct {
	words   []string
	index   map[string]int32
	rows    string    // len(words) × dimensions signed bytes
	inverse []float32 // 1 / length of each row
	terms   []int32   // rows whose word is a surface of the vocabulary
	// bridges remembers, by row, the terms nearest to a word: the same words come again and
	// again, and finding them goes through all terms. Whoever finds first writes; all find
	// the same.
	bridges []atomic.Pointer[[]Near]
}

// Near is a word near to another.
type Near struct {
	// Word is the folded word.
	Word string
	// Similarity is the cosine of the two word vectors, at most 1.
	Similarity float64
}

func readVectors(t tables) (*vectors, error) {
	text, err := t.text("vector_words.txt.gz")
	if err != nil {
		return nil, err
	}
	v := &vectors{words: strings.Split(strings.TrimSuffix(text, "\n"), "\n"), rows: t.vectors}
	if v.rows == "" {
		raw, err := fs.ReadFile(t.files, "vectors.i8")
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		v.rows = string(raw)
	}
	if len(v.rows) != len(v.words)*dimensions {
		return nil, fmt.Errorf("lexicon: %d words but %d bytes of vectors", len(v.words), len(v.rows))
	}
	v.index = make(map[string]int32, len(v.words))
	v.inverse = make([]float32, len(v.words))
	for i, w := range v.words {
		if _, twice := v.index[w]; twice {
			return nil, fmt.Errorf("lexicon: word %q has two vectors", w)
		}
		v.index[w] = int32(i)
		if length := v.dot(i, i); length > 0 {
			v.inverse[i] = float32(1 / math.Sqrt(float64(length)))
		}
	}
	return v, nil
}

// marked returns the vectors with the rows marked that stand for surfaces of the vocabulary.
func (v *vectors) marked(f *finder) *vectors {
	marked := *v
	marked.terms = nil
	marked.bridges = make([]atomic.Pointer[[]Near], len(v.words))
	for i, w := range v.words {
		if _, ok := f.lookup(w); ok {
			marked.terms = append(marked.terms, int32(i))
		}
	}
	return &marked
}

// dot multiplies two rows.
func (v *vectors) dot(a, b int) int32 {
	x := v.rows[a*dimensions : a*dimensions+dimensions]
	y := v.rows[b*dimensions : b*dimensions+dimensions]
	var even, odd int32 // two sums do not wait for each other
	for i := 0; i < dimensions; i += 2 {
		even += int32(int8(x[i])) * int32(int8(y[i]))    //nolint:gosec // the bytes are signed numbers
		odd += int32(int8(x[i+1])) * int32(int8(y[i+1])) //nolint:gosec // as above
	}
	return even + odd
}

func (v *vectors) cosine(a, b int) float32 {
	return float32(v.dot(a, b)) * (v.inverse[a] * v.inverse[b])
}

// nearest returns the k rows nearest to row a among the given ones, all when rows is nil, with at least the floor's
// cosine; a itself is left out. Equals stand in the order of the table.
func (v *vectors) nearest(a, k int, floor float32, rows []int32) []Near {
	type scored struct {
		row    int
		cosine float32
	}
	n := len(v.words)
	if rows != nil {
		n = len(rows)
	}
	var top []scored
	for i := range n {
		row := i
		if rows != nil {
			row = int(rows[i])
		}
		if row == a {
			continue
		}
		c := v.cosine(a, row)
		if c < floor || len(top) == k && c <= top[k-1].cosine {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, c, func(s scored, c float32) int {
			if s.cosine >= c {
				return -1
			}
			return 1
		})
		if len(top) == k {
			top = top[:k-1]
		}
		top = slices.Insert(top, at, scored{row, c})
	}
	near := make([]Near, len(top))
	for i, s := range top {
		near[i] = Near{v.words[s.row], float64(s.cosine)}
	}
	return near
}

// bridge returns the terms that an approximate reading of the word in a row leads to.
func (v *vectors) bridge(row int) []Near {
	if known := v.bridges[row].Load(); known != nil {
		return *known
	}
	found := v.nearest(row, approximateVectors, vectorFloor, v.terms)
	v.bridges[row].Store(&found)
	return found
}

// WordIndex returns the number of the vector of a folded word; words without one report false.
func (l *Lexicon) WordIndex(word string) (int32, bool) {
	i, ok := l.vectors.index[word]
	return i, ok
}

// Words returns how many words have a vector; their numbers are 0 up to it.
func (l *Lexicon) Words() int { return len(l.vectors.words) }

// Word returns the word with vector number i.
func (l *Lexicon) Word(i int32) string { return l.vectors.words[i] }

// Cosine returns the cosine of two word vectors by number, in -1..1. It allocates nothing; a pair costs about 0.1 µs.
func (l *Lexicon) Cosine(a, b int32) float32 { return l.vectors.cosine(int(a), int(b)) }

// Nearest returns the k words nearest to a word by word vectors, nearest first; none for a word without a vector. It
// goes through all vectors (some milliseconds).
func (l *Lexicon) Nearest(word string, k int) []Near {
	i, ok := l.vectors.index[Fold(word)]
	if !ok || k <= 0 {
		return nil
	}
	return l.vectors.nearest(int(i), k, -1, nil)
}

// RelatedTerm is a word of the vocabulary near to another word.
type RelatedTerm struct {
	Near
	// Term is the term the word means (or, for an instrument, the first that would use it), Area the area it names; one of
	// them is set.
	Term *Term
	Area *Area
}

// Related returns the k words nearest to a word that lead into the vocabulary, nearest first: a bridge from words that it
// does not hold. None for a word without a vector.
func (l *Lexicon) Related(word string, k int) []RelatedTerm {
	i, ok := l.vectors.index[Fold(word)]
	if !ok || k <= 0 {
		return nil
	}
	near := l.vectors.nearest(int(i), k, -1, l.vectors.terms)
	related := make([]RelatedTerm, 0, len(near))
	for _, n := range near {
		at, ok := l.finder.lookup(n.Word)
		if !ok {
			continue
		}
		r := RelatedTerm{Near: n}
		switch s := &l.finder.surfaces[at]; {
		case len(s.terms) > 0:
			r.Term = s.terms[0]
		case len(s.named) > 0:
			r.Area = s.named[0]
		default:
			r.Term = s.users[0]
		}
		related = append(related, r)
	}
	slices.SortStableFunc(related, func(a, b RelatedTerm) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return related
}
