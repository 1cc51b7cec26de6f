package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// place is one row of places.tsv.gz.
type place struct {
	code, kind, name, english, parent string
	point                             point
	precision                         string
	members                           []string
}

type point struct{ lat, lng float64 }

// provinceEnglish holds the names that are not plain pinyin and the short names of all provinces with a long one.
var provinceEnglish = map[string]string{
	"150000": "Inner Mongolia", "540000": "Tibet", "610000": "Shaanxi", "710000": "Taiwan", "810000": "Hong Kong",
	"820000": "Macao",
}

var cityEnglish = map[string]string{
	"230100": "Harbin", "150100": "Hohhot", "650100": "Urumqi", "540100": "Lhasa", "150600": "Ordos", "230200": "Qiqihar",
}

const ethnic = `(朝鲜族|土家族|蒙古族|布依族|哈尼族|傣族|景颇族|傈僳族|哈萨克族|柯尔克孜族|维吾尔族|回族|满族|苗族|侗族|瑶族|壮族|藏族|` +
	`彝族|羌族|白族|水族|黎族|畲族|土族|撒拉族|仡佬族|拉祜族|佤族|纳西族|普米族|怒族|独龙族|毛南族|仫佬族|达斡尔族|鄂温克族|鄂伦春|` +
	`锡伯族|塔吉克族|东乡族|保安族|裕固族|布朗族|各族|哈萨克|柯尔克孜|蒙古|塔吉克|锡伯)`

var (
	autonomous   = regexp.MustCompile(`^(.+?)` + ethnic + `+自治(州|县|旗)$`)
	plainSuffix  = regexp.MustCompile(`^(..+?)(特别行政区|自治区|地区|林区|新区|特区|矿区|省|市|盟|区|县|旗)$`)
	bannerSuffix = regexp.MustCompile(`^(..+?)(左翼|右翼)?(前|后|中)?旗$`)
	zoneKinds    = []struct{ long, short, english string }{
		{"高新技术产业开发区", "高新区", "Hi-Tech Zone"},
		{"高新技术产业园区", "高新区", "Hi-Tech Park"},
		{"高技术产业开发区", "高新区", "Hi-Tech Zone"},
		{"高新技术开发区", "高新区", "Hi-Tech Zone"},
		{"经济技术开发区", "经开区", "Economic and Technological Development Zone"},
		{"经济开发区", "经开区", "Economic Development Zone"},
		{"城乡一体化示范区", "", "Urban-Rural Integration Zone"},
		{"循环化工园区", "", "Chemical Industry Park"},
		{"现代产业园区", "", "Modern Industry Park"},
		{"工业园区", "", "Industrial Park"},
		{"风景名胜区", "", "Scenic Area"},
		{"临港开发区", "", "Port Development Zone"},
		{"示范区", "", "Demonstration Zone"},
		{"管理区", "", "Administrative Zone"},
		{"新区", "", "New Area"},
		{"新城", "", "New Town"},
	}
)

// places writes places.tsv.gz and place_names.tsv.gz. Only points are derived from outlines; no boundary is shipped.
func (b *builder) places(context.Context) error {
	places, err := b.divisions()
	if err != nil {
		return err
	}
	if err := b.locate(places); err != nil {
		return err
	}
	more, aliases, err := b.zonesAndRegions(places)
	if err != nil {
		return err
	}
	sorted := make([]*place, 0, len(places))
	for _, p := range places {
		sorted = append(sorted, p)
	}
	sorted = append(sorted, more...)
	slices.SortFunc(sorted, func(a, b *place) int { return strings.Compare(a.code, b.code) })
	var text strings.Builder
	for _, p := range sorted {
		lat, lng := "", ""
		if p.precision != "" {
			lat, lng = strconv.FormatFloat(p.point.lat, 'f', 3, 64), strconv.FormatFloat(p.point.lng, 'f', 3, 64)
		}
		fmt.Fprintln(&text, strings.Join([]string{
			p.code, p.kind, p.name, p.english, p.parent, lat, lng, p.precision, join(p.members),
		}, "\t"))
	}
	names, err := b.names(sorted, aliases)
	if err != nil {
		return err
	}
	return errors.Join(b.write("places.tsv.gz", text.String()), b.write("place_names.tsv.gz", names))
}

