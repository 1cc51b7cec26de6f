package lexicon

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLink(t *testing.T) {
	l := load(t)
	tests := []struct {
		name  string
		texts []Text
		first string   // the strongest area
		among []string // others that must be linked
		never []string // areas that must not be
	}{
		{
			name: "need", texts: []Text{{Text: "焊丝改良，降低飞溅"}},
			first: "焊接与连接",
		},
		{
			name:  "parts weigh",
			texts: []Text{{Part: "name", Text: "某某轴承厂", Weight: 1}, {Part: "note", Text: "也懂疫苗", Weight: 0.2}},
			first: "轴承与齿轮", among: []string{"疫苗"},
		},
		{
			name: "twins share", texts: []Text{{Text: "绝缘料交联聚乙烯"}},
			first: "电线电缆与绝缘材料", among: []string{"电线电缆"},
		},
		{
			name: "English", texts: []Text{{Text: "laser welding of steel sheets"}},
			first: "激光加工装备", among: []string{"焊接与连接"},
		},
		{
			name: "general words give way", texts: []Text{{Text: "碳化硅外延片老化变形"}},
			first: "第三代半导体",
		},
		{
			name: "field of an institute", texts: []Text{{Part: "field", Text: "先进激光技术"}},
			first: "激光技术",
		},
		{
			name: "instrument", texts: []Text{{Text: "凝胶渗透色谱仪"}},
			first: "生物基与可降解材料", among: []string{"高分子合成与树脂"},
		},
		{
			name: "place names are not evidence", texts: []Text{{Text: "无锡 连云港 张家港"}},
		},
		{
			name: "brand of a firm is not evidence", texts: []Text{{Text: "江苏三联科技股份有限公司"}},
		},
		{
			name: "approximation", texts: []Text{{Text: "去掉焊疤"}},
			first: "焊接与连接",
		},
		{
			name: "narrow discipline", texts: []Text{{Part: "discipline", Text: "纺织科学与工程"}},
			first: "非织造与产业用纺织品", among: []string{"纺织机械", "纺织与印染"},
		},
		{name: "wide discipline", texts: []Text{{Part: "discipline", Text: "材料科学与工程"}}},
		{name: "nothing", texts: []Text{{Text: "你好"}, {}}},
		{name: "no text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links := l.Link(tt.texts...)
			if tt.first == "" {
				if len(links) > 0 {
					t.Fatalf("linked to %s", names(links))
				}
				return
			}
			if len(links) == 0 || links[0].Area.Name != tt.first {
				t.Fatalf("got %s, want %s first", names(links), tt.first)
			}
			for _, want := range tt.among {
				if !strings.Contains(names(links), want+" ") {
					t.Errorf("no %s among %s", want, names(links))
				}
			}
		})
	}
}

func names(links []Link) string {
	var b strings.Builder
	for _, l := range links {
		fmt.Fprintf(&b, "%s %.2f, ", l.Area.Name, l.Weight)
	}
	return b.String()
}

func TestLinkSaysWhere(t *testing.T) {
	texts := []Text{{Part: "name", Text: "某公司"}, {Part: "need", Text: "想改良焊絲，焊絲飛濺大"}}
	links := load(t).Link(texts...)
	if len(links) == 0 {
		t.Fatal("no links")
	}
	if links[0].Part != "need" {
		t.Errorf("part %q", links[0].Part)
	}
	sum := 0.0
	for _, w := range links[0].Words {
		if got := texts[1].Text[w.Start:w.End]; got != w.Surface {
			t.Errorf("word %q stands at %q", w.Surface, got)
		}
		sum += w.Share
	}
	if sum < 0.99 || sum > 1.01 {
		t.Errorf("shares sum to %g", sum)
	}
}

func TestRepetitionAddsLittle(t *testing.T) {
	l := load(t)
	once := l.Link(Text{Text: "焊丝"})
	often := l.Link(Text{Text: strings.Repeat("焊丝，", 50)})
	if once[0].Area != often[0].Area || often[0].Weight <= once[0].Weight || often[0].Weight > 1-(1-once[0].Weight)*(1-once[0].Weight) {
		t.Errorf("once %s, often %s", names(once), names(often))
	}
}

