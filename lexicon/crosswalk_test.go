package lexicon

import (
	"slices"
	"testing"
)

func TestDisciplineCatalogue(t *testing.T) {
	l := load(t)
	if n := len(l.DisciplineList()); n != 109 {
		t.Errorf("%d disciplines", n)
	}
	tests := []struct{ ask, code, name string }{
		{"disc:0805", "0805", "材料科学与工程"},
		{"0806", "0806", "冶金工程"},
		{"0820", "0820", "石油与天然气工程"},
		{"0839", "0839", "网络空间安全"},
		{"1401", "1401", "集成电路科学与工程"},
		{"1403", "1305", "设计学"},
	}
	for _, tt := range tests {
		d, ok := l.Discipline(tt.ask)
		if !ok || d.Code != tt.code || d.Name != tt.name || d.ID != "disc:"+tt.code || d.NameEn == "" {
			t.Errorf("%s: %+v", tt.ask, d)
		}
	}
	for name, code := range map[string]string{
		"机械工程": "0802", "Mechanical Engineering": "0802", "车辆工程": "0802", "工商管理学": "1202", "資源勘查工程": "0818",
	} {
		if d, ok := l.DisciplineByName(name); !ok || d.Code != code {
			t.Errorf("%s: %+v", name, d)
		}
	}
	if _, ok := l.Discipline("9999"); ok {
		t.Error("unknown code")
	}
	for _, d := range l.DisciplineList() {
		for _, f := range d.Fields {
			if _, ok := FieldByCode(f.Field); !ok {
				t.Errorf("%s: field %q", d.Name, f.Field)
			}
		}
		if l.DisciplineList()[d.Index] != d {
			t.Errorf("%s: index does not lead back", d.Name)
		}
	}
}

func TestDisciplineSimilarity(t *testing.T) {
	l := load(t)
	of := func(a, b string) float64 {
		t.Helper()
		x, okX := l.DisciplineByName(a)
		y, okY := l.DisciplineByName(b)
		if !okX || !okY {
			t.Fatalf("no discipline %s or %s", a, b)
		}
		return l.DisciplineSimilarity(x, y)
	}
	for _, near := range [][2]string{
		{"材料科学与工程", "冶金工程"},
		{"材料科学与工程", "化学工程与技术"},
		{"计算机科学与技术", "软件工程"},
		{"网络空间安全", "计算机科学与技术"},
		{"药学", "中药学"},
	} {
		if got := of(near[0], near[1]); got < 0.3 {
			t.Errorf("%v: %g", near, got)
		}
	}
	for _, far := range [][2]string{{"材料科学与工程", "护理学"}, {"兽医学", "软件工程"}, {"法学", "机械工程"}} {
		if got := of(far[0], far[1]); got > 0.1 {
			t.Errorf("%v: %g", far, got)
		}
	}
	for _, a := range l.DisciplineList() {
		for _, b := range l.DisciplineList() {
			s := l.DisciplineSimilarity(a, b)
			if s != l.DisciplineSimilarity(b, a) || s < 0 || s > 1 || a == b && s != 1 {
				t.Fatalf("%s and %s: %g", a.Name, b.Name, s)
			}
		}
	}
	materials, _ := l.Discipline("0805")
	near := l.NearDisciplines(materials, 5)
	if len(near) != 5 || slices.ContainsFunc(near, func(d DisciplineWeight) bool { return d.Discipline == materials }) {
		t.Errorf("near materials: %v", disciplineNamesOf(near))
	}
}

