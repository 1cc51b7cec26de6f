package briefing

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"flag"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"chuangmai/phrase"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sample(lang phrase.Lang) Document {
	pick := func(zh, en string) string { return phrase.Text{Zh: zh, En: en}.In(lang) }
	return Document{
		Lang: lang, Title: pick("简报 <b>", "Briefing <b>"), Facts: []Fact{{pick("数据日期", "as of"), "2026-11-22"}, {pick("修订号", "revision"), "7"}},
		Method: []string{pick("方法一", "method one")},
		Sections: []Section{
			{
				Title: pick("各市", "cities"), Text: []string{pick("前言", "lead")}, Notes: []string{pick("注", "note")},
				Figure: &Bars{Title: pick("图", "figure"), Items: []Bar{
					{Label: pick("南京", "Nanjing"), Parts: []Part{{3, 2, pick("符合", "met")}, {1, Hatched, pick("未记录", "not recorded")}}},
					{Label: pick("苏州", "Suzhou"), Parts: []Part{{0, 2, pick("符合", "met")}, {-4, 1, ""}, {8, Hatched, ""}}},
				}},
				Columns: []Column{{Title: pick("城市", "city")}, {Title: pick("指数", "index"), Digits: 2}, {Title: pick("家数", "bodies")}},
				Rows:    [][]Cell{{Text(pick("南京", "Nanjing")), Number(1.256), Count(4)}, {Text("=1+1"), Number(-2), Unknown(pick("未记录", "not recorded"))}},
			},
			{Title: "=2/3:*?[x]", Text: []string{"@cmd", "<script>alert(1)</script>"}},
		},
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

func written(t *testing.T, f Format, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldens(t *testing.T) {
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		golden(t, "testdata/page."+string(lang)+".html", string(written(t, HTML, sample(lang))))
		golden(t, "testdata/table."+string(lang)+".csv", string(written(t, CSV, sample(lang))))
	}
}

// TestPage: nothing runs, nothing is fetched, words stay words, and the policy lets the one
// style block pass.
func TestPage(t *testing.T) {
	page := string(written(t, HTML, sample(phrase.Zh)))
	for _, bad := range []string{"<script", "<b>", "style=", "src=", "javascript:", "@import", "url(http"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if strings.Contains(page, "onload") || regexp.MustCompile(`\son[a-z]+=`).MatchString(page) {
		t.Error("the page has a handler")
	}
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	if len(style) != 1 {
		t.Fatalf("%d style blocks", len(style))
	}
	sum := sha256.Sum256([]byte(style[0][1]))
	if !strings.Contains(Policy(), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
		t.Errorf("the policy %q does not let the style pass", Policy())
	}
	if strings.Count(page, `id="hatch"`) != 1 {
		t.Error("the hatching is not defined once")
	}
}

func TestWorkbook(t *testing.T) {
	d := sample(phrase.En)
	d.Sections = append(d.Sections, d.Sections[0], Section{Title: "Sheet1"}, Section{Title: strings.Repeat("长", 40)}, Section{Title: ""})
	file, err := excelize.OpenReader(bytes.NewReader(written(t, XLSX, d)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // read only
	names := []string{"cities", "=2-3----x-", "cities (2)", "Sheet1 (2)", strings.Repeat("长", 31), "-", phrase.New("briefing.method").Render(phrase.En)}
	if diff := cmp.Diff(names, file.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := file.GetRows("cities")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"city", "index", "bodies"}, {"Nanjing", "1.256", "4"}, {"=1+1", "-2", "not recorded"}, nil, {"lead"}, {"note"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if formula, err := file.GetCellFormula("cities", "A3"); err != nil || formula != "" {
		t.Errorf("a word became the formula %q (%v)", formula, err)
	}
	method, err := file.GetRows(names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"Briefing <b>"}, {"as of", "2026-11-22"}, {"revision", "7"}, nil, {"method one"}}, method); diff != "" {
		t.Errorf("method (-want +got):\n%s", diff)
	}
}

// TestNothingToSay: documents without sections, columns or rows are written all the same.
func TestNothingToSay(t *testing.T) {
	for _, d := range []Document{{}, {Sections: []Section{{}}}, {Sections: []Section{{Columns: []Column{{Title: "a"}}, Figure: &Bars{}}}}, {Sections: []Section{{Rows: [][]Cell{{Text("no head")}}}}}} {
		for _, f := range []Format{HTML, CSV, XLSX} {
			if len(written(t, f, d)) == 0 {
				t.Errorf("%s: nothing written", f)
			}
		}
	}
}

func TestLongTablesAreCutOnPagesOnly(t *testing.T) {
	d := Document{Sections: []Section{{Title: "x", Columns: []Column{{Title: "n"}}}}}
	for i := range maxPageRows + 5 {
		d.Sections[0].Rows = append(d.Sections[0].Rows, []Cell{Count(i)})
	}
	page := string(written(t, HTML, d))
	if got := strings.Count(page, "<tr><td"); got != maxPageRows {
		t.Errorf("%d rows on the page", got)
	}
	if !strings.Contains(page, "2005") {
		t.Error("the page does not say how many rows there are")
	}
	if got := strings.Count(string(written(t, CSV, d)), "\r\n"); got < maxPageRows+6 {
		t.Errorf("%d lines in the table file", got)
	}
}

func TestNumbers(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if c := Number(f); c.Number || !c.Unknown {
			t.Errorf("%v is a number", f)
		}
	}
}

func TestFormats(t *testing.T) {
	for path, want := range map[string]Format{"a.xlsx": XLSX, "b/C.CSV": CSV, "x.html": HTML, "x.htm": HTML} {
		if got, err := FormatOf(path); err != nil || got != want {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	var unknown *UnknownFormatError
	for _, path := range []string{"", "a", "a.pdf", ".", "a.xlsx.zip"} {
		if _, err := FormatOf(path); !errors.As(err, &unknown) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := Write(&bytes.Buffer{}, "pdf", Document{}); !errors.As(err, &unknown) {
		t.Errorf("written as pdf: %v", err)
	}
}

// FuzzCSV: whatever the words, the file reads back with as many cells, and none begins like a
// formula.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"", "=1+1", "+x", "-", "@SUM(A1)", "\t=1", "\"", "a\r\nb", "＝cmd", "\x00=1", "\xff", "正常"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		d := Document{Sections: []Section{{Title: a, Columns: []Column{{Title: b}, {Title: a}}, Rows: [][]Cell{{Text(a), Text(b)}}}}}
		var out bytes.Buffer
		if err := WriteCSV(&out, d); err != nil {
			t.Fatal(err)
		}
		text, marked := strings.CutPrefix(out.String(), byteOrderMark)
		if !marked {
			t.Error("no byte order mark")
		}
		in := csv.NewReader(strings.NewReader(text))
		in.FieldsPerRecord = -1
		rows, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
					t.Errorf("the cell %q begins like a formula", cell)
				}
			}
		}
	})
}

// FuzzSheetName: whatever the title, a workbook takes the name.
func FuzzSheetName(f *testing.F) {
	for _, s := range []string{"", "Sheet1", "sheet1", "a/b", "'x'", strings.Repeat("长", 99), "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "\xff", "\t", "  "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		var out bytes.Buffer
		if err := WriteXLSX(&out, Document{Title: title, Sections: []Section{{Title: title}, {Title: title, Columns: []Column{{Title: title}}, Rows: [][]Cell{{Text(title)}}}}}); err != nil {
			t.Errorf("%q: %v", title, err)
		}
	})
}
