package lexicon

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPlaceByName(t *testing.T) {
	l := load(t)
	tests := []struct{ name, code string }{
		{"江苏省", "320000"},
		{"江苏", "320000"},
		{"Jiangsu", "320000"},
		{"苏州", "320500"},
		{"Suzhou", "320500"},
		{"昆山", "320583"},
		{"張家港", "320582"},
		{"姑苏", "320508"},
		{"吴江县", "320509"},
		{"锡山市", "320205"},
		{"Xi'an", "610100"},
		{"Inner Mongolia", "150000"},
		{"苏州工业园区", "320576"},
		{"SIP", "320576"},
		{"江北新区", "zone:jiangbei-new-area"},
		{"无锡高新区", "zone:wuxi-hi-tech"},
		{"长三角", "sr:yangtze-river-delta"},
		{"苏锡常", "sr:su-xi-chang"},
		{"通州区", "320612"},
		{"延边", "222400"},
		{"香港", "810000"},
		{"中国", "100000"},
	}
	for _, tt := range tests {
		p, ok := l.PlaceByName(tt.name)
		if !ok || p.Code != tt.code {
			t.Errorf("%s: %+v, want %s", tt.name, p, tt.code)
		}
	}
	for _, name := range []string{"", "不存在", "县", "市辖区"} {
		if p, ok := l.PlaceByName(name); ok {
			t.Errorf("%q is %s", name, p.Name)
		}
	}
	var codes []string
	for _, p := range l.PlacesByName("鼓楼区") {
		codes = append(codes, p.Code)
	}
	if diff := cmp.Diff([]string{"320106", "320302", "350102", "410204"}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestWithinAndAncestors(t *testing.T) {
	l := load(t)
	tests := []struct {
		code, in string
		want     bool
	}{
		{"320583", "320500", true},
		{"320583", "320000", true},
		{"320583", "100000", true},
		{"320583", "320583", true},
		{"320500", "320583", false},
		{"320583", "sr:su-xi-chang", true},
		{"320576", "sr:yangtze-river-delta", true},
		{"zone:jiangbei-new-area", "320100", true},
		{"320600", "sr:sunan", false},
		{"sr:su-xi-chang", "sr:sunan", true},
		{"sr:sunan", "sr:su-xi-chang", false},
		{"sr:sunan", "320000", true},
		{"sr:yangtze-river-delta", "320000", false},
		{"sr:yangtze-river-delta", "100000", true},
		{"419001", "410000", true},
		{"no", "320000", false},
		{"320000", "no", false},
	}
	for _, tt := range tests {
		if got := l.Within(tt.code, tt.in); got != tt.want {
			t.Errorf("%s in %s: %v", tt.code, tt.in, got)
		}
	}
	var up []string
	for _, p := range l.Ancestors("zone:wuxi-hi-tech") {
		up = append(up, p.Code)
	}
	if diff := cmp.Diff([]string{"320214", "320200", "320000", "100000"}, up); diff != "" {
		t.Error(diff)
	}
	if up := l.Ancestors("no"); up != nil {
		t.Errorf("unknown code has ancestors %v", up)
	}
}

// TestPlacesAreSound holds of every place: a known type and parent, no circle, a point in China where it has one, and a
// name under which it is found.
func TestPlacesAreSound(t *testing.T) {
	l := load(t)
	types := []string{PlaceCountry, PlaceProvince, PlaceCity, PlaceCounty, PlaceZone, PlaceStrategic}
	precisions := []string{"", PrecisionSeat, PrecisionCentroid, PrecisionApproximate, PrecisionParent}
	counts := map[string]int{}
	for _, p := range l.Places() {
		counts[p.Type]++
		if !slices.Contains(types, p.Type) || !slices.Contains(precisions, p.Precision) || p.Name == "" || p.NameEn == "" {
			t.Errorf("%+v", *p)
		}
		if p.Type != PlaceCountry && !l.Within(p.Code, "100000") {
			t.Errorf("%s %s is not in the country", p.Code, p.Name)
		}
		if hasPoint := p.Type != PlaceCountry && p.Type != PlaceStrategic; hasPoint != (p.Precision != "") {
			t.Errorf("%s %s has precision %q", p.Code, p.Name, p.Precision)
		}
		if p.Precision != "" && (p.Latitude < 3 || p.Latitude > 54 || p.Longitude < 73 || p.Longitude > 136) {
			t.Errorf("%s %s lies at %g, %g", p.Code, p.Name, p.Latitude, p.Longitude)
		}
		if !slices.Contains(l.PlacesByName(p.Name), p) {
			t.Errorf("%s is not found as %s", p.Code, p.Name)
		}
		if strings.HasPrefix(p.Code, "32") && p.Type == PlaceCounty {
			if p.Precision == PrecisionParent {
				t.Errorf("%s %s has no point of its own", p.Code, p.Name)
			}
			if city, _ := l.Place(p.Parent); haversine(p, city) > 130 {
				t.Errorf("%s %s lies %.0f km from its city", p.Code, p.Name, haversine(p, city))
			}
		}
	}
	if counts[PlaceProvince] != 34 || counts[PlaceCity] < 330 || counts[PlaceCounty] < 2800 {
		t.Errorf("counts %v", counts)
	}
}

func TestDistance(t *testing.T) {
	l := load(t)
	tests := []struct {
		a, b, precision string
		km, slack       float64
	}{
		{"320500", "320200", PrecisionSeat, 43, 4},
		{"320100", "310000", PrecisionSeat, 270, 10},
		{"320583", "320500", PrecisionApproximate, 36, 6},
		{"110000", "440100", PrecisionSeat, 1890, 30},
		{"130426", "130427", PrecisionParent, 0, 0},
		{"320583", "320583", PrecisionApproximate, 0, 0},
	}
	for _, tt := range tests {
		km, precision, ok := l.Distance(tt.a, tt.b)
		if !ok || precision != tt.precision || math.Abs(km-tt.km) > tt.slack {
			t.Errorf("%s to %s: %.1f km, %s, %v", tt.a, tt.b, km, precision, ok)
		}
	}
	for _, pair := range [][2]string{{"320500", "no"}, {"no", "320500"}, {"320500", "sr:sunan"}, {"100000", "320500"}} {
		if km, _, ok := l.Distance(pair[0], pair[1]); ok || km != 0 {
			t.Errorf("%v: %g km", pair, km)
		}
	}
}

func TestDistanceProperties(t *testing.T) {
	l := load(t)
	place := rapid.SampledFrom(l.Places())
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := place.Draw(t, "a").Code, place.Draw(t, "b").Code, place.Draw(t, "c").Code
		ab, precision, ok := l.Distance(a, b)
		ba, back, okBack := l.Distance(b, a)
		if ab != ba || precision != back || ok != okBack {
			t.Fatalf("%s to %s is %g %s, back %g %s", a, b, ab, precision, ba, back)
		}
		ac, _, okAC := l.Distance(a, c)
		cb, _, okCB := l.Distance(c, b)
		if ok && okAC && okCB && ab > ac+cb+1e-6 {
			t.Fatalf("%s to %s is further than over %s", a, b, c)
		}
	})
}

