package lexicon

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAreas(t *testing.T) {
	l := load(t)
	a, ok := l.AreaByName("焊接与连接")
	if !ok {
		t.Fatal("no area 焊接与连接")
	}
	want := Area{
		ID: "cap:welding-and-joining", Name: "焊接与连接", NameEn: "welding and joining", Field: FieldManufacturing,
		Disciplines: []string{"材料科学与工程", "机械工程"}, AlsoCalled: a.AlsoCalled, Related: a.Related,
		Stages: []string{"applied_development", "pilot_maturation", "transfer"}, Index: a.Index,
	}
	if diff := cmp.Diff(want, *a); diff != "" {
		t.Error(diff)
	}
	if byID, ok := l.Area(a.ID); !ok || byID != a {
		t.Errorf("by id: %v", byID)
	}
	if byEnglish, ok := l.AreaByName("Welding and Joining"); !ok || byEnglish != a {
		t.Errorf("by English name: %v", byEnglish)
	}
	if l.Areas()[a.Index] != a {
		t.Error("index does not lead back")
	}
	if _, ok := l.AreaByName("没有这个"); ok {
		t.Error("an unknown name is found")
	}
}

func TestAreaID(t *testing.T) {
	for english, want := range map[string]string{
		"Metal- and ceramic-matrix composites": "cap:metal-and-ceramic-matrix-composites",
		"microwave, RF and antennas":           "cap:microwave-rf-and-antennas",
		"6G and future networks":               "cap:6g-and-future-networks",
		"horticulture: fruit (tea)":            "cap:horticulture-fruit-tea",
	} {
		if got := areaID(english); got != want {
			t.Errorf("%s: %s, want %s", english, got, want)
		}
	}
}

func TestTerm(t *testing.T) {
	l := load(t)
	term, ok := l.Term("ＡＧＶ")
	if !ok || term.Text != "AGV" || term.Kind != "machine" || term.English != "automated guided vehicle" {
		t.Fatalf("%+v", term)
	}
	if term.Areas[0].Area.Name != "移动机器人与物流装备" || term.Areas[0].Weight != 1 {
		t.Errorf("areas %+v", term.Areas)
	}
	if _, ok := l.Term("自动导引车"); ok {
		t.Error("a synonym is a term")
	}
}

func TestAreaSimilarity(t *testing.T) {
	l := load(t)
	of := func(a, b string) float64 {
		t.Helper()
		x, okX := l.AreaByName(a)
		y, okY := l.AreaByName(b)
		if !okX || !okY {
			t.Fatalf("no area %s or %s", a, b)
		}
		if l.AreaSimilarity(x, y) != l.AreaSimilarity(y, x) {
			t.Errorf("%s and %s: not symmetric", a, b)
		}
		return l.AreaSimilarity(x, y)
	}
	if got := of("疫苗", "疫苗"); got != 1 {
		t.Errorf("same: %g", got)
	}
	if got := of("电线电缆", "电线电缆与绝缘材料"); got != 0.95 {
		t.Errorf("twins: %g", got)
	}
	if near, far := of("焊接与连接", "激光加工装备"), of("焊接与连接", "疫苗"); near < 0.15 || far > 0.05 {
		t.Errorf("near %g, far %g", near, far)
	}
	for _, a := range l.Areas() {
		for _, b := range l.Areas() {
			if s := l.AreaSimilarity(a, b); s < 0 || s > 1 {
				t.Fatalf("%s and %s: %g", a.Name, b.Name, s)
			}
		}
	}
}

