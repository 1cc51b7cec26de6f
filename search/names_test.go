package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

// nameHits are the values of the ids found by name, each with its kind of match.
func nameHits(tb testing.TB, r *Reader, typed string, limit int, v View) []string {
	tb.Helper()
	hits, err := r.Names(tb.Context(), typed, limit, v)
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for _, h := range hits {
		out = append(out, fmt.Sprint(graph.ID(h.ID).Value(), " ", h.Match))
	}
	return out
}

func TestNames(t *testing.T) {
	r := indexed(t, append(corpus(),
		node("univ2", "南京大学苏州校区", ""),
		node("bank", "长沙银行创新中心", ""),
	)...)
	hit := func(id string, m NameMatch) string { return fmt.Sprint(id, " ", m) }
	tests := map[string]struct {
		typed string
		want  []string
	}{
		"whole, then beginning":        {"南京大学", []string{hit("univ", NameExact), hit("univ2", NamePrefix)}},
		"beginning, shorter first":     {"南京", []string{hit("univ", NamePrefix), hit("univ2", NamePrefix), hit("ai", NamePrefix)}},
		"traditional":                  {"長江橡膠", []string{hit("track", NamePrefix)}},
		"full width and blanks":        {"Ｄｕｓｔ  Acc", []string{hit("english", NamePrefix)}},
		"alias":                        {"mcc", []string{hit("mixed", NameExact)}},
		"English name":                 {"materials ch", []string{hit("mixed", NamePrefix)}},
		"inside":                       {"焊接材料", []string{hit("weld", NameInside)}},
		"pinyin":                       {"huadonghanjie", []string{hit("weld", NamePinyin)}},
		"pinyin by word, bank":         {"changshayinhang", []string{hit("bank", NamePinyin)}},
		"pinyin by word, Chongqing":    {"chongqingchangan", []string{hit("hospital", NamePinyin)}},
		"pinyin that stops in between": {"xiamenh", []string{hit("ocean", NamePinyin)}},
		"initials":                     {"njrgzn", []string{hit("ai", NameInitials)}},
		"initials of English":          {"daf", []string{hit("english", NameInitials)}},
		"same sound":                   {"长江象胶", []string{hit("track", NameSound)}},
		"slip in a short name":         {"重庆长安医完", []string{hit("hospital", NameSlip)}},
		"slips in a long name":         {"东江橡胶制品友限公司", []string{hit("track", NameSlip)}},
		"no slip in three characters":  {"南学大", nil},
		"nothing":                      {"", nil},
		"marks":                        {"（·）", nil},
		"unknown":                      {"北极星辰", nil},
		"too long":                     {strings.Repeat("南京", maxName), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, nameHits(t, r, tt.typed, 0, View{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNamesLimitAndView: a page is the beginning of the whole list, and a hidden body makes room for the next.
func TestNamesLimitAndView(t *testing.T) {
	var nodes []graph.Node
	for i := range 40 {
		nodes = append(nodes, node(fmt.Sprintf("%02d", i), "检测中心", ""))
	}
	r := indexed(t, nodes...)
	all := nameHits(t, r, "检测", 100, View{})
	if len(all) != 40 || !slices.IsSorted(all) {
		t.Errorf("all: %v", all)
	}
	if got := nameHits(t, r, "检测", 3, View{}); !slices.Equal(got, all[:3]) {
		t.Errorf("three: %v", got)
	}
	if got := nameHits(t, r, "检测", 0, View{}); !slices.Equal(got, all[:10]) {
		t.Errorf("without a limit: %v", got)
	}
	odd := View{Visible: func(n int32) bool { return n%2 == 1 }}
	if got := nameHits(t, r, "检测", 2, odd); !slices.Equal(got, []string{all[1], all[3]}) {
		t.Errorf("odd ones: %v", got)
	}
}

// TestManyNamesInside: of more names than are looked into, the shortest are found.
func TestManyNamesInside(t *testing.T) {
	var nodes []graph.Node
	for i := range insideCandidates + 200 {
		nodes = append(nodes, node(fmt.Sprintf("%04d", i), "省"+strings.Repeat("甲乙", i%7)+"检测中心", ""))
	}
	r := indexed(t, nodes...)
	hits, err := r.Names(t.Context(), "检测中心", 20, View{})
	if err != nil || len(hits) != 20 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	for i, h := range hits {
		if want := fmt.Sprintf("t:%04d", 7*i); h.ID != want || h.Name != "省检测中心" || h.Match != NameInside {
			t.Errorf("hit %d: %+v", i, h)
		}
	}
}
