package main

import (
	"os"
	"path/filepath"
	"testing"
)

// programme writes the tables of a small framework programme and returns their folder.
func programme(tb testing.TB, projects string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range map[string]string{
		"projects.csv":       "id,acronym,title,keywords,start_date,end_date,total_cost,topic_code,topic_title\n" + projects,
		"participations.csv": "project_id,org_id,role,sme,activity_type,ec_contribution,order\n101,9001,coordinator,,HES,1,1\n101,9002,participant,,PRC,1,2\n",
		"organizations.csv":  "id,legal_name,short_name,activity_type,sme,country,city,nuts_code\n9001,University One,,HES,,DE,,DE21A\n9002,Firm Two,,PRC,true,FR,,FR101\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

const goodProject = "101,ONE,Joining of metals,welding,2022-02-01,2025-01-31,1,T,Materials\n"

// TestLoadProgramme: tables load and can be taken back; a bad row is told by table and
// line, and nothing is written.
func TestLoadProgramme(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	empty := records(t, data)
	dir := programme(t, goodProject)
	invoke(t, "load", dir, "--format", "cordis", "--load-id", "eu", "--lang", "en", "--data", data).exits(exitDone).says("5 rows: 5 new", "undo eu")
	invoke(t, "load", dir, "--format", "cordis", "--until", "2022-02-01", "--lang", "en", "--data", data).exits(exitDone).says("0 rows")
	invoke(t, "undo", "eu", "--data", data).exits(exitDone)
	if records(t, data) != empty {
		t.Error("undoing left something")
	}
	bad := programme(t, goodProject+"102,TWO,Later,,2022-13-01,,,,\n")
	invoke(t, "load", bad, "--format", "cordis", "--data", data).exits(exitFailed).complains("projects.csv 第 3 行 /start_date", "2022-13-01")
	if records(t, data) != empty {
		t.Error("bad tables wrote something")
	}
	invoke(t, "load", bad, "--format", "cordis", "--skip-bad", "--lang", "en", "--data", data).exits(exitDone).says("5 new")
	invoke(t, "load", filepath.Join(dir, "none"), "--format", "cordis", "--data", data).exits(exitFailed)
}

func TestLoadFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zh   string
		args []string
	}{
		{"--format 应为", []string{"load", "x", "--format", "csv"}},
		{"只用于", []string{"load", "x", "--until", "2024"}},
		{"2024-13", []string{"load", "x", "--format", "cordis", "--until", "2024-13"}},
	} {
		invoke(t, append(c.args, "--data", t.TempDir())...).exits(exitWrongUse).complains(c.zh)
	}
}