// divisions reads provinces, cities and counties; codes are filled to six digits.
func (b *builder) divisions() (map[string]*place, error) {
	places := map[string]*place{"100000": {code: "100000", kind: "country", name: "中国", english: "China"}}
	for _, extra := range [][2]string{
		{"710000", "台湾省"}, {"810000", "香港特别行政区"}, {"820000", "澳门特别行政区"},
	} {
		places[extra[0]] = &place{code: extra[0], kind: "province", name: extra[1], parent: "100000"}
	}
	known := map[string]string{} // English names of provinces and cities by short name
	for _, level := range []struct {
		file, kind string
		columns    int
	}{{"provinces", "province", 2}, {"cities", "city", 3}, {"areas", "county", 4}} {
		rows, err := csvRows(filepath.Join(b.shared, "region-china", level.file+".csv"), level.columns)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			p := &place{code: fill(row[0]), kind: level.kind, name: row[1], parent: "100000"}
			switch level.kind {
			case "city":
				if p.name == "市辖区" || p.name == "县" || strings.Contains(p.name, "直辖县级") {
					continue
				}
				p.parent = fill(row[2])
			case "county":
				p.parent = fill(row[2])
				if _, city := places[p.parent]; !city {
					p.parent = fill(row[3])
				}
				if _, taken := places[p.code]; taken {
					continue // cities without counties stand in both lists
				}
				if p.code[4] == '7' && !strings.HasSuffix(p.name, "县") {
					p.kind = "zone"
				}
			}
			p.english = b.english(p, known)
			if english := provinceEnglish[p.code] + cityEnglish[p.code]; english != "" {
				p.english = english
			}
			if p.kind != "county" {
				known[shortName(p.name)] = p.english
			}
			places[p.code] = p
		}
	}
	for code, name := range provinceEnglish {
		places[code].english = name
	}
	return places, nil
}

func fill(code string) string { return code + strings.Repeat("0", 6-len(code)) }

// shortName drops the part of a name that says what kind of division it is; "" when nothing usable is left.
func shortName(name string) string {
	if m := autonomous.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	switch name {
	case "广西壮族自治区":
		return "广西"
	case "宁夏回族自治区":
		return "宁夏"
	case "新疆维吾尔自治区":
		return "新疆"
	}
	if m := plainSuffix.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	if m := bannerSuffix.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return ""
}

// english spells the name in pinyin with the kind of division where it is not plain from the name alone.
func (b *builder) english(p *place, known map[string]string) string {
	short := shortName(p.name)
	if short == "" {
		short = strings.TrimRight(p.name, "县区市旗")
		if short == "" {
			short = p.name
		}
	}
	name := properName(b.speller.spell(short))
	switch {
	case p.kind == "zone":
		return b.zoneEnglish(p.name, known)
	case p.kind != "county":
		return name
	case strings.HasSuffix(p.name, "区"):
		return name + " District"
	case strings.HasSuffix(p.name, "自治县"):
		return name + " Autonomous County"
	case strings.HasSuffix(p.name, "县"):
		return name + " County"
	case strings.HasSuffix(p.name, "旗"):
		return name + " Banner"
	}
	return name
}

// zoneEnglish spells where the zone is and translates what it is.
func (b *builder) zoneEnglish(name string, known map[string]string) string {
	for _, kind := range zoneKinds {
		base, ok := strings.CutSuffix(name, kind.long)
		if !ok || base == "" {
			continue
		}
		return b.spaced(base, known) + " " + kind.english
	}
	return b.spaced(name, known)
}

