package planner

import (
	"strings"

	"chuangmai/advise"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// placeNamed reads a place: a code, the id of a region, or a name in the gazetteer. The
// error is an [*advise.UnknownPlaceError].
func placeNamed(words *lexicon.Lexicon, text string) (*lexicon.Place, error) {
	text = strings.TrimSpace(text)
	if p, known := words.Place(strings.TrimPrefix(text, "region:")); known {
		return p, nil
	}
	if p, known := words.PlaceByName(text); known {
		return p, nil
	}
	return nil, &advise.UnknownPlaceError{Name: text}
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
