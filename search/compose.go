package search

import (
	"strings"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// maxDocument is the greatest number of bytes of folded text indexed of one node; the rest is left out, at a
// character's border.
const maxDocument = 64 << 10

// maxName is the greatest number of characters of a name that is findable as a whole.
const maxName = 100

// ownTexts are the folded texts of one node.
type ownTexts struct {
	names    []string
	keywords []string
	others   []string
}

// keywordsProperty is the property whose words count twice in English.
const keywordsProperty = "keywords"

// own collects a node's own words: its names, and the values of the properties the schema marks as searched.
func (a *analyser) own(n *graph.Node) ownTexts {
	var t ownTexts
	room := maxDocument
	add := func(to *[]string, value string) {
		value = strings.TrimSpace(strings.ReplaceAll(lexicon.Fold(value), "\n", " "))
		if len(value) > room {
			value = cutBytes(value, room)
		}
		if value == "" {
			return
		}
		room -= len(value)
		*to = append(*to, value)
	}
	add(&t.names, n.Name)
	add(&t.names, n.NameEn)
	for _, alias := range n.Aliases {
		add(&t.names, alias)
	}
	for _, p := range a.schema.NodeProperties(n.Kind) {
		if !p.Searched {
			continue
		}
		to := &t.others
		if p.Name == keywordsProperty {
			to = &t.keywords
		}
		for _, value := range n.Properties.Texts(p.Name) {
			if p.Vocabulary != "" {
				label := a.schema.TermLabel(p.Vocabulary, value)
				add(to, label.Zh)
				value = label.En
			}
			add(to, value)
		}
	}
	return t
}

// cutBytes shortens s to at most n bytes without breaking a character.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Marks between the stored texts; folding removes both from texts.
const (
	betweenTexts = "\n"
	afterNames   = "\x00"
)

// stored joins the texts to what the index keeps of a document: names, then keywords and others.
func (t ownTexts) stored() []byte {
	var b strings.Builder
	b.WriteString(strings.Join(t.names, betweenTexts))
	b.WriteString(afterNames)
	for i, value := range append(t.keywords[:len(t.keywords):len(t.keywords)], t.others...) {
		if i > 0 {
			b.WriteString(betweenTexts)
		}
		b.WriteString(value)
	}
	return []byte(b.String())
}

// bareName is a folded name without anything but letters and digits, the form in which names are compared whole.
func bareName(folded string) string {
	var b strings.Builder
	for _, r := range lexicon.Runs(folded) {
		b.WriteString(folded[r.Start:r.End])
	}
	return b.String()
}

// bareNames returns the distinct bare names, shortened to maxName characters.
func (t ownTexts) bareNames() []string {
	var bare []string
	seen := make(map[string]bool, len(t.names))
	for _, name := range t.names {
		b := cutRunes(bareName(name), maxName)
		if b != "" && !seen[b] {
			seen[b] = true
			bare = append(bare, b)
		}
	}
	return bare
}

// cutRunes shortens s to at most n characters.
func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// splitStored is the inverse of stored, but for the borders between texts.
func splitStored(s string) (names, rest string) {
	names, rest, _ = strings.Cut(s, afterNames)
	return names, rest
}
