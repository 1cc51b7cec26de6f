package main

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	same := [][]string{
		{"国家电线电缆质量监督检验中心（江苏）", "国家电线电缆质量监督检验中心(江苏)", "国家电线电缆质量监督检验中心 江苏"},
		{"State Key Laboratory of Digital Medical Engineering", "state key laboratory of digital medical engineering "},
		{"ＭＥＭＳ先进感知研发中心", "MEMS 先进感知研发中心"},
	}
	for _, group := range same {
		for _, name := range group {
			if fold(name) != fold(group[0]) {
				t.Errorf("%q and %q are compared as different", name, group[0])
			}
		}
	}
	if fold("南京大学") == fold("南京大学苏州校区") {
		t.Error("a campus is compared as its university")
	}
}

func FuzzFold(f *testing.F) {
	f.Add("国家超级计算无锡中心(神威·太湖之光)")
	f.Fuzz(func(t *testing.T, name string) {
		folded := fold(name)
		if fold(folded) != folded && !strings.ContainsFunc(folded, func(r rune) bool { return unicode.ToLower(unicode.ToLower(r)) != unicode.ToLower(r) }) {
			t.Fatalf("%q folds to %q, then to %q", name, folded, fold(folded))
		}
	})
}

func TestParse(t *testing.T) {
	rows, err := parse([]byte("\ufeffname,city\n\"甲(一,二)\", 南京 \n"), ',')
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]row{{"name": "甲(一,二)", "city": "南京"}}, rows); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, bad := range []string{"", "a,b\n1\n"} {
		if _, err := parse([]byte(bad), ','); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestRowSources(t *testing.T) {
	const copied = "http://copy.example/1"
	tests := []struct {
		name string
		row  row
		want []source
	}{
		{
			"mirror with its publisher",
			row{"source_url": copied, "source_date_or_seen": "2022-03-17 (reprint of Haikou Net) [third-party or mirror page]", "confidence": "medium"},
			[]source{{title: "reprint of Haikou Net", address: copied, seen: "2022-03-17", confidence: "medium", mirror: true}},
		},
		{
			"pairs",
			row{"source_url": copied + " ; https://ror.org/04zcbk583", "source_date_or_seen": "2024-01-19 [third-party or mirror page] ; ROR record, github.com/ror-community/ror-records @d93fc66 (2026-06-23)", "confidence": "medium"},
			[]source{{address: copied, seen: "2024-01-19", confidence: "medium", mirror: true}, {title: "ROR registry record (CC0)", address: "https://ror.org/04zcbk583", seen: "2026-06-23", confidence: "medium"}},
		},
		{
			"mark at the end of a resource",
			row{"owner": "", "source_url": copied + " ; http://jsnews.jschina.com.cn/1", "source_date_or_seen": "2017 (setting-up approved) ; 2020-01-19 [third-party or mirror page]", "confidence": "medium"},
			[]source{{address: copied, seen: "2017", confidence: "medium", mirror: true}, {address: "http://jsnews.jschina.com.cn/1", seen: "2020-01-19", confidence: "medium"}},
		},
		{
			"page without an address",
			row{"source_url": "page title: 某校来访 (site www.hhu.edu.cn; the index gave no exact URL)", "source_date_or_seen": "2021-12-07", "confidence": "medium"},
			[]source{{title: "某校来访 (www.hhu.edu.cn)", seen: "2021-12-07", confidence: "medium"}},
		},
		{"listing collection", row{"source_url": "https://" + droppedSource, "source_date_or_seen": "listing data as of 2021-10", "confidence": "medium"}, nil},
		{
			"undated",
			row{"source_url": copied, "source_date_or_seen": "undated (stored copy) (2023-2024)", "confidence": "high"},
			[]source{{address: copied, seen: "2023", confidence: "high"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rowSources(tt.row), cmp.AllowUnexported(source{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestApprovalOnly(t *testing.T) {
	tests := []struct {
		remark, phrase string
		want           bool
	}{
		{"2024-07-11 (proposed list) [third-party or mirror page]", "拟认定名单", true},
		{"undated (stored copy) (ground broken)", "奠基", true},
		{"2017 (setting-up approved) ; 2020-01-19", "", false},
		{"2018-06-08 (being set up) ; 2023-02-17 (still under construction)", "在建", true},
		{"2018-01-24 ; 2023-02-17 (accepted)", "", false},
		{"2014-10-21 (funded project)", "立项", true},
		{"undated (stored copy)", "", false},
	}
	for _, tt := range tests {
		r := row{"source_date_or_seen": tt.remark}
		if got := approvalOnly(r); got != tt.want {
			t.Errorf("%q: approval only is %v", tt.remark, got)
		}
		if got := approvalPhrase(remarkOf(r)); tt.want && got != tt.phrase {
			t.Errorf("%q is put as %q, want %q", tt.remark, got, tt.phrase)
		}
	}
}

func FuzzFirstDate(f *testing.F) {
	for _, text := range []string{"2022-12 to 2023-02 school announcements", "seen 2025", "(2023-2024)", "@015f50f (2018-12-31)", "undated"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if date := firstDate(text); date != "" && !strings.Contains(text, date) {
			t.Fatalf("%q is not in %q", date, text)
		}
	})
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{"双高协同合作(专项资金1亿元)": "10000", "联合实验室(五年,1000万元)": "1000", "战略合作协议": "", "1.5亿元": "15000"} {
		if got := amountIn(text); got != want {
			t.Errorf("amountIn(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"国家级专精特新小巨人(第三批)": "little_giant", "江苏省小巨人企业(制造类, 2020)": "specialised", "制造业单项冠军(复核)": "champion", "国家企业技术中心(第24批)": "enterprise_technology_centre", "香港上市(2025)": "listed", "国家科技进步一等奖": ""} {
		if got := tierOf(text); got != want {
			t.Errorf("tierOf(%q) = %q, want %q", text, got, want)
		}
	}
	if smeOf([]string{"制造业单项冠军"}) != "unknown" || smeOf([]string{"国家级专精特新小巨人"}) != "yes" {
		t.Error("only recognitions reserved for small and medium-sized firms say that one is")
	}
}
