package plan

import (
	"fmt"
	"io"

	"chuangmai/advise"
	"chuangmai/coverage/sites"
	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// Sites is [planner.SitesAnswer] with its sentences worded. No list of it is absent.
type Sites struct {
	sites.Answer
	KindLabel     string            `json:"kind_label"`
	FieldLabel    string            `json:"field_label,omitempty"`
	StageLabel    string            `json:"stage_label,omitempty"`
	CoverageLabel string            `json:"coverage_label"`
	Sites         []Site            `json:"sites"`
	Notes         []report.Sentence `json:"notes"`
	advise.Meta
}

// Site is [sites.Site] with its sentences worded.
type Site struct {
	sites.Site
	Why []report.Sentence `json:"why"`
}

// NewSites words an answer.
func NewSites(a planner.SitesAnswer, l report.Language) Sites {
	out := Sites{
		Answer: a.Answer, Meta: a.Meta, Notes: worded(a.Notes, l), KindLabel: say("sites.kind."+a.Kind, l.Lang),
		FieldLabel: fieldLabel(a.Field, l.Lang), StageLabel: stageLabel(a.Stage, l.Lang), CoverageLabel: say("sites.coverage."+a.Coverage, l.Lang),
		Sites: make([]Site, len(a.Sites)),
	}
	for i, s := range a.Sites {
		out.Sites[i] = Site{Site: s, Why: worded(s.Why, l)}
	}
	return out
}

// WriteSites writes an answer as a person reads it in a terminal.
func WriteSites(w io.Writer, a planner.SitesAnswer, lang phrase.Lang) error {
	s := sheet{w: w, lang: lang}
	out := NewSites(a, report.Language{Lang: lang})
	s.line(s.say("sites.head", "region", s.pick(a.Region.Name, a.Region.NameEn), "n", a.N, "kind", out.KindLabel,
		"field", orAll(out.FieldLabel, s.say("sites.all_fields")), "stage", orAll(out.StageLabel, s.say("sites.all_stages"))))
	s.line(s.say("sites.demand", "firms", a.Firms, "needs", a.Needs, "points", a.Points, "percent", percent(a.Covered, a.Demand), "existing", a.Existing.Count))
	for i, x := range out.Sites {
		s.line("")
		s.line(fmt.Sprintf("%d  %s %s  +%.1f (%.1f%%)  %s", i+1, s.pick(x.City.Name, x.City.NameEn), s.pick(x.Place.Name, x.Place.NameEn), x.Gain, 100*x.Share, x.Place.Code))
		for _, why := range x.Why {
			s.line("     " + why.Text)
		}
		rows := [][]string{}
		for _, r := range x.Reaches {
			rows = append(rows, []string{
				s.pick(r.Place.Name, r.Place.NameEn), fmt.Sprintf("%.0f km", r.Km), s.say("sites.reached", "firms", r.Firms, "needs", r.Needs),
				fmt.Sprintf("%.2f → %.2f", r.Before, r.After),
			})
		}
		s.table("     ", rows)
		for _, h := range x.Hosts {
			s.line("     " + s.say("sites.host") + s.name(h.Name, h.NameEn, h.Synthetic) + "  " + string(h.ID))
		}
	}
	s.line("")
	if len(out.Sites) > 0 {
		s.line(s.say("sites.total", "gain", a.Gain, "upper", a.Upper, "percent", percent(a.With, a.Demand)))
	}
	s.notes(out.Notes, a.Meta)
	return s.err
}

func orAll(label, all string) string {
	if label == "" {
		return all
	}
	return label
}

func percent(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * part / whole
}

func fieldLabel(code string, lang phrase.Lang) string {
	f, known := lexicon.FieldByCode(code)
	if !known {
		return ""
	}
	return phrase.Text{Zh: f.Name, En: f.NameEn}.In(lang)
}

func stageLabel(code string, lang phrase.Lang) string {
	if code == "" {
		return ""
	}
	return graph.BuiltinSchema().TermLabel("stage", code).In(string(lang))
}