func TestFindPlaces(t *testing.T) {
	l := load(t)
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"none", "橡胶履带开裂", ""},
		{"city", "我们在苏州做焊接", "苏州=320500"},
		{"chain is one hit", "江苏省苏州市昆山市的工厂", "江苏省苏州市昆山市=320583"},
		{"short chain", "江苏宿迁宿豫", "江苏宿迁宿豫=321311"},
		{"zone wins over its city", "苏州工业园区企业", "苏州工业园区=320576"},
		{"strategic region", "长三角轴承企业", "长三角=sr:yangtze-river-delta"},
		{"old name", "吴江县", "吴江县=320509 old"},
		{"university", "南京大学", "南京=320100 in"},
		{"college", "无锡学院和常熟理工学院", "无锡=320200 in 常熟=320581 in"},
		{"institute", "中国科学院苏州纳米所", "中国=100000 in 苏州=320500"},
		{"laboratory", "苏州实验室", "苏州=320500 in"},
		{"firm", "昆山某某精密机械有限公司", "昆山=320583"},
		{"firm without a break", "昆山丘钛精密机械有限公司", "昆山=320583 in"},
		{"firms there", "昆山一家做模具的公司", "昆山=320583"},
		{"university of a place, not named", "南京的大学", "南京=320100"},
		{"ambiguous by neighbour", "通州区 北京", "通州区=110112 北京=110000"},
		{"ambiguous by default", "通州区", "通州区=320612"},
		{"weak behind its city", "南京鼓楼", "南京鼓楼=320106"},
		{"weak alone", "鼓楼的朝阳", ""},
		{"ordinary words", "日照时数,白银价格,来宾,平安", ""},
		{"word border", "云南通过,上海南部", "云南=530000 上海=310000"},
		{"town of the same name", "金沙镇", ""},
		{"English", "a firm in Wuxi, Jiangsu", "wuxi=320200 jiangsu=320000"},
		{"English ambiguous", "Taizhou, Zhejiang", "taizhou=331000 zhejiang=330000"},
		{"English university", "Suzhou University of Science", "suzhou=320500 in"},
		{"English institute", "Nanjing Institute", "nanjing=320100 in"},
		{"English word with the name in it", "nanjinger", ""},
		{"traditional", "江蘇無錫", "江苏无锡=320200"},
		{"in short", "在宁高校", "在宁=320100"},
		{"not in normal state", "在常温下", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var parts []string
			for _, h := range l.FindPlaces(Fold(tt.in)) {
				part := h.Surface + "=" + h.Code
				if h.Old {
					part += " old"
				}
				if h.InName {
					part += " in"
				}
				parts = append(parts, part)
			}
			if got := strings.Join(parts, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFindPlacesProperties(t *testing.T) {
	l := load(t)
	var spellings []string
	for name := range l.gazetteer.byName {
		spellings = append(spellings, name)
	}
	slices.Sort(spellings)
	piece := rapid.OneOf(rapid.SampledFrom(spellings), rapid.String(), rapid.SampledFrom([]string{"的", "大学", " ", "公司"}))
	rapid.Check(t, func(t *rapid.T) {
		checkPlaces(t.Fatalf, l, strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), ""))
	})
}

func FuzzFindPlaces(f *testing.F) {
	for _, s := range []string{"", "江苏省苏州市昆山市", "南京大学", "taizhou, zhejiang university", "通州 朝阳", "(南京)"} {
		f.Add(s)
	}
	l := load(f)
	f.Fuzz(func(t *testing.T, s string) { checkPlaces(t.Fatalf, l, s) })
}

// checkPlaces holds for every text: hits are in order, do not overlap, are what stands in the text, and mean their first
// candidate, a known place.
func checkPlaces(fatalf func(string, ...any), l *Lexicon, s string) {
	text := Fold(s)
	end := 0
	for _, h := range l.FindPlaces(text) {
		if h.Start < end || h.End <= h.Start || h.End > len(text) || text[h.Start:h.End] != h.Surface {
			fatalf("%q: hit %+v after %d", text, h, end)
		}
		if len(h.Candidates) == 0 || h.Candidates[0] != h.Code {
			fatalf("%q: %s of %v", text, h.Code, h.Candidates)
		}
		for _, code := range h.Candidates {
			if _, ok := l.Place(code); !ok {
				fatalf("%q: no place %s", text, code)
			}
		}
		end = h.End
	}
}
