package steward

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// By says what two records have in common that makes them look like one body.
type By string

// What pairs have in common.
const (
	ByName       By = "name"
	ByAlias      By = "alias"
	ByIdentifier By = "identifier"
)

// Pair is two records that may be of the same body; A stands before B by id.
type Pair struct {
	A, B  graph.ID
	By    By
	Value string // what they share, as the one that was read later writes it
}

func newPair(a, b graph.ID, by By, value string) Pair {
	if b < a {
		a, b = b, a
	}
	return Pair{a, b, by, value}
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.By, b.By))
}

// Shortest names that tell bodies apart, in characters of a key.
const (
	shortName  = 3
	shortAlias = 4
)

// class groups kinds whose records may be of one thing; "" for kinds in which equal names
// are common: two instruments of one model are two.
func class(schema *graph.Schema, k graph.Kind) string {
	named := []graph.Kind{
		graph.KindProject, graph.KindProgramme, graph.KindPolicy, graph.KindCluster, graph.KindZone, graph.KindDocument, graph.KindIPAsset,
	}
	if slices.Contains(named, k) {
		return string(k)
	}
	if def := schema.Kind(k); def != nil && def.Organisation {
		return "body"
	}
	return ""
}

// key is a name without what people write differently: case, width, blanks, punctuation,
// the long and the short form of a company.
func key(name string) string {
	folded := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, lexicon.Fold(name))
	return strings.Replace(folded, "有限责任公司", "有限公司", 1)
}

// names yields the keys of a record, the full names first.
func names(name, nameEn string, aliases []string, yield func(key, written string, alias bool)) {
	give := func(text string, alias bool) {
		least := shortName
		if alias {
			least = shortAlias
		}
		if k := key(text); utf8.RuneCountInString(k) >= least {
			yield(k, text, alias)
		}
	}
	give(name, false)
	if nameEn != "" && nameEn != name {
		give(nameEn, false)
	}
	for _, alias := range aliases {
		give(alias, true)
	}
}

// Index finds records that look like another by what they are called. It is not safe for
// concurrent use.
type Index struct {
	view  snapshot.View
	named map[string][]called // by class and key
	// What was admitted that the view does not have, by class and key and by id.
	admitted map[string][]*admitted
	ids      map[graph.ID]bool
}

type called struct {
	node  snapshot.N
	alias bool
}

type admitted struct {
	Brief
	alias bool
}

// NewIndex reads the names of all records of a view.
func NewIndex(v snapshot.View) *Index {
	ix := &Index{view: v, named: make(map[string][]called), admitted: make(map[string][]*admitted), ids: make(map[graph.ID]bool)}
	for n := range v.Nodes() {
		c := class(v.Schema(), v.Kind(n))
		if c == "" {
			continue
		}
		names(v.Name(n), v.NameEn(n), v.Aliases(n), func(key, _ string, alias bool) {
			ix.named[c+key] = append(ix.named[c+key], called{n, alias})
		})
	}
	return ix
}

// Admit takes in a record and returns one that it looks like, of those in the view the
// first by id, else one that was admitted before. A record that the view has is no news.
func (ix *Index) Admit(n *graph.Node) (like Brief, by By, value string, found bool) {
	if _, known := ix.view.Lookup(n.ID); known || ix.ids[n.ID] {
		return like, by, value, false
	}
	ix.ids[n.ID] = true
	for _, id := range n.Properties.Texts("identifiers") {
		if m, there := ix.view.Lookup(graph.ID(id)); there {
			return briefIn(ix.view, m), ByIdentifier, id, true
		}
	}
	c := class(ix.view.Schema(), n.Kind)
	if c == "" {
		return like, by, value, false
	}
	names(n.Name, n.NameEn, n.Aliases, func(key, written string, alias bool) {
		for _, other := range ix.candidates(c + key) {
			short := alias || other.alias
			if other.ID == n.ID || found && (by == ByName || short) || !near(n.Region, other.Region, short) {
				continue
			}
			like, by, value, found = other.Brief, sharing(short), written, true
		}
		ix.admitted[c+key] = append(ix.admitted[c+key], &admitted{BriefOf(n), alias})
	})
	return like, by, value, found
}

// candidates are the records under a name, those of the view by id before the others.
func (ix *Index) candidates(key string) []*admitted {
	var out []*admitted
	for _, c := range ix.named[key] {
		out = append(out, &admitted{briefIn(ix.view, c.node), c.alias})
	}
	slices.SortStableFunc(out, func(a, b *admitted) int { return cmp.Compare(a.ID, b.ID) })
	return append(out, ix.admitted[key]...)
}

func sharing(alias bool) By {
	if alias {
		return ByAlias
	}
	return ByName
}

// near reports whether two places may be one body's: a short name of bodies in two
// provinces is two bodies' short name.
func near(a, b string, alias bool) bool {
	const province = 2
	return !alias || len(a) < province || len(b) < province || a[:province] == b[:province]
}

// twins lists the pairs among the records of the index's view, by id.
func (ix *Index) twins() []Pair {
	v := ix.view
	best := make(map[[2]graph.ID]Pair)
	for _, list := range ix.named {
		for i, a := range list {
			for _, b := range list[i+1 : min(len(list), i+1+maxAlike)] {
				alias := a.alias || b.alias
				if a.node == b.node || !near(v.Region(a.node), v.Region(b.node), alias) || joined(v, a.node, b.node) {
					continue
				}
				p := newPair(v.ID(a.node), v.ID(b.node), sharing(alias), v.Name(b.node))
				if old, have := best[[2]graph.ID{p.A, p.B}]; !have || old.By == ByAlias && p.By == ByName {
					best[[2]graph.ID{p.A, p.B}] = p
				}
			}
		}
	}
	out := make([]Pair, 0, len(best))
	for _, p := range best {
		out = append(out, p)
	}
	slices.SortFunc(out, comparePairs)
	return out
}

// maxAlike bounds the pairs that one name makes.
const maxAlike = 20

// joined reports whether an edge says that the two are different: a laboratory that is
// part of the institute of its name.
func joined(v snapshot.View, a, b snapshot.N) bool {
	for _, other := range v.Edges(a) {
		if other == b {
			return true
		}
	}
	return false
}

// Brief is a record in short.
type Brief struct {
	ID           graph.ID
	Kind         graph.Kind
	Name, NameEn string
	Region       string
	Synthetic    bool
}

// BriefOf shortens a record.
func BriefOf(n *graph.Node) Brief {
	return Brief{ID: n.ID, Kind: n.Kind, Name: n.Name, NameEn: n.NameEn, Region: n.Region, Synthetic: n.Synthetic}
}

// briefIn shortens a record of a view.
func briefIn(v snapshot.View, n snapshot.N) Brief {
	return Brief{ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Region: v.Region(n), Synthetic: v.Synthetic(n)}
}
