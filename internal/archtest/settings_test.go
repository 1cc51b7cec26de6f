package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"chuangmai/api"
	"chuangmai/configs"
)

var settingLine = regexp.MustCompile(`^( *)([a-z_]+):\s*(.*)$`)

// settings returns the default of each setting by its full key, as default.yaml writes it.
func settings() map[string]string {
	out := make(map[string]string)
	section := ""
	for line := range strings.Lines(string(configs.Defaults())) {
		m := settingLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		switch {
		case m == nil || strings.HasPrefix(strings.TrimSpace(line), "#"):
		case m[1] == "":
			section = m[2]
		default:
			out[section+"."+m[2]] = strings.Trim(m[3], `"'`)
		}
	}
	return out
}

var (
	mention = regexp.MustCompile("`([a-z]+\\.[a-z_]+)`")
	row     = regexp.MustCompile("^\\|\\s*`([a-z]+\\.[a-z_]+)`\\s*\\|\\s*`([^`]*)`\\s*\\|")
)

// wrongIn lists what a text says wrongly of the settings: keys that are none, in any
// place, and defaults that are others, in tables whose first two columns are key and default.
func wrongIn(text string, defaults map[string]string) []string {
	sections := make(map[string]bool)
	for key := range defaults {
		section, _, _ := strings.Cut(key, ".")
		sections[section] = true
	}
	var wrong []string
	for line := range strings.Lines(text) {
		for _, m := range mention.FindAllStringSubmatch(line, -1) {
			section, name, _ := strings.Cut(m[1], ".")
			isFile := name == "go" || name == "md" || name == "json" || name == "yaml" || name == "csv"
			if _, known := defaults[m[1]]; !known && sections[section] && !isFile {
				wrong = append(wrong, m[1]+" is no setting")
			}
		}
		if m := row.FindStringSubmatch(line); m != nil {
			if value, known := defaults[m[1]]; known && value != m[2] {
				wrong = append(wrong, m[1]+" is "+value+", not "+m[2])
			}
		}
	}
	return wrong
}

func TestWrongIn(t *testing.T) {
	defaults := map[string]string{"server.listen": "127.0.0.1:8080", "server.rate": "0"}
	for text, want := range map[string]int{
		"see `server.listen`":                              0,
		"see `server.listne`":                              1,
		"see `server.go` and `graph.Store`":                0,
		"| `server.listen` | `127.0.0.1:8080` | address |": 0,
		"| `server.listen` | `:8080` | address |":          1,
		"| `server.rate` | `5` |\n| `server.no` | `1` |":   2,
	} {
		if got := wrongIn(text, defaults); len(got) != want {
			t.Errorf("%q: %v, want %d", text, got, want)
		}
	}
}

// TestDocumentsNameTheSettings: what README and the documents say of a setting is so.
func TestDocumentsNameTheSettings(t *testing.T) {
	defaults, base := settings(), root(t)
	if defaults["server.listen"] == "" || defaults["server.body_limit"] == "" {
		t.Fatalf("the defaults are not read: %v", defaults)
	}
	check := func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range wrongIn(string(data), defaults) {
			t.Errorf("%s: %s", path, wrong)
		}
	}
	top, err := filepath.Glob(filepath.Join(base, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range top {
		check(path)
	}
	err = filepath.WalkDir(filepath.Join(base, "docs"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".md") {
			check(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestServerDefaults: a server that is made without settings has those of default.yaml.
func TestServerDefaults(t *testing.T) {
	set, err := configs.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := api.Settings{}.WithDefaults()
	type bounds struct {
		request, wait, drain time.Duration
		body, upload         int64
		depth                int
	}
	got := bounds{s.RequestTimeout, s.WaitTimeout, s.Drain, s.BodyLimit, s.UploadLimit, s.JSONDepth}
	want := bounds{set.Server.RequestTimeout, set.Server.WaitTimeout, set.Server.Drain, set.Server.BodyLimit, set.Server.UploadLimit, set.Server.JSONDepth}
	if got != want {
		t.Errorf("the server's own defaults are %+v, those of default.yaml %+v", got, want)
	}
}
