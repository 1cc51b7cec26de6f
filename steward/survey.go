package steward

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Records reads whole records. A [graph.Store] is one.
type Records interface {
	Node(ctx context.Context, id graph.ID) (graph.Node, error)
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
	Edges(ctx context.Context, filter graph.EdgeFilter) iter.Seq2[graph.Edge, error]
}

// SourceCount is a source with how many nodes rest on it. Made-up nodes and those of the
// vocabulary do not count.
type SourceCount struct {
	Title string
	// Address is where it is published; "" when its records name different places, none, or
	// a mirror only.
	Address string
	Records int
	Newest  graph.Date // the latest date it was seen; zero when none is stated
}

// WordCount is a word with the number of nodes that state it.
type WordCount struct {
	Word    string
	Records int
}

// Example is a recorded need that shows what one can ask.
type Example struct {
	ID        graph.ID
	Text      string
	Title     string
	Posted    graph.Date
	Synthetic bool
}

// Survey is what one walk over the whole records of a view finds.
type Survey struct {
	// Sources are those with most records first, then by title.
	Sources []SourceCount
	// Examples are a few recorded needs, made-up ones only where there are no others.
	Examples []Example
	// Unknown are the words of each record that the lexicon knows nothing of, and Words the
	// same counted, the most frequent first. Stated is how many records state words.
	Unknown map[graph.ID][]string
	Words   []WordCount
	Stated  int
	// Shared are pairs of records that state the same identifier, by id.
	Shared []Pair
}

// MaxExamples is how many needs a survey shows, and the bounds of their length in
// characters.
const (
	MaxExamples   = 6
	shortExample  = 8
	longExample   = 160
	maxCandidates = 5_000
)

// Take walks over the records that the view shows.
func Take(ctx context.Context, v snapshot.View, records Records, words *lexicon.Lexicon) (*Survey, error) {
	w := &walk{
		view: v, words: words, sources: make(map[string]*SourceCount), known: make(map[string]bool),
		counts: make(map[string]int), ids: make(map[string]graph.ID),
		survey: &Survey{Unknown: make(map[graph.ID][]string)},
	}
	for node, err := range records.Nodes(ctx, graph.NodeFilter{AnyOrder: true}) {
		if err != nil {
			return nil, err
		}
		if _, there := v.Lookup(node.ID); there && v.Shows(node.Common) {
			w.visit(&node)
		}
	}
	return w.finish(), nil
}

// walk is a survey under way.
type walk struct {
	view       snapshot.View
	words      *lexicon.Lexicon
	sources    map[string]*SourceCount
	known      map[string]bool // whether the lexicon knows a word
	counts     map[string]int
	ids        map[string]graph.ID // who states an identifier
	candidates []candidate
	survey     *Survey
}

type candidate struct {
	Example
	field string
}

func (w *walk) visit(n *graph.Node) {
	if !n.Synthetic && !isVocabulary(n.Kind) {
		w.countSources(n)
	}
	w.readWords(n)
	w.noteIdentifiers(n)
	if n.Kind == graph.KindDemand && len(w.candidates) < maxCandidates {
		w.noteDemand(n)
	}
}

func (w *walk) countSources(n *graph.Node) {
	counted := make(map[string]bool, len(n.Sources))
	for _, s := range n.Sources {
		title := strings.TrimSpace(s.Title)
		if title == "" {
			title = s.Address
		}
		c := w.sources[title]
		if c == nil {
			c = &SourceCount{Title: title}
			if !s.Mirror {
				c.Address = s.Address
			}
			w.sources[title] = c
		}
		if c.Address != s.Address || s.Mirror {
			c.Address = ""
		}
		if s.Seen.First() > c.Newest.First() {
			c.Newest = s.Seen
		}
		if !counted[title] {
			counted[title] = true
			c.Records++
		}
	}
}

