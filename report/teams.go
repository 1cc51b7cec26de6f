package report

import (
	"fmt"
	"io"
	"strings"

	"chuangmai/advise"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/team"
	"chuangmai/team/ability"
)

// Teams is [advise.TeamsAnswer] with its sentences worded.
type Teams struct {
	Need       need.Need       `json:"need"`
	Asked      []ability.Asked `json:"asked"`
	Teams      []Team          `json:"teams"`
	Candidates int             `json:"candidates"`
	Notes      []Sentence      `json:"notes"`
	Abstained  *Sentence       `json:"abstained,omitempty"`
	advise.Meta
}

// Team is [team.Team] with its sentences worded.
type Team struct {
	Members      []Member     `json:"members"`
	Coverage     float64      `json:"coverage"`
	Upper        float64      `json:"upper"`
	Exact        bool         `json:"exact"`
	Covered      []team.Cover `json:"covered"`
	Uncovered    []team.Cover `json:"uncovered"`
	Actors       []Labelled   `json:"actors"`
	Disciplines  []team.Named `json:"disciplines"`
	Regions      []team.Named `json:"regions"`
	SMEShare     float64      `json:"sme_share"`
	Ties         []team.Tie   `json:"ties"`
	RestsOnFacts bool         `json:"rests_on_facts"`
	Because      []Sentence   `json:"because"`
	Against      []Sentence   `json:"against"`
}

// Member is [team.Member] with its sentences worded.
type Member struct {
	team.Member
	KindLabel string     `json:"kind_label"`
	Actors    []Labelled `json:"actors"`
	Why       []Sentence `json:"why"`
	Leaving   []Sentence `json:"leaving"`
}

// Labelled is a code with its label in the asked language.
type Labelled struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// NewTeams words teams. No list of it is absent.
func NewTeams(a advise.TeamsAnswer, l Language) Teams {
	out := Teams{Need: a.Need, Asked: orEmpty(a.Asked), Candidates: a.Candidates, Notes: l.sentences(a.Notes), Meta: a.Meta, Teams: make([]Team, len(a.Teams))}
	if a.Abstained != nil {
		s := l.Sentence(*a.Abstained)
		out.Abstained = &s
	}
	for i, t := range a.Teams {
		out.Teams[i] = Team{
			Members: make([]Member, len(t.Members)), Coverage: t.Coverage, Upper: t.Upper, Exact: t.Exact, Covered: orEmpty(t.Covered),
			Uncovered: orEmpty(t.Uncovered), Actors: l.actors(t.Actors), Disciplines: orEmpty(t.Disciplines), Regions: orEmpty(t.Regions),
			SMEShare: t.SMEShare, Ties: orEmpty(t.Ties), RestsOnFacts: t.RestsOnFacts, Because: l.sentences(t.Because), Against: l.sentences(t.Against),
		}
		for j, m := range t.Members {
			m.Fills = orEmpty(m.Fills)
			out.Teams[i].Members[j] = Member{
				Member: m, KindLabel: kindLabel(m.Kind, l.Lang), Actors: l.actors(m.Actors), Why: l.sentences(m.Why), Leaving: l.sentences(m.Leaving),
			}
		}
	}
	return out
}

func (l Language) actors(codes []string) []Labelled {
	out := make([]Labelled, len(codes))
	for i, code := range codes {
		out[i] = Labelled{code, phrase.New("actor." + code).Render(l.Lang)}
	}
	return out
}

// WriteTeams writes teams as a person reads them in a terminal.
func WriteTeams(w io.Writer, a advise.TeamsAnswer, lang phrase.Lang) error {
	p := printer{w: w, lang: lang}
	p.need(a.Need)
	if a.Abstained != nil {
		p.line("", a.Abstained.Render(lang))
	}
	p.asked(a.Asked)
	for i, t := range a.Teams {
		p.team(i+1, t)
	}
	p.notes(a.Notes)
	return p.err
}

// asked lists what is asked for with its shares.
func (p *printer) asked(list []ability.Asked) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = fmt.Sprintf("%s %.0f%%", a.Label().In(p.lang), 100*a.Share)
	}
	p.line("", p.say("report.asked")+phrase.Join(words, p.lang))
}

func (p *printer) notes(list []phrase.Message) {
	if len(list) > 0 {
		p.line("", "")
	}
	for _, m := range list {
		p.line("", p.say("report.note")+m.Render(p.lang))
	}
}

func (p *printer) team(n int, t team.Team) {
	code := "report.team"
	if t.Exact {
		code = "report.team_exact"
	}
	p.line("", "")
	p.line("", "── "+p.say(code, "n", n, "percent", 100*t.Coverage, "upper", 100*t.Upper))
	l := Language{Lang: p.lang}
	p.line("    ", p.say("report.because")+l.because(t.Because).Text)
	if len(t.Against) > 0 {
		p.line("    ", p.say("report.against")+l.because(t.Against).Text)
	}
	for i, m := range t.Members {
		p.line("", fmt.Sprintf("%2d  %s", i+1, p.named(m.Name, m.NameEn, m.Synthetic))+fmt.Sprintf("  (%s)  +%.3f  %s", kindLabel(m.Kind, p.lang), m.Brings, m.ID))
		p.line("      ", p.say("report.team_why")+l.because(m.Why).Text)
		p.line("      ", p.say("report.team_leaving")+l.because(m.Leaving).Text)
	}
	if len(t.Covered)+len(t.Uncovered) > 0 {
		p.coverTable(t)
	}
}

// named is a name, marked when it is made up.
func (p *printer) named(zh, en string, synthetic bool) string {
	name := p.pick(zh, en)
	if synthetic {
		name += " 〔" + p.say("report.synthetic") + "〕"
	}
	return name
}

// coverTable says who does what in a team.
func (p *printer) coverTable(t team.Team) {
	names := make(map[string]string)
	for _, m := range t.Members {
		names[string(m.ID)] = p.pick(m.Name, m.NameEn)
	}
	rows := [][]string{}
	for _, c := range append(append([]team.Cover{}, t.Covered...), t.Uncovered...) {
		mark := "✓"
		by := names[string(c.By)]
		if c.Level < 1e-9 {
			by = "–"
		}
		for _, u := range t.Uncovered {
			if u.Capability == c.Capability {
				mark = "✗"
			}
		}
		rows = append(rows, []string{mark + " " + p.pick(c.Name, c.NameEn), fmt.Sprintf("%.2f", c.Level), by})
	}
	p.table("    ", rows)
}

// table writes rows in columns as wide as their widest cell; Chinese characters are two
// columns wide.
func (p *printer) table(indent string, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", widths[i]-columns(cell)+2))
		}
		p.line(indent, b.String())
	}
}

// columns is how wide a text is in a terminal.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x2e80 && r <= 0x9fff || r >= 0xff00 && r <= 0xff60 || r >= 0x3000 && r <= 0x303f {
			n++
		}
	}
	return n
}
