package need

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func areasOf(n Need) []string {
	var names []string
	for _, c := range n.Capabilities {
		names = append(names, c.Name)
	}
	return names
}

func termsOf(n Need) []string {
	var names []string
	for _, x := range n.Terms {
		names = append(names, x.Text)
	}
	return names
}

func TestCapabilities(t *testing.T) {
	for _, c := range []struct {
		text string
		lead []string // among the three leading areas
		not  []string // nowhere among them
	}{
		{"铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位", []string{"无损检测", "焊接与连接"}, nil},
		{"找做热处理或者表面涂层的", []string{"热处理", "表面工程与涂层"}, nil},
		{"need heat treatment and fatigue testing", []string{"热处理"}, nil},
		{"已经做过无损检测，不需要了，想改焊接工艺", []string{"焊接与连接"}, []string{"无损检测"}},
		{"除了热处理，都可以谈，主要想做增材制造", []string{"增材制造"}, []string{"热处理"}},
		{"除了无损检测还想做金相分析和疲劳试验", []string{"结构强度与疲劳"}, nil},
		{"not interested in welding, we need powder metallurgy", []string{"金属粉末与粉末冶金"}, []string{"焊接与连接"}},
		{"无损检测就不用了，帮忙看看焊接工艺", []string{"焊接与连接"}, []string{"无损检测"}},
		{"焊缝不要有气孔", []string{"焊接与连接"}, nil},
		{"need someone to help scale up a recombinant protein fermentation", []string{"生物药与抗体"}, []string{"供水与饮用水处理"}},
		{"钢板含接以后变形", []string{"焊接与连接"}, nil},
	} {
		n := read(t, c.text, Options{})
		got := areasOf(n)
		for _, want := range c.lead {
			if at := slices.Index(got, want); at < 0 || at > 2 {
				t.Errorf("%s: %s is not among the leading areas %v", c.text, want, got)
			}
		}
		for _, not := range c.not {
			if slices.Contains(got, not) {
				t.Errorf("%s: %s is among %v", c.text, not, got)
			}
		}
	}
}

func TestCapabilityWeightsAreShares(t *testing.T) {
	for _, text := range sentences(t, "sentences.txt") {
		n := read(t, text, Options{})
		if len(n.Capabilities) == 0 {
			continue
		}
		sum, last := 0.0, math.Inf(1)
		for _, c := range n.Capabilities {
			sum += c.Weight
			if c.Weight > last || c.Weight <= 0 || c.Confidence <= 0 || c.Confidence > 1 {
				t.Errorf("%s: weight %g after %g, confidence %g", text, c.Weight, last, c.Confidence)
			}
			last = c.Weight
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: weights sum to %g", text, sum)
		}
	}
}

func TestBackgroundCountsLess(t *testing.T) {
	n := read(t, "我司是一家做注塑模具的企业，想找做热处理的单位", Options{})
	if got := areasOf(n); len(got) == 0 || got[0] != "热处理" {
		t.Errorf("areas %v: what the firm is counts more than what it asks for", got)
	}
}

func TestStatedField(t *testing.T) {
	n := read(t, "效率太低，想改进", Options{Field: "新能源与节能/太阳能"})
	at := slices.IndexFunc(n.Capabilities, func(c Capability) bool { return c.Name == "太阳能光伏" })
	if at != 0 || len(n.Capabilities[at].Spans) != 0 || n.Capabilities[at].Confidence > 0.5 {
		t.Errorf("a stated field alone: %+v", n.Capabilities)
	}
	if len(n.Fields) == 0 || n.Fields[0].Code != "energy_environment" {
		t.Errorf("fields of a stated field: %+v", n.Fields)
	}

	n = read(t, "焊接以后气孔多", Options{Field: "光伏"})
	at = slices.IndexFunc(n.Capabilities, func(c Capability) bool { return c.Name == "太阳能光伏" })
	if at < 1 || n.Capabilities[0].Name != "焊接与连接" {
		t.Errorf("a stated field beside a text: %v", areasOf(n))
	}

	if n = read(t, "焊接", Options{Field: "   "}); len(n.Capabilities) == 0 {
		t.Error("a blank field hides the text")
	}
}

func TestTerms(t *testing.T) {
	n := read(t, "铝合金薄壁件焊接后气孔多，想做CT无损检测", Options{})
	got := make([]string, 0, len(n.Terms))
	for _, x := range n.Terms {
		got = append(got, x.Text+":"+x.Sort)
	}
	for _, want := range []string{"铝合金:material", "薄壁件:part", "焊接:process", "气孔:defect"} {
		if !slices.Contains(got, want) {
			t.Errorf("terms %v lack %s", got, want)
		}
	}
	if n = read(t, "已经做过疲劳试验，不需要；端面开裂", Options{}); slices.Contains(termsOf(n), "疲劳试验") || !slices.Contains(termsOf(n), "开裂") {
		t.Errorf("terms of what is not wanted: %v", termsOf(n))
	}
	for _, x := range read(t, "ＥＭＣ整改和 emc 测试", Options{}).Terms {
		if strings.ContainsAny(x.Text, "ＥＭＣ") {
			t.Errorf("term %q keeps its full width", x.Text)
		}
	}
}

func TestDisciplinesAndFields(t *testing.T) {
	n := read(t, "想找材料科学与工程的老师看看焊缝", Options{})
	if len(n.Disciplines) == 0 || n.Disciplines[0].Name != "材料科学与工程" || n.Disciplines[0].Confidence < 0.9 || n.Disciplines[0].Spans[0].Text != "材料科学与工程" {
		t.Errorf("a named discipline: %+v", n.Disciplines)
	}
	n = read(t, "新能源汽车电驱啸叫", Options{})
	if len(n.Fields) == 0 || n.Fields[0].Code != "manufacturing" {
		t.Errorf("新能源 in 新能源汽车 names a field: %+v", n.Fields)
	}
	n = read(t, "想了解新材料方面的政策", Options{})
	if len(n.Fields) == 0 || n.Fields[0].Code != "materials" || len(n.Fields[0].Spans) != 1 || n.Fields[0].Spans[0].Text != "新材料" {
		t.Errorf("a named field: %+v", n.Fields)
	}
}
