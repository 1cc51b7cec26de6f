package planner

import (
	"strings"

	"chuangmai/advise"
	"chuangmai/coverage/supply"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// place reads a place of a tree by code, id or name, [supply.NoPlace] for "". The error is
// an [*advise.UnknownPlaceError].
func place(regions *supply.Regions, text string) (supply.Place, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return supply.NoPlace, nil
	}
	p, known := regions.Named(strings.TrimPrefix(text, "region:"))
	if !known {
		return supply.NoPlace, &advise.UnknownPlaceError{Name: text}
	}
	return p, nil
}

// inPlace returns what keeps the nodes of a place, nil for no place.
func inPlace(v snapshot.View, words *lexicon.Lexicon, p *lexicon.Place) func(snapshot.N) bool {
	if p == nil {
		return nil
	}
	return func(n snapshot.N) bool {
		code := v.Region(n)
		return code != "" && (code == p.Code || words.Within(code, p.Code))
	}
}