func TestExtend(t *testing.T) {
	l := load(t)
	welding, _ := l.Area("cap:welding-and-joining")
	own := Area{ID: "cap:hull-cleaning", Name: "船体清洗机器", NameEn: "hull cleaning", Field: FieldManufacturing}
	wide, err := l.Extend(
		[]Area{own},
		[]Term{
			{Text: "爬壁清洗车", Kind: "machine", Synonyms: []string{"磁吸清洗车"}, Areas: []AreaWeight{{&own, 1}, {welding, 0.4}}},
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	if wide.Version() == l.Version() || len(wide.Areas()) != len(l.Areas())+1 {
		t.Errorf("version %s, %d areas", wide.Version(), len(wide.Areas()))
	}
	links := wide.Link(Text{Text: "想买磁吸清洗车"})
	if len(links) == 0 || links[0].Area.ID != own.ID {
		t.Errorf("linked to %s", names(links))
	}
	if got := found(wide.Find("船体清洗机器")); got != "船体清洗机器=@船体清洗机器" {
		t.Errorf("found %s", got)
	}
	if got := found(l.Find("磁吸清洗车")); strings.Contains(got, "爬壁") {
		t.Errorf("the first lexicon learnt %s", got)
	}
	again, err := l.Extend([]Area{own}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.Version() == wide.Version() {
		t.Error("different extensions have one version")
	}
}

// A network's own area may lack a field, and may be called like one that is there.
func TestExtendByNamesake(t *testing.T) {
	l, err := load(t).Extend([]Area{{ID: "cap:own-vaccines", Name: "疫苗"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var reached []string
	for _, link := range l.Link(Text{Text: "想做疫苗"}) {
		reached = append(reached, link.Area.ID)
	}
	for _, id := range []string{"cap:vaccines", "cap:own-vaccines"} {
		if !slices.Contains(reached, id) {
			t.Errorf("%s is not among %v", id, reached)
		}
	}
	for _, f := range l.FieldsOf(l.Link(Text{Text: "想做疫苗"}), Text{Text: "想做疫苗"}) {
		if f.Field == "" {
			t.Error("a field without a name")
		}
	}
}

func TestExtendRefuses(t *testing.T) {
	l := load(t)
	tests := []struct {
		name  string
		areas []Area
		terms []Term
	}{
		{name: "id there", areas: []Area{{ID: "cap:vaccines", Name: "甲", Field: FieldMaterials}}},
		{name: "id twice", areas: []Area{{ID: "cap:x", Name: "甲"}, {ID: "cap:x", Name: "乙"}}},
		{name: "no name", areas: []Area{{ID: "cap:x"}}},
		{name: "no id", areas: []Area{{Name: "甲", Field: FieldMaterials}}},
		{name: "unknown field", areas: []Area{{ID: "cap:x", Name: "甲", Field: "none"}}},
		{name: "term there", terms: []Term{{Text: "焊丝"}}},
		{name: "empty term", terms: []Term{{}}},
		{name: "area of a term unknown", terms: []Term{{Text: "甲", Areas: []AreaWeight{{&Area{ID: "cap:no"}, 1}}}}},
		{name: "weight of a term", terms: []Term{{Text: "甲", Areas: []AreaWeight{{l.Areas()[0], 2}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := l.Extend(tt.areas, tt.terms); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestFields(t *testing.T) {
	if len(Fields()) != 6 {
		t.Fatal("not six fields")
	}
	for _, f := range Fields() {
		for _, name := range []string{f.Code, f.Name, strings.ToUpper(f.NameEn)} {
			if got, ok := FieldByName(name); !ok || got != f {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
	if _, ok := FieldByCode("nope"); ok {
		t.Error("unknown code is a field")
	}
	if _, ok := FieldByName("金融"); ok {
		t.Error("unknown name is a field")
	}
}

func TestExplain(t *testing.T) {
	l := load(t)
	e := l.Explain("焊丝")
	if e.Approximate || found(e.Hits) != "焊丝=焊丝" || len(e.Links) == 0 || len(e.Disciplines) == 0 || len(e.Fields) == 0 ||
		len(e.Equipment) == 0 || e.Readings[0].Full != "hansi" {
		t.Errorf("%+v", e)
	}
	if e := l.Explain("焊疤"); !e.Approximate || len(e.Hits) == 0 {
		t.Errorf("%+v", e)
	}
	if e := l.Explain("昆山"); len(e.Places) != 1 || e.Places[0].Code != "320583" {
		t.Errorf("%+v", e.Places)
	}
	if e := l.Explain("焊接"); len(e.Near) != nearWords {
		t.Errorf("%v", e.Near)
	}
	if e := l.Explain(""); len(e.Hits)+len(e.Links)+len(e.Near)+len(e.Readings) > 0 {
		t.Errorf("%+v", e)
	}
}
