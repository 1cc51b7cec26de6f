package briefing

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"sync"

	"chuangmai/phrase"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// Policy is the Content-Security-Policy of a page: its own style block by hash, and nothing
// else.
func Policy() string {
	sum := sha256.Sum256([]byte(pageCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageHTML))
})

// WriteHTML writes a document as one page without scripts or outside parts, fit for printing.
func WriteHTML(w io.Writer, d Document) error {
	view := pageView{
		Lang: "zh-CN", Style: template.CSS(pageCSS), Title: d.Title, Facts: d.Facts, Method: d.Method, //nolint:gosec // our own file
		MethodTitle: phrase.New("briefing.method").Render(d.Lang), FactsTitle: phrase.New("briefing.facts").Render(d.Lang),
	}
	if d.Lang == phrase.En {
		view.Lang = "en"
	}
	for _, s := range d.Sections {
		view.Figures = view.Figures || s.Figure != nil
		view.Sections = append(view.Sections, viewOf(s, d.Lang))
	}
	return page().Execute(w, view)
}

type pageView struct {
	Lang, Title, MethodTitle, FactsTitle string
	Style                                template.CSS
	Facts                                []Fact
	Method                               []string
	Sections                             []sectionView
	Figures                              bool
}

type sectionView struct {
	Title   string
	Text    []string
	Figure  *figure
	Columns []columnView
	Rows    [][]cellView
	Notes   []string
}

type columnView struct {
	Title  string
	Number bool
}

type cellView struct {
	Text            string
	Number, Unknown bool
}

// maxPageRows is the greatest number of rows of one table on a page; the rest is in the other
// forms, and the page says so.
const maxPageRows = 2000

func viewOf(s Section, lang phrase.Lang) sectionView {
	v := sectionView{Title: s.Title, Text: s.Text, Notes: s.Notes}
	if s.Figure != nil {
		v.Figure = drawn(*s.Figure)
	}
	rows := s.Rows
	if len(rows) > maxPageRows {
		rows = rows[:maxPageRows]
		v.Notes = append(v.Notes[:len(v.Notes):len(v.Notes)], phrase.New("briefing.rows_cut", "shown", maxPageRows, "total", len(s.Rows)).Render(lang))
	}
	numbers := make([]bool, len(s.Columns))
	for _, r := range rows {
		cells := make([]cellView, len(r))
		for i, c := range r {
			cells[i] = cellView{c.written(s.digits(i)), c.Number, c.Unknown}
			if i < len(numbers) && c.Number {
				numbers[i] = true
			}
		}
		v.Rows = append(v.Rows, cells)
	}
	for i, c := range s.Columns {
		v.Columns = append(v.Columns, columnView{c.Title, numbers[i]})
	}
	return v
}
