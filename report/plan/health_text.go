package plan

import (
	"fmt"
	"io"

	"chuangmai/coverage/health"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/report"
)

// WriteHealth writes an answer as a person reads it in a terminal: the part that was asked
// for, "" for all.
func WriteHealth(w io.Writer, a planner.HealthAnswer, part string, lang phrase.Lang) error {
	s := sheet{w: w, lang: lang}
	out := NewHealth(a, report.Language{Lang: lang})
	region := s.say("health.everywhere")
	if a.Region != nil {
		region = s.pick(a.Region.Name, a.Region.NameEn)
	}
	x := a.Structure
	s.line(s.say("health.head", "region", region, "bodies", x.Bodies, "tied", x.Tied, "untied", x.Untied, "pairs", x.Pairs, "ties", x.Ties))
	s.line(s.say("health.shape", "largest", x.Largest, "share", 100*x.LargestShare, "components", x.Components, "degree", x.MeanDegree,
		"density", x.Density, "communities", x.Communities, "modularity", x.Modularity))
	if k := a.Fragility.KCoverage; len(k) == 3 {
		s.line(s.say("health.cells", "cells", a.Fragility.Cells, "one", k[0].Cells, "two", k[1].Cells, "three", k[2].Cells, "single", a.Fragility.Single.Total))
	}
	s.fragility(out.Fragility, part)
	s.people(out, part)
	s.groups(out, part)
	s.line("")
	s.notes(out.Notes, a.Meta)
	return s.err
}

// section writes a heading unless the list is empty.
func (s *sheet) section(code string, shown, total int) {
	if total == 0 {
		return
	}
	text := "── " + s.say("health.section."+code)
	if shown < total {
		text += s.say("health.shown", "total", total, "shown", shown)
	}
	s.line("")
	s.line(text)
}

func wanted(part, is string) bool { return part == "" || part == is }

func (s *sheet) fragility(f Fragility, part string) {
	if !wanted(part, health.PartFragility) {
		return
	}
	for _, list := range []struct {
		code string
		page health.Page[Holder]
	}{{"fragility_bodies", f.Bodies}, {"fragility_records", f.Records}} {
		s.section(list.code, len(list.page.Items), list.page.Total)
		for _, h := range list.page.Items {
			s.line("  " + s.name(h.Name, h.NameEn, h.Synthetic) + "  (" + h.KindLabel + ")  " + string(h.ID))
			s.line("      " + s.say("health.holds", "cells", h.Cells, "needs", h.Needs, "fields", h.FieldLabels, "stages", h.StageLabels))
		}
	}
	s.section("fragility_cells", len(f.Single.Items), f.Single.Total)
	rows := [][]string{}
	for _, c := range f.Single.Items {
		rows = append(rows, []string{
			orAll(c.City.Text().In(s.lang), s.say("health.city_unknown")), c.FieldLabel, c.StageLabel,
			s.name(c.By.Name, c.By.NameEn, c.By.Synthetic), s.say("health.needs", "n", c.Needs),
		})
	}
	s.table("  ", rows)
}

func (s *sheet) people(out Health, part string) {
	if wanted(part, health.PartBrokers) {
		s.section("brokers", len(out.Brokers.Items), out.Brokers.Total)
		for _, b := range out.Brokers.Items {
			s.line("  " + s.name(b.Name, b.NameEn, b.Synthetic) + "  " + string(b.ID))
			for _, why := range b.Why {
				s.line("      " + why.Text)
			}
		}
	}
	if wanted(part, health.PartBridges) {
		s.section("bridges", len(out.Bridges.Items), out.Bridges.Total)
		for _, b := range out.Bridges.Items {
			s.line("  " + b.Why.Text)
		}
	}
	if wanted(part, health.PartAppointees) {
		s.section("appointees", len(out.Appointees.Items), out.Appointees.Total)
		for _, p := range out.Appointees.Items {
			s.line("  " + p.Why.Text)
		}
	}
}

func (s *sheet) groups(out Health, part string) {
	if wanted(part, health.PartCommunities) {
		s.section("communities", len(out.Communities.Items), out.Communities.Total)
		for _, c := range out.Communities.Items {
			core, cities := make([]string, len(c.Core)), []string{}
			for i, b := range c.Core {
				core[i] = s.name(b.Name, b.NameEn, b.Synthetic)
			}
			for _, x := range c.Cities[:min(4, len(c.Cities))] {
				cities = append(cities, fmt.Sprintf("%s %d", orAll(x.Text().In(s.lang), s.say("health.city_unknown")), x.Bodies))
			}
			s.line("  " + s.say("health.community", "number", c.Number, "size", c.Size, "inside", c.Inside, "outside", c.Outside, "core", core, "cities", cities))
		}
	}
	if wanted(part, health.PartCities) {
		s.section("cities", len(out.Cities.Items), out.Cities.Total)
		rows := [][]string{}
		for _, c := range out.Cities.Items {
			rows = append(rows, []string{
				orAll(c.Text().In(s.lang), s.say("health.city_unknown")),
				s.say("health.city", "bodies", c.Bodies, "within", c.Within, "across", c.Across, "cities", c.Cities, "reach", 100*c.Reach),
			})
		}
		s.table("  ", rows)
	}
	if wanted(part, health.PartFlows) {
		s.section("flows", len(out.Flows.Items), out.Flows.Total)
		s.flows(out.Flows.Items)
	}
	if wanted(part, health.PartActors) {
		s.section("actors", len(out.Actors), len(out.Actors))
		s.flows(out.Actors)
	}
}

func (s *sheet) flows(list []Flow) {
	rows := [][]string{}
	for _, f := range list {
		words := make([]string, len(f.ByFamily))
		for i, x := range f.ByFamily {
			words[i] = fmt.Sprintf("%s %d", x.Label, x.Ties)
		}
		rows = append(rows, []string{f.FromLabel + " — " + f.ToLabel, s.say("health.ties", "n", f.Ties, "families", words)})
	}
	s.table("  ", rows)
}