func TestLinkProperties(t *testing.T) {
	l := load(t)
	words := make([]string, 0, len(l.finder.surfaces))
	for _, s := range l.finder.surfaces {
		words = append(words, s.text)
	}
	piece := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(0, 6, -1), rapid.SampledFrom([]string{"，", "公司", "南京"}))
	rapid.Check(t, func(t *rapid.T) {
		var texts []Text
		for i := range rapid.IntRange(0, 3).Draw(t, "parts") {
			texts = append(texts, Text{
				Part: strconv.Itoa(i), Text: strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), ""),
				Weight: rapid.Float64Range(0, 2).Draw(t, "weight"),
			})
		}
		links := l.Link(texts...)
		if len(links) > MaxLinks {
			t.Fatalf("%d links", len(links))
		}
		for i, link := range links {
			if link.Weight <= 0 || link.Weight > 1 || len(link.Words) == 0 || len(link.Words) > MaxLinkWords {
				t.Fatalf("link %s weighs %g with %d words", link.Area.Name, link.Weight, len(link.Words))
			}
			if i > 0 && (links[i-1].Weight < link.Weight || links[i-1].Weight == link.Weight && links[i-1].Area.ID > link.Area.ID) {
				t.Fatalf("out of order: %s", names(links))
			}
			for _, w := range link.Words {
				if w.Share <= 0 || w.Share > 1 {
					t.Fatalf("share %g", w.Share)
				}
				at := texts[int(w.Part[0]-'0')].Text
				if at[w.Start:w.End] != w.Surface {
					t.Fatalf("word %+v is not in %q", w, at)
				}
			}
		}
		if diff := cmp.Diff(links, l.Link(texts...), byIdentity); diff != "" {
			t.Fatalf("not repeatable: %s", diff)
		}
		for _, d := range l.Disciplines(links, texts...) {
			if d.Weight <= 0 || d.Weight > 1 {
				t.Fatalf("discipline %s weighs %g", d.Discipline.Name, d.Weight)
			}
		}
		for _, f := range l.FieldsOf(links, texts...) {
			if f.Weight <= 0 || f.Weight > 1 {
				t.Fatalf("field %s weighs %g", f.Field, f.Weight)
			}
		}
	})
}

func TestDisciplinesOfTexts(t *testing.T) {
	l := load(t)
	tests := []struct{ name, text, first string }{
		{"by area", "铸件气孔", "材料科学与工程"},
		{"named", "材料科学与工程", "材料科学与工程"},
		{"named in English", "school of mechanical engineering", "机械工程"},
		{"second level", "微电子学与固体电子学", "电子科学与技术"},
		{"standard's name", "流体力学实验室", "力学"},
		{"short name alone", "化学", "化学"},
		{"short name of a school", "南京大学化学学院", "化学"},
		{"metallurgy", "转炉炼钢脱磷", "冶金工程"},
		{"security", "密码算法与网络安全", "网络空间安全"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := Text{Text: tt.text}
			got := l.Disciplines(l.Link(text), text)
			if len(got) == 0 || got[0].Discipline.Name != tt.first {
				t.Fatalf("got %v, want %s first", disciplineNamesOf(got), tt.first)
			}
		})
	}
	if got := l.Disciplines(nil, Text{Text: "化学机械抛光"}); len(got) > 0 {
		t.Errorf("part of a word named %v", disciplineNamesOf(got))
	}
}

func disciplineNamesOf(all []DisciplineWeight) []string {
	var out []string
	for _, d := range all {
		out = append(out, fmt.Sprintf("%s %.2f", d.Discipline.Name, d.Weight))
	}
	return out
}

func TestFieldsOfTexts(t *testing.T) {
	l := load(t)
	tests := []struct{ text, first string }{
		{"铸件气孔", FieldManufacturing},
		{"江苏三联新材料有限公司", FieldMaterials},
		{"生物医药", FieldBiomedicine},
		{"量子计算机", FieldFrontier},
		{"土木工程", FieldEnergyEnvironment},
	}
	for _, tt := range tests {
		text := Text{Text: tt.text}
		got := l.FieldsOf(l.Link(text), text)
		if len(got) == 0 || got[0].Field != tt.first {
			t.Errorf("%s: got %v, want %s first", tt.text, got, tt.first)
		}
	}
	if got := l.FieldsOf(nil); len(got) > 0 {
		t.Errorf("nothing belongs to %v", got)
	}
}