// readWords notes the words a record states about itself that mean nothing here.
func (w *walk) readWords(n *graph.Node) {
	stated := false
	var unknown []string
	for _, name := range n.Properties.Names() {
		def := w.view.Schema().NodeProperty(n.Kind, name)
		if def == nil || !def.Linked || def.Type != graph.TypeTextList {
			continue
		}
		for _, text := range n.Properties.Texts(name) {
			word := strings.TrimSpace(text)
			stated = stated || word != ""
			if word != "" && !w.knows(word) && !slices.Contains(unknown, word) {
				unknown = append(unknown, word)
			}
		}
	}
	if stated {
		w.survey.Stated++
	}
	if len(unknown) > 0 {
		w.survey.Unknown[n.ID] = unknown
		for _, word := range unknown {
			w.counts[word]++
		}
	}
}

func (w *walk) knows(word string) bool {
	known, asked := w.known[word]
	if !asked {
		folded := lexicon.Fold(word)
		known = len(w.words.Find(folded)) > 0 || len(w.words.FindDisciplines(folded)) > 0
		if !known {
			_, known = w.words.IndustryByName(word)
		}
		w.known[word] = known
	}
	return known
}

// noteIdentifiers pairs a record with the one that stated the same identifier before it, or
// has it as its id.
func (w *walk) noteIdentifiers(n *graph.Node) {
	for _, id := range append(n.Properties.Texts("identifiers"), string(n.ID)) {
		other, taken := w.ids[id]
		if !taken {
			w.ids[id] = n.ID
		} else if other != n.ID {
			w.survey.Shared = append(w.survey.Shared, newPair(other, n.ID, ByIdentifier, id))
		}
	}
}

func (w *walk) noteDemand(n *graph.Node) {
	text := n.Properties.Text("problem")
	if text == "" {
		text = n.Name
	}
	count, counted := n.Properties.Number("count")
	length := utf8.RuneCountInString(text)
	if length < shortExample || length > longExample || counted && count > 1 || n.Properties.Text("type") == "round" {
		return
	}
	c := candidate{Example: Example{ID: n.ID, Text: text, Title: n.Name, Synthetic: n.Synthetic}}
	if posted, err := graph.ParseDate(n.Properties.Text("posted")); err == nil {
		c.Posted = posted
	}
	if fields := n.Properties.Texts("field_words"); len(fields) > 0 {
		c.field = fields[0]
	}
	w.candidates = append(w.candidates, c)
}

func (w *walk) finish() *Survey {
	s := w.survey
	for _, c := range w.sources {
		s.Sources = append(s.Sources, *c)
	}
	slices.SortFunc(s.Sources, func(a, b SourceCount) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Title, b.Title))
	})
	for _, word := range slices.Sorted(maps.Keys(w.counts)) {
		s.Words = append(s.Words, WordCount{word, w.counts[word]})
	}
	slices.SortStableFunc(s.Words, func(a, b WordCount) int { return cmp.Compare(b.Records, a.Records) })
	slices.SortFunc(s.Shared, comparePairs)
	s.Shared = slices.CompactFunc(s.Shared, func(a, b Pair) bool { return a.A == b.A && a.B == b.B })
	s.Examples = choose(w.candidates)
	return s
}

// choose takes the newest needs, of different fields as far as there are any, made-up ones
// only when there are no others.
func choose(all []candidate) []Example {
	recorded := slices.DeleteFunc(slices.Clone(all), func(c candidate) bool { return c.Synthetic })
	if len(recorded) > 0 {
		all = recorded
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.Posted.First(), a.Posted.First()), cmp.Compare(a.ID, b.ID))
	})
	var out []Example
	fields, texts := make(map[string]bool), make(map[string]bool)
	for _, again := range []bool{false, true} {
		for _, c := range all {
			if len(out) == MaxExamples || texts[c.Text] || !again && fields[c.field] {
				continue
			}
			fields[c.field], texts[c.Text] = true, true
			out = append(out, c.Example)
		}
	}
	return out
}
