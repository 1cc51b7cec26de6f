package lexicon

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEmbeddedFilesAreCoherent holds what the tables say about each other; that they can be read at all, Load shows.
func TestEmbeddedFilesAreCoherent(t *testing.T) {
	l := load(t)
	for _, a := range l.Areas() {
		if len(a.Disciplines) == 0 || len(a.Stages) == 0 || a.NameEn == "" {
			t.Errorf("area %s lacks disciplines, stages or an English name", a.Name)
		}
		for _, d := range a.Disciplines {
			if found, ok := l.DisciplineByName(d); !ok || found.Name != d {
				t.Errorf("area %s: no discipline %q", a.Name, d)
			}
		}
		for _, r := range a.Related {
			if _, ok := l.vocabulary.areaByName[Fold(r)]; !ok {
				t.Errorf("area %s: no related area %q", a.Name, r)
			}
		}
		if d, ok := l.DisciplineByName(a.Name); ok && d.Name == a.Name && !slices.Contains(a.Disciplines, a.Name) {
			t.Errorf("area %s does not name the discipline called like it", a.Name)
		}
	}
	for _, term := range l.Terms() {
		if len(term.Areas) == 0 || term.Kind == "" {
			t.Errorf("term %s lacks areas or a kind", term.Text)
		}
		for _, d := range term.Disciplines {
			if _, ok := l.DisciplineByName(d); !ok {
				t.Errorf("term %s: no discipline %q", term.Text, d)
			}
		}
	}
	for _, s := range l.finder.surfaces {
		if s.specificity <= 0 || s.specificity > 1 || len(s.areas) == 0 {
			t.Errorf("surface %s: specificity %g, %d areas", s.text, s.specificity, len(s.areas))
		}
		if Fold(s.text) != s.text {
			t.Errorf("surface %q is not folded", s.text)
		}
	}
	divisions := 0
	for _, c := range l.Industries() {
		if len(c.Code) == 2 {
			divisions++
			if l.industries.divisions[c.Code] == nil {
				t.Errorf("division %s %s has no crosswalk", c.Code, c.Name)
			}
		}
	}
	if divisions != 97 {
		t.Errorf("%d divisions of GB/T 4754, want 97", divisions)
	}
	for prefix := range l.disciplines.prefixes {
		if !slices.ContainsFunc(l.Standard(), func(c Classified) bool { return strings.HasPrefix(c.Code, prefix) }) {
			t.Errorf("crosswalk of GB/T 13745: no code begins with %s", prefix)
		}
	}
	for _, w := range l.vectors.words {
		if Fold(w) != w {
			t.Errorf("vector word %q is not folded", w)
		}
	}
	if n := len(l.vectors.terms); n < 2000 {
		t.Errorf("only %d surfaces of the vocabulary have a vector", n)
	}
}

func TestEmbeddedFilesAreSmall(t *testing.T) {
	total := int64(0)
	err := fs.WalkDir(embedded, "data", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		if path == "data/vectors.i8" && info.Size() > 6<<20 {
			t.Errorf("vectors take %d bytes", info.Size())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if total > 9<<20 {
		t.Errorf("embedded tables take %d bytes, the limit is 9 MiB", total)
	}
}

func TestLoadIsRepeatable(t *testing.T) {
	a := load(t)
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if a.Version() != b.Version() || len(a.Version()) != versionDigits {
		t.Errorf("versions %q and %q", a.Version(), b.Version())
	}
	for i, s := range a.finder.surfaces {
		if o := b.finder.surfaces[i]; s.text != o.text || s.specificity != o.specificity {
			t.Fatalf("surface %d is %s %g and then %s %g", i, s.text, s.specificity, o.text, o.specificity)
		}
	}
}

func TestReadRefusesBadTables(t *testing.T) {
	pack := func(text string) *fstest.MapFile {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: b.Bytes()}
	}
	good := func() fstest.MapFS {
		files := fstest.MapFS{}
		entries, err := embedded.ReadDir("data")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := embedded.ReadFile("data/" + e.Name())
			if err != nil {
				t.Fatal(err)
			}
			files[e.Name()] = &fstest.MapFile{Data: data}
		}
		files["words.tsv.gz"] = pack("焊接\t9\n") // the long list would only take time
		return files
	}
	tests := []struct {
		name, file string
		content    *fstest.MapFile
		want       string
	}{
		{"missing file", "terms.tsv.gz", nil, "terms.tsv.gz"},
		{"not compressed", "areas.tsv.gz", &fstest.MapFile{Data: []byte("area")}, "areas.tsv.gz"},
		{"too few cells", "areas.tsv.gz", pack("甲\tA\n"), "not 7 cells"},
		{"too many cells", "twins.tsv.gz", pack("甲\tA\t1\t2\n"), "not 3 cells"},
		{"unknown field", "areas.tsv.gz", pack("甲\tA\t乙\t\t\t\t\n"), "unknown field"},
		{"unknown stage", "areas.tsv.gz", pack("甲\tA\t新材料\t\t\t\t丙\n"), "unknown stage"},
		{"area twice", "areas.tsv.gz", pack("甲\tA\t新材料\t\t\t\t\n甲\tB\t新材料\t\t\t\t\n"), "twice"},
		{"unknown area", "terms.tsv.gz", pack("焊\tprocess\t\t\t无:1\t\t\n"), "unknown area"},
		{"bad weight", "terms.tsv.gz", pack("焊\tprocess\t\t\t焊接与连接:7\t\t\n"), "bad weight"},
		{"bad twins", "twins.tsv.gz", pack("甲\t乙\t1\n"), "bad twins"},
		{"bad frequency", "words.tsv.gz", pack("焊\tx\n"), "bad frequency"},
		{"vectors too short", "vectors.i8", &fstest.MapFile{Data: []byte{1, 2}}, "bytes of vectors"},
		{"unknown parent", "places.tsv.gz", pack("320000\tprovince\t江苏省\tJiangsu\t100000\t\t\t\t\n"), "no place 100000"},
		{"name of no place", "place_names.tsv.gz", pack("某\tfull\t999999\n"), "no place 999999"},
		{"unknown discipline", "gbt13745_disciplines.tsv.gz", pack("110\t9999\n"), "no discipline"},
		{"unknown division", "industries.tsv.gz", pack("ZZ\t\t\t\n"), "no division"},
		{"unknown field code", "exchange_fields.tsv.gz", pack("甲\ta\t\tnope:1\t\n"), "unknown field"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := good()
			delete(files, tt.file)
			if tt.content != nil {
				files[tt.file] = tt.content
			}
			if _, err := read(tables{files: files}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