func TestStandardDisciplines(t *testing.T) {
	l := load(t)
	for code, want := range map[string]string{
		"430": "0805", "43045": "0805", "4304510": "0805", "45035": "0806", "52040": "0835", "41320": "0839", "36040": "1008",
		"1303010": "0801", "47040": "0808", "58050": "0824", "2205540": "0829",
	} {
		got := l.StandardDisciplines(code)
		if len(got) == 0 || got[0].Discipline.Code != want || got[0].Weight != 1 {
			t.Errorf("%s: %v, want %s", code, disciplineNamesOf(got), want)
		}
	}
	for _, code := range []string{"", "A", "999", "830"} {
		if got := l.StandardDisciplines(code); len(got) > 0 {
			t.Errorf("%s: %v", code, disciplineNamesOf(got))
		}
	}
	if name, ok := l.StandardName("430"); !ok || name != "材料科学" {
		t.Errorf("430 is %q", name)
	}
	if f := l.StandardFields("430"); len(f) == 0 || f[0].Field != FieldMaterials {
		t.Errorf("fields of 430: %v", f)
	}
	covered := 0
	for _, c := range l.Standard() {
		if len(c.Code) == 3 && len(l.StandardDisciplines(c.Code)) > 0 {
			covered++
		}
	}
	if covered < 58 {
		t.Errorf("%d of 61 first-level codes are covered", covered)
	}
}

func TestIndustries(t *testing.T) {
	l := load(t)
	tests := []struct{ ask, code, division, field string }{
		{"26", "26", "26", FieldMaterials},
		{"C26", "26", "26", FieldMaterials},
		{"2614", "2614", "26", FieldMaterials},
		{"c3985", "3985", "39", FieldInformation},
		{"C", "C", "", ""},
	}
	for _, tt := range tests {
		in, ok := l.Industry(tt.ask)
		if !ok || in.Code != tt.code || in.Division != tt.division || in.Name == "" {
			t.Errorf("%s: %+v", tt.ask, in)
			continue
		}
		if tt.field != "" && in.Fields[0].Field != tt.field {
			t.Errorf("%s: fields %v", tt.ask, in.Fields)
		}
	}
	for name, code := range map[string]string{
		"医药制造业": "27", "汽车制造": "36", "通用设备制造业": "34", "滚动轴承": "3451", "软件和信息技术服务": "65",
	} {
		if in, ok := l.IndustryByName(name); !ok || in.Code != code {
			t.Errorf("%s: %+v, want %s", name, in, code)
		}
	}
	for _, bad := range []string{"", "9999", "Z", "某"} {
		if in, ok := l.Industry(bad); ok {
			t.Errorf("%q is industry %+v", bad, in)
		}
		if in, ok := l.IndustryByName(bad); ok {
			t.Errorf("%q names industry %+v", bad, in)
		}
	}
}

func TestExchangeFields(t *testing.T) {
	l := load(t)
	tests := []struct{ ask, path, field string }{
		{"新能源与节能/太阳能", "新能源与节能/太阳能", FieldEnergyEnvironment},
		{"太阳能", "新能源与节能/太阳能", FieldEnergyEnvironment},
		{"新能源与节能/太阳能技术", "新能源与节能/太阳能", FieldEnergyEnvironment},
		{"生物、医药和医疗器械", "生物与新医药", FieldBiomedicine},
		{"先进制造与自动化/没有这一级", "先进制造与自动化", FieldManufacturing},
		{"電子信息-軟件", "电子信息/软件", FieldInformation},
		{"新材料 > 高分子材料", "新材料/高分子材料", FieldMaterials},
		{"核应用技术", "核应用", FieldEnergyEnvironment},
	}
	for _, tt := range tests {
		f, ok := l.ExchangeField(tt.ask)
		if !ok || f.Path != tt.path || f.Fields[0].Field != tt.field {
			t.Errorf("%s: %+v", tt.ask, f)
		}
	}
	for _, bad := range []string{"", "/", "完全没有"} {
		if f, ok := l.ExchangeField(bad); ok {
			t.Errorf("%q is %+v", bad, f)
		}
	}
	for _, f := range l.ExchangeFields() {
		if f.NameEn == "" || len(f.Fields) == 0 {
			t.Errorf("%+v", f)
		}
	}
}
