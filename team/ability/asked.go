package ability

import (
	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/phrase"
)

// Asked is one capability that is asked for.
type Asked struct {
	ID     graph.ID `json:"id"`
	Name   string   `json:"name"`
	NameEn string   `json:"name_en,omitempty"`
	// Share is its part of what is asked for; the shares sum to 1.
	Share float64 `json:"share"`
	// Words are those of the text that it was read from.
	Words []string `json:"words,omitempty"`
}

// Label is the capability's name in both languages.
func (a Asked) Label() phrase.Text {
	t := phrase.Text{Zh: a.Name, En: a.NameEn}
	if t.Zh == "" {
		t.Zh = string(a.ID)
	}
	if t.En == "" {
		t.En = t.Zh
	}
	return t
}

// What of a reading counts as asked for: capabilities that weigh something beside the
// first one, and not more than a team could be formed for.
const (
	leastWeight = 0.3
	maxAsked    = 8
)

// AskedIn returns the capabilities that a need asks for. Of those read from a text only
// the weighty ones count; those that a person stated all do.
func AskedIn(n need.Need) []Asked {
	var out []Asked
	total := 0.0
	for _, c := range n.Capabilities {
		stated := len(c.Spans) == 0 && c.Confidence == 1
		if c.Weight <= 0 || len(out) == maxAsked || !stated && c.Weight < leastWeight*n.Capabilities[0].Weight {
			continue
		}
		out = append(out, Asked{ID: c.ID, Name: c.Name, NameEn: c.NameEn, Share: c.Weight, Words: c.Words})
		total += c.Weight
	}
	for i := range out {
		out[i].Share /= total
	}
	return out
}
