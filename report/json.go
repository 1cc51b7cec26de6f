package report

import (
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/match"
	"chuangmai/need"
	"chuangmai/phrase"
)

// Language says in which languages sentences are worded.
type Language struct {
	Lang phrase.Lang
	// Both adds the other language to every sentence.
	Both bool
}

// Sentence is a worded message. Text is in the asked language; Zh and En are there when
// both were asked for.
type Sentence struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Zh   string `json:"zh,omitempty"`
	En   string `json:"en,omitempty"`
}

// Sentence words a message.
func (l Language) Sentence(m phrase.Message) Sentence {
	s := Sentence{Code: m.Code, Text: m.Render(l.Lang)}
	if l.Both {
		s.Zh, s.En = m.Render(phrase.Zh), m.Render(phrase.En)
	}
	return s
}

func (l Language) sentences(list []phrase.Message) []Sentence {
	out := make([]Sentence, len(list))
	for i, m := range list {
		out[i] = l.Sentence(m)
	}
	return out
}

// Answer is [advise.Answer] with its sentences worded.
type Answer struct {
	Need      need.Need            `json:"need"`
	Groups    []Group              `json:"groups"`
	Hits      int                  `json:"hits"`
	OnFacts   int                  `json:"on_facts"`
	Abstained *Sentence            `json:"abstained,omitempty"`
	Weights   []advise.WeightsUsed `json:"weights,omitempty"`
	// Next leads to the next page of the groups, "" for none or where nobody pages.
	Next string `json:"next,omitempty"`
	advise.Meta
}

// Reading is what a sentence was read as.
type Reading struct {
	Need need.Need `json:"need"`
	advise.Meta
}

// Group is one group of an answer with its label.
type Group struct {
	Group  string         `json:"group"`
	Label  string         `json:"label"`
	Total  int            `json:"total"`
	Hits   []Hit          `json:"hits"`
	Facets []advise.Facet `json:"facets"`
}

// Hit is [match.Recommendation] with its sentences worded.
type Hit struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	KindLabel string     `json:"kind_label"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Region    string     `json:"region,omitempty"`
	Synthetic bool       `json:"synthetic"`
	Group     string     `json:"group"`
	Score     float64    `json:"score"`
	Addends   []Addend   `json:"addends"`
	// Because is one sentence made of the strongest reasons.
	Because      Sentence        `json:"because"`
	Against      []Sentence      `json:"against"`
	Raise        []Sentence      `json:"raise"`
	Path         []match.Step    `json:"path"`
	Distance     *match.Distance `json:"distance,omitempty"`
	Openness     *match.Openness `json:"openness,omitempty"`
	Fresh        graph.Date      `json:"fresh,omitzero"`
	Stale        bool            `json:"stale"`
	RestsOnFacts bool            `json:"rests_on_facts"`
}

// Addend is [match.Addend] with its sentence worded.
type Addend struct {
	Signal   string           `json:"signal"`
	Label    string           `json:"label"`
	Value    float64          `json:"value"`
	Raw      float64          `json:"raw"`
	Scale    float64          `json:"scale"`
	Weight   float64          `json:"weight"`
	Power    float64          `json:"power"`
	Reason   Sentence         `json:"reason"`
	Evidence []match.Evidence `json:"evidence"`
	More     int              `json:"more"`
}

// NewAnswer words an answer. No list of it is absent.
func NewAnswer(a advise.Answer, l Language) Answer {
	out := Answer{Need: a.Need, Hits: a.Hits, OnFacts: a.OnFacts, Weights: a.Weights, Meta: a.Meta, Groups: make([]Group, len(a.Groups))}
	if a.Abstained != nil {
		s := l.Sentence(*a.Abstained)
		out.Abstained = &s
	}
	for i, g := range a.Groups {
		out.Groups[i] = Group{
			Group: g.Group, Label: phrase.New("group." + g.Group).Render(l.Lang), Total: g.Total, Facets: orEmpty(g.Facets),
			Hits: make([]Hit, len(g.Hits)),
		}
		for j, h := range g.Hits {
			out.Groups[i].Hits[j] = NewHit(h, l)
		}
	}
	return out
}

// NewHit words a recommendation.
func NewHit(r match.Recommendation, l Language) Hit {
	h := Hit{
		ID: r.ID, Kind: r.Kind, KindLabel: kindLabel(r.Kind, l.Lang), Name: r.Name, NameEn: r.NameEn, Region: r.Region,
		Synthetic: r.Synthetic, Group: r.Group, Score: r.Score, Because: l.because(r.Because),
		Against: l.sentences(r.Against), Raise: l.sentences(r.Raise), Path: orEmpty(r.Path), Distance: r.Distance,
		Openness: r.Openness, Fresh: r.Fresh, Stale: r.Stale, RestsOnFacts: r.RestsOnFacts,
		Addends: make([]Addend, len(r.Addends)),
	}
	for i, a := range r.Addends {
		h.Addends[i] = Addend{
			Signal: a.Signal, Label: phrase.New("signal." + a.Signal).Render(l.Lang), Value: a.Value, Raw: a.Raw, Scale: a.Scale,
			Weight: a.Weight, Power: a.Power, Reason: l.Sentence(a.Reason), Evidence: orEmpty(a.Evidence), More: a.More,
		}
	}
	return h
}

// because joins the reasons into one sentence.
func (l Language) because(list []phrase.Message) Sentence {
	join := func(lang phrase.Lang) string {
		parts := make([]string, len(list))
		for i, m := range list {
			parts[i] = m.Render(lang)
		}
		return strings.Join(parts, phrase.New("report.reason_separator").Render(lang))
	}
	s := Sentence{Code: "report.because", Text: join(l.Lang)}
	if l.Both {
		s.Zh, s.En = join(phrase.Zh), join(phrase.En)
	}
	return s
}

func kindLabel(k graph.Kind, lang phrase.Lang) string {
	if def := graph.BuiltinSchema().Kind(k); def != nil {
		return def.In(string(lang))
	}
	return string(k)
}

// orEmpty turns an absent list into an empty one, which is what JSON readers expect.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