// spaced spells a name with a blank after each division it begins with.
func (b *builder) spaced(name string, known map[string]string) string {
	for n := min(6, utf8.RuneCountInString(name)-1); n > 1; n-- {
		head := string([]rune(name)[:n])
		english, ok := known[head]
		if !ok {
			continue
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(name, head), "市")
		if rest == "" {
			return english
		}
		return english + " " + b.spaced(rest, known)
	}
	return properName(b.speller.spell(strings.TrimSuffix(name, "市")))
}

// properName joins syllables as names are written: capital first, an apostrophe before a syllable that begins with a
// vowel, v as ü.
func properName(syllables []string) string {
	var s strings.Builder
	for i, syllable := range syllables {
		if i > 0 && syllable != "" && strings.ContainsRune("aeo", rune(syllable[0])) {
			s.WriteByte('\'')
		}
		s.WriteString(strings.ReplaceAll(syllable, "v", "ü"))
	}
	name := s.String()
	if name == "" {
		return ""
	}
	_, size := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:size]) + name[size:]
}

// locate gives points: known seats and approximate ones first, label points of Jiangsu's cities, then the centre of the
// largest outline of prefectures and provinces, then the parent's point.
func (b *builder) locate(places map[string]*place) error {
	outlines, err := b.outlines()
	if err != nil {
		return err
	}
	seats, err := b.labelPoints()
	if err != nil {
		return err
	}
	for code, p := range places {
		if at, ok := seats[code]; ok {
			p.point, p.precision = at, "seat"
		} else if at, ok := outlines[code]; ok {
			p.point, p.precision = at, "centroid"
		}
	}
	known, err := b.curatedTable("region_points", 4)
	if err != nil {
		return err
	}
	for _, row := range known {
		p := places[row[1]]
		lat, latErr := strconv.ParseFloat(row[2], 64)
		lng, lngErr := strconv.ParseFloat(row[3], 64)
		if p == nil || errors.Join(latErr, lngErr) != nil || math.Abs(lat-35) > 20 || math.Abs(lng-105) > 35 {
			return fmt.Errorf("region_points: bad row %q", row)
		}
		p.point, p.precision = point{lat, lng}, row[0]
	}
	for _, p := range places {
		if parent := places[p.parent]; p.precision == "" && parent != nil && parent.kind != "country" && p.kind != "country" {
			if parent.precision == "" {
				return fmt.Errorf("%s %s and its parent have no point", p.code, p.name)
			}
			p.point, p.precision = parent.point, "parent"
		}
	}
	return nil
}

// zonesAndRegions adds curated zones and strategic regions; aliases: other names by code.
func (b *builder) zonesAndRegions(places map[string]*place) (more []*place, aliases map[string][]string, err error) {
	zones, err := b.curatedTable("zones", 6)
	if err != nil {
		return nil, nil, err
	}
	aliases = map[string][]string{}
	for _, row := range zones {
		parent := places[row[4]]
		if parent == nil {
			return nil, nil, fmt.Errorf("zone %s: no division %s", row[0], row[4])
		}
		aliases[row[0]] = list(row[3])
		if known := places[row[0]]; known != nil {
			known.english = row[2]
			continue
		}
		more = append(more, &place{
			code: row[0], kind: "zone", name: row[1], english: row[2], parent: row[4],
			point: parent.point, precision: "parent", members: list(row[5]),
		})
	}
	regions, err := b.curatedTable("strategic_regions", 5)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range regions {
		members := list(row[4])
		for _, code := range members {
			if places[code] == nil {
				return nil, nil, fmt.Errorf("region %s: no division %s", row[0], code)
			}
		}
		aliases[row[0]] = list(row[3])
		more = append(more, &place{
			code: row[0], kind: "strategic", name: row[1], english: row[2], parent: "100000", members: members,
		})
	}
	return more, aliases, nil
}
