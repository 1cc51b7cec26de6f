package need

import (
	"fmt"
	"strings"
	"testing"
)

// placesOf renders places as "苏州市+60", "!" for required, "@" for the firm's own.
func placesOf(n Need) string {
	var out []string
	for _, p := range n.Places {
		s := p.Name
		if p.RadiusKm > 0 {
			s += fmt.Sprintf("+%g", p.RadiusKm)
		}
		if p.Required {
			s += "!"
		}
		if p.Own {
			s += "@"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct{ text, city, want string }{
		{"想找做CT检测的单位，最好在苏州附近", "", "苏州市+60"},
		{"苏州的检测公司有哪些", "", "苏州市"},
		{"在昆山周边找家做阳极氧化的", "", "昆山市+30"},
		{"只要无锡的单位", "", "无锡市!"},
		{"必须在南京或者镇江", "", "南京市! 镇江市!"},
		{"仅限江苏省内", "", "江苏省!"},
		{"最好只在常州找", "", "常州市"},
		{"长三角的都可以", "", "长三角"},
		{"方圆50公里以内，离扬州近的", "", "扬州市+50"},
		{"苏州50公里以内找个能做盐雾的", "", "苏州市+50"},
		{"距离南通不超过80公里", "", "南通市+80"},
		{"无锡一小时车程以内", "", "无锡市+60"},
		{"不限地区，能做就行", "", ""},
		{"哪里都行", "", ""},
		{"我们在苏州，想找做热处理的", "", "苏州市@"},
		{"我们公司在昆山，想找附近的检测机构", "", "昆山市+30 昆山市@"},
		{"我司是常熟一家做注塑的企业，想找本地的模具厂", "", "苏州市 常熟市@"},
		{"江苏某企业需要改进焊接工艺", "", "江苏省@"},
		{"本厂位于盐城，求推荐上海的专家", "", "上海市 盐城市@"},
		{"我们想在苏州找一家做CT的", "", "苏州市"},
		{"我们在苏州附近找做CT的单位", "", "苏州市+60"},
		{"有没有省内的实验室", "苏州", "江苏省 苏州市@"},
		{"本地有没有能做金相的", "昆山", "苏州市 昆山市@"},
		{"最好离我们近一点", "320200", "无锡市+60 无锡市@"},
		{"想找南京大学的老师", "", ""},
		{"找苏州大学附近的实验室", "", "苏州市+60"},
		{"除了上海以外的都行，杭州也可以", "", "杭州市"},
		{"不要北京的，要天津的", "", "天津市"},
		{"near Wuxi", "", "无锡市+60"},
		{"a lab within 50 km of Wuxi", "", "无锡市+50"},
		{"must be in Jiangsu", "", "江苏省!"},
		{"only labs in Nanjing or Suzhou", "", "南京市! 苏州市!"},
		{"preferably in Nanjing", "", "南京市"},
		{"we are based in Changzhou and need a CT scan", "", "常州市@"},
		{"our factory is in Kunshan, looking for a test lab nearby", "", "昆山市+30 昆山市@"},
		{"a Wuxi firm needs help with welding", "", "无锡市@"},
		{"looking for a Wuxi firm that can weld titanium", "", "无锡市"},
		{"within a 2 hour drive of Suzhou", "", "苏州市+120"},
		{"anywhere in the Yangtze River Delta", "", "长三角"},
		{"四川本地的单位优先", "", "四川省"},
		{"蘇州附近的檢測機構", "", "苏州市+60"},
		{"苏州、无锡、常州一带", "", "无锡市+60 常州市+60 苏州市+60"},
	} {
		if got := placesOf(read(t, c.text, Options{City: c.city})); got != c.want {
			t.Errorf("%s: places %q, want %q", c.text, got, c.want)
		}
	}
}
