package lexicon

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReadings(t *testing.T) {
	l := load(t)
	tests := []struct{ name, full, initials string }{
		{"南京大学", "nanjingdaxue", "njdx"},
		{"重庆大学", "chongqingdaxue", "cqdx"},
		{"长安汽车", "changanqiche", "caqc"},
		{"厦门大学", "xiamendaxue", "xmdx"},
		{"银行", "yinhang", "yh"},
		{"工业行业协会", "gongyehangyexiehui", "gyhyxh"},
		{"运行", "yunxing", "yx"},
		{"重力", "zhongli", "zl"},
		{"增长", "zengzhang", "zz"},
		{"单晶", "danjing", "dj"},
		{"音乐", "yinyue", "yy"},
		{"乐清", "yueqing", "yq"},
		{"亳州", "bozhou", "bz"},
		{"邳州", "pizhou", "pz"},
		{"盱眙", "xuyi", "xy"},
		{"江苏省產業技術研究院", "jiangsushengchanyejishuyanjiuyuan", "jsscyjsyjy"},
		{"绿色", "lvse", "ls"},
		{"3D打印", "3ddayin", "3dy"},
		{"JITRI研究所", "jitriyanjiusuo", "jyjs"},
		{"空调", "kongtiao", "kt"},
		{"轧钢", "zhagang", "zg"},
		{"粘度", "niandu", "nd"},
	}
	for _, tt := range tests {
		readings := l.Readings(tt.name)
		if len(readings) == 0 || readings[0] != (Reading{tt.full, tt.initials}) {
			t.Errorf("%s: %v, want %s %s first", tt.name, readings, tt.full, tt.initials)
		}
	}
	if got := l.Readings("，。"); len(got) > 0 {
		t.Errorf("marks are read %v", got)
	}
}

func TestReadingsHoldAllPlausibleOnes(t *testing.T) {
	l := load(t)
	for name, want := range map[string][]string{"单": {"dan", "shan"}, "重阀": {"zhongfa", "chongfa"}, "长轴": {"changzhou", "zhangzhou"}} {
		var got []string
		for _, r := range l.Readings(name) {
			got = append(got, r.Full)
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s is read %v, without %s", name, got, w)
			}
		}
	}
	if n := len(l.Readings(strings.Repeat("重长行", 9))); n > maxReadings {
		t.Errorf("%d readings", n)
	}
}

func TestSamePinyin(t *testing.T) {
	l := load(t)
	tests := []struct {
		a, b string
		want bool
	}{
		{"焊丝", "汉斯", true},
		{"激光熔覆", "激光溶覆", true},
		{"重阀", "虫阀", true},
		{"焊丝", "焊条", false},
		{"焊丝", "焊", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got := l.SamePinyin(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
	if got := strings.Join(l.Syllables("AGV小車 重庆"), " "); got != "agv xiao che chong qing" {
		t.Errorf("syllables %s", got)
	}
}

func TestReadingsProperties(t *testing.T) {
	l := load(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		readings := l.Readings(name)
		if len(readings) > maxReadings {
			t.Fatalf("%d readings", len(readings))
		}
		for i, r := range readings {
			if r.Full == "" || r.Initials == "" || slices.Contains(readings[:i], r) {
				t.Fatalf("%q is read %v", name, readings)
			}
		}
		if len(readings) > 0 && !l.SamePinyin(name, name) {
			t.Fatalf("%q does not sound like itself", name)
		}
	})
}
