package configs_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"chuangmai/configs"
)

func load(t *testing.T, text string, overrides map[string]string) (configs.Settings, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return configs.Load(path, overrides)
}

func TestFlagsWinOverEnvironmentOverFile(t *testing.T) {
	t.Setenv("CHUANGMAI_SERVER_WAIT_TIMEOUT", "7s")
	t.Setenv("CHUANGMAI_SERVER_DRAIN", "3s")
	t.Setenv("CHUANGMAI_ACCESS_HOSTS", "a.example,b.example")
	s, err := load(t, "server: {wait_timeout: 1s, drain: 1s, request_timeout: 2s}\n", map[string]string{"server.drain": "9s"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Server.RequestTimeout != 2*time.Second || s.Server.WaitTimeout != 7*time.Second || s.Server.Drain != 9*time.Second {
		t.Errorf("%+v", s.Server)
	}
	if len(s.Access.Hosts) != 2 || s.Server.BodyLimit != 8<<20 {
		t.Errorf("%+v %d", s.Access, s.Server.BodyLimit)
	}
}

func TestRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"server: {listne: x}":       "listne",
		"serve: {listen: x}":        "serve",
		"server: {drain: soon}":     "drain",
		"server: {body_limit: 0}":   "server.body_limit",
		"server: {upload_limit: 0}": "server.upload_limit",
		"store: {kind: paper}":      "store.kind",
		"store: {data_dir: ''}":     "store.data_dir",
		"server: {rate: -1}":        "server.rate",
		"server: [":                 "yaml",
	} {
		_, err := load(t, text, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want it to name %q", text, err, want)
		}
	}
	if _, err := configs.Load(filepath.Join(t.TempDir(), "none.yaml"), nil); err == nil {
		t.Error("a missing file is accepted")
	}
}

// TestEveryKeyIsDocumented ties the document to the settings: every field has a key in
// default.yaml with a comment above it, and every key there is a field.
func TestEveryKeyIsDocumented(t *testing.T) {
	documented := make(map[string]bool)
	section, comment := "", ""
	key := regexp.MustCompile(`^( *)([a-z0-9_]+):(.*)$`)
	for line := range strings.Lines(string(configs.Defaults())) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			comment += line
			continue
		}
		if m := key.FindStringSubmatch(line); m != nil && m[1] == "" {
			section = m[2]
		} else if m != nil {
			documented[section+"."+m[2]] = true
			if comment == "" {
				t.Errorf("%s.%s has no comment", section, m[2])
			}
		}
		comment = ""
	}
	fields := make(map[string]bool)
	settings := reflect.TypeFor[configs.Settings]()
	for i := range settings.NumField() {
		part := settings.Field(i)
		for j := range part.Type.NumField() {
			fields[part.Tag.Get("mapstructure")+"."+part.Type.Field(j).Tag.Get("mapstructure")] = true
		}
	}
	for name := range fields {
		if !documented[name] {
			t.Errorf("setting %s does not stand in default.yaml", name)
		}
	}
	for name := range documented {
		if !fields[name] {
			t.Errorf("default.yaml has %s, which is no setting", name)
		}
	}
}
