package main

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSimplifiedTable(t *testing.T) {
	got, err := simplifiedTable(`export default "薴 苧|苧 苎|電 电|𠌥 𠌥"`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "苧苎薴苎電电\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, bad := range []string{"", `"電"`, `"電 电车"`} {
		if _, err := simplifiedTable(bad); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
}

func TestToneless(t *testing.T) {
	for in, want := range map[string]string{"zhòng": "zhong", "lǜ": "lv", "nǚ": "nv", "ér": "er", "m": "m"} {
		if got := toneless(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestSpell(t *testing.T) {
	s := speller{usual: map[rune]string{'重': "zhong"}, phrases: map[string][]string{"重庆": {"chong", "qing"}}}
	if diff := cmp.Diff([]string{"chong", "qing", "zhong", "li"}, s.spell("重庆重力")); diff != "" {
		t.Error(diff)
	}
}

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"江苏省": "江苏", "广西壮族自治区": "广西", "苏州市": "苏州", "延边朝鲜族自治州": "延边", "昌江黎族自治县": "昌江",
		"伊犁哈萨克自治州": "伊犁", "阿克苏地区": "阿克苏", "锡林郭勒盟": "锡林郭勒", "浦东新区": "浦东", "丰县": "",
		"玉屏侗族自治县": "玉屏", "香港特别行政区": "香港",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestProperName(t *testing.T) {
	for syllables, want := range map[string]string{"xi an": "Xi'an", "su zhou": "Suzhou", "lv liang": "Lüliang", "": ""} {
		if got := properName(strings.Fields(syllables)); got != want {
			t.Errorf("%s: %q, want %q", syllables, got, want)
		}
	}
}

func TestCentroid(t *testing.T) {
	square := [][2]float64{{118, 31}, {120, 31}, {120, 33}, {118, 33}}
	for range 2 {
		at, size := centroid(square)
		if math.Abs(at.lat-32) > 1e-9 || math.Abs(at.lng-119) > 1e-9 || math.Abs(size-4) > 1e-9 {
			t.Errorf("%+v, %g", at, size)
		}
		slices.Reverse(square)
	}
	if at, size := centroid([][2]float64{{1, 1}, {1, 1}}); size != 0 || at != (point{}) {
		t.Errorf("a point has centre %+v and size %g", at, size)
	}
}

func TestInsertAndMerge(t *testing.T) {
	if diff := cmp.Diff([]string{"a", "x", "b"}, insert([]string{"a", "b"}, "x", 1)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b"}, insert([]string{"a", "b"}, "b", 0)); diff != "" {
		t.Error(diff)
	}
	got := merge(term{text: "t", areas: []string{"甲:1"}, synonyms: []string{"s"}}, term{areas: []string{"甲:0.4", "乙:0.7"}, synonyms: []string{"s", "u"}})
	if diff := cmp.Diff([]string{"甲:1", "乙:0.7"}, got.areas); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"s", "u"}, got.synonyms); diff != "" {
		t.Error(diff)
	}
}

// TestCuratedTables holds that every committed table can be read with its columns.
func TestCuratedTables(t *testing.T) {
	columns := map[string]int{
		"area_disciplines": 3, "discipline_neighbours": 3, "disciplines": 6, "english": 3, "exchange_fields": 5, "gbt13745": 2,
		"industries": 4, "place_names": 3, "place_stop": 1, "readings": 2, "region_points": 4, "strategic_regions": 5,
		"terms": 7, "twins": 3, "zones": 6,
	}
	files, err := os.ReadDir("curated")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".tsv")
		rows, err := table(filepath.Join("curated", f.Name()), columns[name])
		if err != nil {
			t.Error(err)
		}
		seen := map[string]bool{}
		for _, row := range rows {
			if key := strings.Join(row, "\t"); seen[key] {
				t.Errorf("%s: %q is there twice", name, key)
			} else {
				seen[key] = true
			}
		}
		delete(columns, name)
	}
	if len(columns) > 0 {
		t.Errorf("missing tables: %v", columns)
	}
}
