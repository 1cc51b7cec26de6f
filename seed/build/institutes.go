package main

import (
	"slices"
	"strings"

	"chuangmai/graph"
)

// described declares a body of a collected row in the form its kind has here.
func (w *world) described(r row) (*body, []source) {
	f, ok := w.forms[r["kind"]]
	if !ok {
		w.fail("%s: no form for kind %q", r["name"], r["kind"])
	}
	sources := rowSources(r)
	fresh := w.find(r["name"]) == nil
	b := w.declare(graph.Kind(f["kind"]), r["name"], r["english_name"], sources)
	if b.kind == graph.Kind(f["kind"]) {
		b.set("type", f["type"])
		b.set("level", f["level"])
	}
	if f["approval_only"] != "" {
		b.set("approval_only", "true")
	}
	if fresh || b.region == "" {
		w.place(b, r["city"], sources)
	}
	if name := b.name; strings.HasPrefix(name, "江苏省") && b.kind == graph.KindInstitute && b.props["type"] == "other" {
		b.props["type"], b.props["level"] = "provincial", "provincial"
	}
	return b, sources
}

func (w *world) addInstitutes(shared string) error {
	rows, err := readCSV(shared, "jiangsu/institutes.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		b, _ := w.described(r)
		b.add("field_words", words(r["field"])...)
		b.add("capability_words", words(r["capabilities"])...)
		if r["founded_year"] != "" {
			b.validFrom = r["founded_year"]
			if graph.BuiltinSchema().NodeProperty(b.kind, "founded") != nil {
				b.set("founded", r["founded_year"])
			}
		}
		if r["kind"] == "provincial_manufacturing_innovation_centre_candidate" {
			b.remark("培育对象, 尚非认定的创新中心")
		}
		if b.name == "南京水利科学研究院" || strings.HasPrefix(b.name, "中国水产科学研究院") {
			b.props["type"], b.props["level"] = "state", "national"
		}
	}
	for _, r := range rows { // hosts may be rows of the same file
		w.hosts(w.find(r["name"]), r["host_or_parent"], r["kind"], rowSources(r), false)
	}
	return nil
}

// hosts joins a body with those that carry it. A government builds, a member of the
// industrial technology institute or of an academy is part of it, partners of a
// consortium or joint laboratory take part, everybody else is the host.
func (w *world) hosts(b *body, cell, kind string, sources []source, inferred bool) {
	for i, name := range words(cell) {
		if name == "江苏省实验室" { // the recognition, not a body
			continue
		}
		host := w.actor(name, sources)
		if host == nil || host == b || w.joined(b, host, graph.RelHostedBy, graph.RelPartOf) || w.joined(host, b, graph.RelBuilds, graph.RelParticipatesIn, graph.RelSupports) {
			continue
		}
		switch {
		case b.kind == graph.KindConsortium || b.kind == graph.KindJointLab && len(words(cell)) > 1:
			role := "participant"
			if i == 0 && b.kind == graph.KindConsortium {
				role = "coordinator"
			}
			w.link(graph.RelParticipatesIn, host, b, sources, "role", role)
		case host.kind == graph.KindGovernment:
			if buildable(b.kind) {
				w.link(graph.RelBuilds, host, b, sources, "role", "co")
			} else {
				w.link(graph.RelSupports, host, b, sources)
			}
			if zone := w.zoneOf(host); zone != nil {
				w.link(graph.RelLocatedIn, b, zone, sources)
			}
		case host.name == "江苏省产业技术研究院":
			w.link(graph.RelPartOf, b, host, sources, "role", "unit")
		case host.props["type"] == "headquarters",
			kind == "cas_institute" && host.props["type"] == "academy" && !strings.Contains(b.name, "中心"),
			host.kind == graph.KindRDUnit && strings.HasPrefix(b.name, host.name):
			w.link(graph.RelPartOf, b, host, sources)
		case kind == "jitri_institute":
			w.link(graph.RelBuilds, host, b, sources, "role", "co")
		default:
			value := ""
			if inferred {
				value = "true"
			}
			w.link(graph.RelHostedBy, b, host, sources, "inferred", value)
		}
	}
}

func buildable(k graph.Kind) bool {
	return slices.Contains([]graph.Kind{graph.KindCenter, graph.KindRDUnit, graph.KindPlatform, graph.KindJointLab, graph.KindFacility, graph.KindConsortium, graph.KindIncubator}, k)
}

// zoneOf returns the zone that a body sits in, or nil.
func (w *world) zoneOf(b *body) *body {
	for _, l := range w.links {
		if l.relation == graph.RelLocatedIn && l.from == b && l.to.kind == graph.KindZone {
			return l.to
		}
	}
	return nil
}

func (w *world) addLaboratories(shared string) error {
	rows, err := readCSV(shared, "jiangsu/key_laboratories.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		b, sources := w.described(r)
		if level := map[string]string{"state": "national", "ministry": "ministry", "provincial": "provincial", "municipal": "municipal"}[r["level"]]; b.kind == graph.KindPlatform || b.kind == graph.KindJointLab {
			b.set("level", level)
		}
		b.add("field_words", words(r["field"])...)
		b.add("capability_words", words(r["capabilities"])...)
		note := r["note"]
		inferred := strings.Contains(note, "推定") || strings.Contains(note, "未明写依托关系")
		if !strings.HasPrefix(note, "同 institutes") && !strings.HasPrefix(note, "现称") && !strings.HasPrefix(note, "关系另见") && !strings.HasPrefix(note, "中文名取自") {
			b.remark(note)
		}
		w.hosts(b, r["host"], r["kind"], sources, inferred)
	}
	return nil
}
