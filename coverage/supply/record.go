package supply

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// Record is a node as lists show it.
type Record struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Synthetic bool       `json:"synthetic"`
}

// RecordOf describes a node of a view.
func RecordOf(v snapshot.View, n snapshot.N) Record {
	return Record{ID: v.ID(n), Kind: v.Kind(n), Name: v.Name(n), NameEn: v.NameEn(n), Region: v.Region(n), Synthetic: v.Synthetic(n)}
}

// Text is the name in both languages, marked when the record is made up.
func (r Record) Text() phrase.Text {
	t := phrase.Text{Zh: r.Name, En: r.NameEn}
	if t.En == "" {
		t.En = t.Zh
	}
	if r.Synthetic {
		t.Zh, t.En = t.Zh+"〔示例〕", t.En+" [sample]"
	}
	return t
}

// Region is a region as lists show it.
type Region struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// Region describes the region of a code; one that is not known has no name.
func (r *Regions) Region(code string) Region {
	out := Region{Code: code}
	if p, known := r.Find(code); known {
		out.Name, out.NameEn = r.places[p].Name, r.places[p].NameEn
	}
	return out
}

// Text is the name in both languages.
func (r Region) Text() phrase.Text { return phrase.Text{Zh: r.Name, En: r.NameEn} }
