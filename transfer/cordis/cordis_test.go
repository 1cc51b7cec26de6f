package cordis_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/transfer"
	"chuangmai/transfer/cordis"
)

// tables are a small programme by file name.
func tables() map[string]string {
	return map[string]string{
		"projects.csv": "id,acronym,title,keywords,start_date,end_date,total_cost,topic_code,topic_title\n" +
			"101,ONE,\"Joining, of metals\",\"welding, laser; joining,\",2022-02-01,2025-01-31,1500000,T-1,Materials\n" +
			"102,TWO,Batteries,,2023-06-01,,,,\n" +
			"103,THREE,Later,,2024-01-01,,,,\n",
		"objectives_1.csv": "id,objective\n101,\"Two lines\nof text\"\n",
		"participations.csv": "project_id,org_id,role,sme,activity_type,ec_contribution,order\n" +
			"101,9001,coordinator,false,HES,1000.5,1\n" +
			"101,9002,participant,true,PRC,,2\n" +
			"101,9002,participant,true,PRC,,3\n" +
			"102,9003,associatedPartner,false,OTH,,1\n" +
			"103,9004,participant,false,REC,,1\n",
		"organizations.csv": "id,legal_name,short_name,activity_type,sme,country,city,nuts_code,nuts_name,geolocation\n" +
			"9001,University One,UO,HES,false,DE,Town,DE21A,Region,\"1,2\"\n" +
			"9002,Firm Two,,PRC,true,FR,Town,,,\n" +
			"9003,Association Three,,OTH,false,,Town,,,\n" +
			"9004,Institute Four,,REC,false,IT,Town,ITC11,,\n",
		"euroscivoc.csv":         "project_id,code,path\n101,/25/67,/engineering/materials engineering\n102,/25/67,/engineering/materials engineering\n103,/1,/other\n",
		"h2020.csv":              "rcn,role,pic,type,contribution,country,start_date\n7,coordinator,9001,HES,1,DE,2016-01-01\n7,partner,9005,PUB,2,ES,2016-01-01\n8,participant,9006,PRC,2,UK,NA\n9,participant,9007,REC,2,AT,2017-01-01\n",
		"organizations_2017.csv": "pic,name,activity_type,city,country,num_projects\n9005,Agency Five,PUB,X,ES,1\n9999,Nobody,PUB,X,ES,1\n", //nolint:misspell // as the publisher spells it
	}
}

