package rules

import (
	"strings"

	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// Values of the schema's vocabularies that the checks read.
const (
	levelNational   = "national"
	levelProvincial = "provincial"

	classComprehensive = "comprehensive"
	classDomain        = "domain"
)

// jiangsu begins the division code of every place in the province.
const jiangsu = "32"

// Governing returns the text that a centre is judged by: the national plan for national
// centres, the Jiangsu guide for provincial centres in Jiangsu, none for others. known is
// false where level or place are not recorded, so that nobody can say.
func Governing(v snapshot.View, centre snapshot.N) (text Document, known bool) {
	region := v.Region(centre)
	switch level := v.Text(centre, "level"); {
	case level == levelNational:
		return National, true
	case level == "" || level == levelProvincial && region == "":
		return "", false
	case level == levelProvincial && strings.HasPrefix(region, jiangsu):
		return Jiangsu, true
	}
	return "", true
}

// scoped says whether a rule applies to a centre; where it does not, or nobody can say, the
// verdict says why.
func scoped(v snapshot.View, r *Rule, centre snapshot.N) (Document, *verdict) {
	text, known := Governing(v, centre)
	if !known {
		property := "level"
		if v.Text(centre, "level") != "" {
			property = "region"
		}
		out := notRecorded(phrase.New("rule.scope.unknown")).wanting(phrase.New("rule.record." + property))
		return "", &out
	}
	clauses := r.Of(text)
	if text == "" || len(clauses) == 0 {
		out := notApplicable(phrase.New("rule.scope.other_text"), Cite{Node: centre, Property: "level"})
		return text, &out
	}
	switch class := v.Text(centre, "class"); {
	case r.Class == "" || r.Class == class:
		return text, nil
	case class == "":
		out := notRecorded(phrase.New("rule.scope.unknown")).wanting(phrase.New("rule.record.class"))
		return text, &out
	default:
		out := notApplicable(phrase.New("rule.scope.other_class"), Cite{Node: centre, Property: "class"})
		return text, &out
	}
}
