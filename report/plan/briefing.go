package plan

import (
	"strconv"

	"chuangmai/advise"
	"chuangmai/briefing"
	"chuangmai/phrase"
	"chuangmai/planner"
)

// NewBriefing lays an export out as one document.
func NewBriefing(a planner.ExportAnswer, lang phrase.Lang) briefing.Document {
	d := briefing.Document{Lang: lang, Title: phrase.New("briefing.title").Render(lang), Facts: metaFacts(a.Meta, lang)}
	q := a.Query.Coverage
	for _, f := range [][2]string{{"region", q.Region}, {"field", q.Field}, {"stage", q.Stage}} {
		if f[1] != "" {
			d.Facts = append(d.Facts, fact(f[0], f[1], lang))
		}
	}
	if q.Region != "" {
		d.Title = phrase.New("briefing.title_of", "region", q.Region).Render(lang)
	}
	if q.FactsOnly {
		d.Facts = append(d.Facts, fact("records", phrase.New("briefing.facts_only").Render(lang), lang))
	}
	if q.By != "" {
		d.Facts = append(d.Facts, fact("by", phrase.New("coverage.by."+q.By).Render(lang), lang))
	}
	if !a.Query.CompareWith.IsZero() {
		d.Facts = append(d.Facts, fact("compare_with", a.Query.CompareWith.String(), lang))
	}
	if a.Matrix != nil {
		d.Sections = append(d.Sections, matrixSections(*a.Matrix, lang)...)
		d.Method = append(d.Method, phrase.New("briefing.method.matrix").Render(lang))
	}
	if a.Scenarios != nil {
		d.Sections = append(d.Sections, scenarioSections(*a.Scenarios, lang)...)
		d.Method = append(d.Method, phrase.New("briefing.method.scenarios").Render(lang))
	}
	if a.Gaps != nil {
		d.Sections = append(d.Sections, gapsSection(*a.Gaps, lang))
		d.Method = append(d.Method, phrase.New("briefing.method.gaps").Render(lang))
	}
	if a.Chains != nil {
		d.Sections = append(d.Sections, chainsSection(*a.Chains, lang))
		d.Method = append(d.Method, phrase.New("briefing.method.chains").Render(lang))
	}
	if a.Health != nil {
		d.Sections = append(d.Sections, healthSections(*a.Health, lang)...)
	}
	if a.Checks != nil {
		d.Sections = append(d.Sections, checksSections(*a.Checks, lang)...)
		d.Facts = append(d.Facts, checksFacts(a.Query.Checks, lang)...)
		d.Method = append(d.Method, phrase.New("briefing.method.checks").Render(lang), phrase.New("briefing.method.ours").Render(lang))
	}
	d.Method = append(d.Method, phrase.New("briefing.method.synthetic").Render(lang))
	return d
}

func fact(code, value string, lang phrase.Lang) briefing.Fact {
	return briefing.Fact{Label: phrase.New("briefing.fact." + code).Render(lang), Value: value}
}

func metaFacts(m advise.Meta, lang phrase.Lang) []briefing.Fact {
	return []briefing.Fact{fact("as_of", m.AsOf.String(), lang), fact("revision", strconv.FormatInt(int64(m.Revision), 10), lang)}
}

func checksFacts(q planner.ChecksQuery, lang phrase.Lang) []briefing.Fact {
	var out []briefing.Fact
	if q.Node != "" {
		out = append(out, fact("node", string(q.Node), lang))
	}
	if len(q.Rules) > 0 {
		out = append(out, fact("rules", phrase.Join(q.Rules, lang), lang))
	}
	if len(q.Outcomes) > 0 {
		words := make([]string, len(q.Outcomes))
		for i, o := range q.Outcomes {
			words[i] = phrase.New("rule.outcome." + string(o)).Render(lang)
		}
		out = append(out, fact("outcomes", phrase.Join(words, lang), lang))
	}
	return out
}