func folder(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

func convert(tb testing.TB, options cordis.Options) *cordis.Converted {
	tb.Helper()
	c, err := cordis.Convert(tb.Context(), options, tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
}

// lines returns what was converted, in order.
func lines(tb testing.TB, c *cordis.Converted) []transfer.Line {
	tb.Helper()
	in, err := c.Open()
	if err != nil {
		tb.Fatal(err)
	}
	defer in.Close() //nolint:errcheck // only read
	var out []transfer.Line
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, transfer.MaxLine)
	for scanner.Scan() {
		line, err := transfer.ParseLine(scanner.Bytes())
		if err != nil {
			tb.Fatalf("%s: %v", scanner.Text(), err)
		}
		out = append(out, line)
	}
	return out
}

// summary says what the lines hold in short.
func summary(list []transfer.Line) []string {
	var out []string
	for _, l := range list {
		switch {
		case l.Node != nil:
			out = append(out, fmt.Sprintf("%s %s %s %s %v", l.Node.ID, l.Node.Kind, l.Node.Name, l.Node.Region, props(l.Node.Properties)))
		case l.Edge != nil:
			out = append(out, fmt.Sprintf("%s %s %s %v", l.Edge.From, l.Edge.Relation, l.Edge.To, props(l.Edge.Properties)))
		}
	}
	slices.Sort(out)
	return out
}

func props(p graph.Properties) string {
	data, err := json.Marshal(p)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func TestConvert(t *testing.T) {
	dir := folder(t, tables())
	c := convert(t, cordis.Options{Dir: dir, History: filepath.Join(dir, "h2020.csv"), Until: graph.MustDate("2024-01-01")})
	want := []string{
		`cordis:101 IN_FIELD euroscivoc:67 {}`,
		`cordis:101 project Joining, of metals  {"acronym":"ONE","capability_words":["welding","laser","joining"],"currency":"EUR","end":"2025-01-31","framework":"Horizon Europe","objective":"Two lines\nof text","start":"2022-02-01","topic":"Materials","topic_code":"T-1","total_cost":1.5e+06}`,
		`cordis:102 IN_FIELD euroscivoc:67 {}`,
		`cordis:102 project Batteries  {"acronym":"TWO","currency":"EUR","framework":"Horizon Europe","start":"2023-06-01"}`,
		`euroscivoc:67 field materials engineering  {}`,
		`pic:9001 PARTICIPATES_IN cordis:101 {"amount":1000.5,"role":"coordinator"}`,
		`pic:9001 PARTICIPATES_IN rcn:7 {"amount":1.0,"role":"coordinator"}`,
		`pic:9001 university University One DE21A {"country":"DE"}`,
		`pic:9002 PARTICIPATES_IN cordis:101 {"role":"participant"}`,
		`pic:9002 enterprise Firm Two FR {"country":"FR","sme":"yes"}`,
		`pic:9003 PARTICIPATES_IN cordis:102 {"role":"associated"}`,
		`pic:9003 institute Association Three  {"type":"other"}`,
		`pic:9005 PARTICIPATES_IN rcn:7 {"amount":2.0,"role":"associated"}`,
		`pic:9005 government Agency Five ES {}`,
		`pic:9007 PARTICIPATES_IN rcn:9 {"amount":2.0,"role":"participant"}`,
		`pic:9007 institute PIC 9007 AT {"country":"AT"}`,
		`rcn:7 project Horizon 2020 project 7  {"framework":"Horizon 2020"}`,
		`rcn:9 project Horizon 2020 project 9  {"framework":"Horizon 2020"}`,
	}
	list := lines(t, c)
	if diff := cmp.Diff(want, summary(list)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if c.Rejected != 0 || c.Lines != len(list) {
		t.Errorf("%d lines counted of %d, %d rejected: %v", c.Lines, len(list), c.Rejected, c.Errors)
	}
	for i, l := range list {
		switch file, row := c.Origin(i + 1); {
		case l.Node != nil && l.Node.ID == "pic:9003" && (file != "organizations.csv" || row != 4):
			t.Errorf("pic:9003 comes from %s:%d", file, row)
		case l.Node != nil && l.Node.ID == "cordis:102" && (file != "projects.csv" || row != 3):
			t.Errorf("cordis:102 comes from %s:%d", file, row)
		}
	}
	if all := convert(t, cordis.Options{Dir: dir}); !slices.ContainsFunc(lines(t, all), func(l transfer.Line) bool { return l.Node != nil && l.Node.ID == "cordis:103" }) {
		t.Error("without a last date a project is missing")
	}
}

// TestLoadAndUndo: what is converted loads without a bad row, and can be taken back.
func TestLoadAndUndo(t *testing.T) {
	dir := folder(t, tables())
	store, err := localstore.Open(t.Context(), localstore.Options{Dir: t.TempDir(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	c := convert(t, cordis.Options{Dir: dir, History: filepath.Join(dir, "h2020.csv")})
	report, err := transfer.Load(t.Context(), store, c, transfer.Options{Clock: time.Now, Load: "eu", Actor: "test"})
	if err != nil || report.Rejected != 0 || report.Total().New != c.Lines {
		t.Fatalf("%+v, %v", report, err)
	}
	n, err := store.Node(t.Context(), "cordis:101")
	if err != nil || n.ValidFrom.String() != "2022-02-01" || len(n.Sources) != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := transfer.Undo(t.Context(), store, "eu", transfer.UndoOptions{Actor: "test"}); err != nil {
		t.Fatal(err)
	}
	for n, err := range store.Nodes(t.Context(), graph.NodeFilter{}) {
		t.Fatalf("%s is left, %v", n.ID, err)
	}
}

func TestBadRowsNameTableAndLine(t *testing.T) {
	for name, tt := range map[string]struct{ file, add, want string }{
		"number":    {"projects.csv", "x1,A,T,,2022-01-01,,,,\n", "projects.csv:5 /id wrong_type"},
		"no number": {"projects.csv", ",A,T,,2022-01-01,,,,\n", "projects.csv:5 /id missing"},
		"date":      {"projects.csv", "105,A,T,,2022-13-01,,,,\n", "projects.csv:5 /start_date bad_date"},
		"cost":      {"projects.csv", "105,A,T,,2022-01-01,,much,,\n", "projects.csv:5 /total_cost wrong_type"},
		"infinite":  {"projects.csv", "105,A,T,,2022-01-01,,inf,,\n", "projects.csv:5 /total_cost not_finite"},
		"title":     {"projects.csv", "105,A, ,,2022-01-01,,,,\n", "projects.csv:5 /title missing"},
		"twice":     {"projects.csv", "101,A,T,,2022-01-01,,,,\n", "projects.csv:5 /id repeated"},
		"columns":   {"projects.csv", "105,A\n", "projects.csv:5  bad_syntax"},
		"quote":     {"projects.csv", "105,A\"b,T,,2022-01-01,,,,\n", "projects.csv:5  bad_syntax"},
		"role":      {"participations.csv", "101,9001,owner,,,,\n", "participations.csv:7 /role unknown_term"},
		"share":     {"participations.csv", "101,9001,thirdParty,,,x,\n", "participations.csv:7 /contribution wrong_type"},
		"unknown":   {"participations.csv", "101,9010,participant,,,,\n", "participations.csv:7 /org_id unknown_node"},
		"activity":  {"organizations.csv", "9002,Firm,,XXX,,,,,,\n", "organizations.csv:6 /activity_type unknown_term"},
		"field":     {"euroscivoc.csv", "101,/a,/b\n", "euroscivoc.csv:5 /code wrong_type"},
		"label":     {"euroscivoc.csv", "101,/3,/\n", "euroscivoc.csv:5 /path missing"},
		"objective": {"objectives_1.csv", "x,y\n", "objectives_1.csv:4 /id wrong_type"},
		"history":   {"h2020.csv", "a,participant,1,HES,,DE,\n", "h2020.csv:6 /rcn wrong_type"},
	} {
		t.Run(name, func(t *testing.T) {
			files := tables()
			if tt.file == "organizations.csv" { // in place of the good row
				files[tt.file] = strings.Replace(files[tt.file], "9002,Firm Two,,PRC,true,FR,Town,,,\n", "", 1)
				tt.want = "organizations.csv:5 /activity_type unknown_term"
			}
			files[tt.file] += tt.add
			dir := folder(t, files)
			c := convert(t, cordis.Options{Dir: dir, History: filepath.Join(dir, "h2020.csv")})
			var got []string
			for _, e := range c.Errors {
				for _, p := range e.Problems {
					got = append(got, fmt.Sprintf("%s:%d %s %s", e.File, e.Line, p.Pointer, p.Code))
				}
			}
			if !slices.Contains(got, tt.want) || c.Rejected != len(c.Errors) {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

func TestMissingTables(t *testing.T) {
	for _, name := range []string{"projects.csv", "participations.csv", "organizations.csv"} {
		files := tables()
		delete(files, name)
		if _, err := cordis.Convert(t.Context(), cordis.Options{Dir: folder(t, files)}, t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("without %s: %v", name, err)
		}
		files = tables()
		files[name] = "a,b\n1,2\n"
		if _, err := cordis.Convert(t.Context(), cordis.Options{Dir: folder(t, files)}, t.TempDir()); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s without its columns: %v", name, err)
		}
	}
	files := tables()
	delete(files, "euroscivoc.csv")
	delete(files, "objectives_1.csv")
	if c := convert(t, cordis.Options{Dir: folder(t, files)}); c.Rejected != 0 {
		t.Errorf("labels and objectives may be missing: %v", c.Errors)
	}
}

// TestPacked: tables may be packed and begin with a byte order mark; a broken pack is an
// error, not the end of the table.
func TestPacked(t *testing.T) {
	files := tables()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte("\xef\xbb\xbf" + files["projects.csv"])); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	delete(files, "projects.csv")
	files["projects.csv.gz"] = packed.String()
	if c := convert(t, cordis.Options{Dir: folder(t, files)}); c.Lines < 10 || c.Rejected > 0 {
		t.Errorf("%d lines, %v", c.Lines, c.Errors)
	}
	files["projects.csv.gz"] = packed.String()[:packed.Len()-20]
	if _, err := cordis.Convert(t.Context(), cordis.Options{Dir: folder(t, files)}, t.TempDir()); err == nil {
		t.Error("a broken pack is accepted")
	}
}

// FuzzConvert: whatever stands in the tables, every line made is a good one and every
// error names a row.
func FuzzConvert(f *testing.F) {
	for name, text := range tables() {
		f.Add(name, text)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		files := tables()
		if _, known := files[name]; !known {
			return
		}
		files[name] = text
		dir := folder(t, files)
		c, err := cordis.Convert(t.Context(), cordis.Options{Dir: dir, History: filepath.Join(dir, "h2020.csv")}, dir)
		if err != nil {
			return
		}
		for _, e := range c.Errors {
			if e.File == "" || e.Line < 2 || len(e.Problems) == 0 {
				t.Fatalf("%+v", e)
			}
		}
		if got := len(lines(t, c)); got != c.Lines {
			t.Fatalf("%d lines, %d counted", got, c.Lines)
		}
	})
}
