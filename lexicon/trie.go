package lexicon

import (
	"slices"
	"unicode/utf8"
)

// trie finds keys character by character. Nodes hold their edges side by side, in the order of their characters; the
// first step over a common Chinese character is a table.
type trie struct {
	nodes []trieNode
	edges []trieEdge
	first []int32 // node after one character from firstHan on, or -1
}

type trieNode struct {
	edges, count int32
	value        int32 // -1 when no key ends here
}

type trieEdge struct {
	char rune
	node int32
}

const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// newTrie builds a trie of keys; values[i] belongs to keys[i]. Of equal keys the first counts.
func newTrie(keys []string, values []int32) *trie {
	order := make([]int, len(keys))
	runes := make([][]rune, len(keys))
	for i, k := range keys {
		order[i], runes[i] = i, []rune(k)
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(runes[a], runes[b]) })
	t := &trie{nodes: make([]trieNode, 1, 2*len(keys)+1), first: make([]int32, lastHan-firstHan+1)}
	t.fill(0, 0, order, runes, values)
	for i := range t.first {
		t.first[i] = t.edge(0, rune(firstHan+i))
	}
	return t
}

// fill makes the node for the keys of order, which agree in their first depth characters.
func (t *trie) fill(node int32, depth int, order []int, runes [][]rune, values []int32) {
	n := trieNode{value: -1}
	for len(order) > 0 && len(runes[order[0]]) == depth {
		if n.value < 0 && depth > 0 {
			n.value = values[order[0]]
		}
		order = order[1:]
	}
	type group struct {
		char rune
		keys []int
	}
	var groups []group
	for i := 0; i < len(order); {
		j, c := i+1, runes[order[i]][depth]
		for j < len(order) && runes[order[j]][depth] == c {
			j++
		}
		groups = append(groups, group{c, order[i:j]})
		i = j
	}
	n.edges, n.count = int32(len(t.edges)), int32(len(groups)) //nolint:gosec // far below 2^31 keys
	for _, g := range groups {
		t.edges = append(t.edges, trieEdge{g.char, int32(len(t.nodes))}) //nolint:gosec // as above
		t.nodes = append(t.nodes, trieNode{})
	}
	t.nodes[node] = n
	for i, g := range groups {
		t.fill(t.edges[int(n.edges)+i].node, depth+1, g.keys, runes, values)
	}
}

// next returns the node after char, or -1.
func (t *trie) next(node int32, char rune) int32 {
	if node == 0 && char >= firstHan && char <= lastHan {
		return t.first[char-firstHan]
	}
	return t.edge(node, char)
}

func (t *trie) edge(node int32, char rune) int32 {
	n := t.nodes[node]
	lo, hi := n.edges, n.edges+n.count
	for lo < hi {
		mid := (lo + hi) / 2
		if t.edges[mid].char < char {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < n.edges+n.count && t.edges[lo].char == char {
		return t.edges[lo].node
	}
	return -1
}

// matches calls yield with the end and value of every key that starts at byte at of s. A blank or hyphen between
// Chinese and Latin characters is passed over where no key has one.
func (t *trie) matches(s string, at int, yield func(end int, value int32)) {
	node := int32(0)
	var before rune
	for i := at; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		next := t.next(node, r)
		if next < 0 {
			if r != ' ' && r != '-' || i == at || i+1 >= len(s) {
				return
			}
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if IsHan(before) == IsHan(after) {
				return
			}
			i++
			continue
		}
		node, before = next, r
		i += size
		if v := t.nodes[node].value; v >= 0 {
			yield(i, v)
		}
	}
}

// value returns the value of a key.
func (t *trie) value(key string) (int32, bool) {
	node := int32(0)
	for _, r := range key {
		if node = t.next(node, r); node < 0 {
			return 0, false
		}
	}
	v := t.nodes[node].value
	return v, v >= 0
}
