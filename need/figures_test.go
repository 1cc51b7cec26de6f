package need

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func figuresOf(n Need) string {
	var out []string
	for _, f := range n.Figures {
		s := f.Quantity + f.Op + fmt.Sprintf("%g", f.Value)
		if f.Op == "range" || f.Max != 0 {
			s += fmt.Sprintf("..%g", f.Max)
		}
		out = append(out, s+" "+f.Unit)
	}
	return strings.Join(out, "; ")
}

func TestFigures(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"孔隙率要小于1%", "孔隙率<1 %"},
		{"抗拉强度不低于500MPa", "抗拉强度>=500 MPa"},
		{"抗拉强度≥500 MPa以上", "抗拉强度>=500 MPa"},
		{"工作温度-40~85℃", "工作温度range-40..85 ℃"},
		{"温度-40℃到+85℃", "温度range-40..85 ℃"},
		{"厚度10-20 mm", "厚度range10..20 mm"},
		{"壁厚12毫米左右", "壁厚~12 mm"},
		{"厚度在10到20毫米之间", "厚度range10..20 mm"},
		{"5%~8%的含水率", "range5..8 %"},
		{"三百升的罐子", "=300 L"},
		{"几百公斤样品", "~200..900 kg"},
		{"两千五百公斤", "=2500 kg"},
		{"一点五毫米厚", "厚=1.5 mm"},
		{"三吨半", "=3.5 t"},
		{"半吨料", "=0.5 t"},
		{"一百二十度烘干", "=120 ℃"},
		{"倾角15度", "=15 °"},
		{"20多公斤", "~20..30 kg"},
		{"三四百升", "~300..400 L"},
		{"十几吨", "~11..19 t"},
		{"百来公斤", "~100..200 kg"},
		{"上百公斤", ">=100 kg"},
		{"1.5万转", "=15000 r/min"},
		{"转速12,000rpm", "转速=12000 r/min"},
		{"精度要求±0.02mm", "精度range-0.02..0.02 mm"},
		{"直径20±0.5mm", "range19.5..20.5 mm"},
		{"误差控制在5丝以内", "误差<=5 丝"},
		{"间隙两道", "间隙=2 道"},
		{"两道工序", ""},
		{"真空度3×10^-5 Pa", "真空度=3e-05 Pa"},
		{"真空度3×10⁻⁵Pa", "真空度=3e-05 Pa"},
		{"电阻1e6 Ω", "电阻=1e+06 Ω"},
		{"功率５００ｋＷ", "功率=500 kW"},
		{"功率5MW", "功率=5 MW"},
		{"功率5mW", "功率=5 mW"},
		{"处理量300t/d", "处理量=300 t/d"},
		{"300吨/天的污水", "=300 t/d"},
		{"粗糙度Ra0.8", "粗糙度=0.8 Ra"},
		{"硬度HRC58-62", "硬度range58..62 HRC"},
		{"硬度要到60HRC", "硬度=60 HRC"},
		{"尺寸200×150×80mm", "=200 mm; =150 mm; =80 mm"},
		{"百分之九十以上的回收率", ">=90 %"},
		{"不良率千分之五", "不良率=5 ‰"},
		{"寿命不超过五十万次", "寿命<=500000 次"},
		{"试几批", "~2..9 批"},
		{"做几百只", "~200..900 个"},
		{"一个单位，两家公司，三种办法", ""},
		{"3D打印和5G通信", ""},
		{"304不锈钢和6061铝合金，45号钢", ""},
		{"M8螺栓，Q235钢板", ""},
		{"电压220V，电流5A", "电压=220 V; 电流=5 A"},
		{"收率从60%提高到80%", "收率=60 %; >=80 %"},
		{"噪声降到65分贝以下", "噪声<=65 dB"},
		{"盐雾500小时以上", "盐雾>=500 h"},
		{"8英寸晶圆", "=8 inch"},
		{"200目筛", "=200 目"},
		{"粘度5000cps", "粘度=5000 mPa·s"},
		{"导热系数大于5W/mK", ">5 W/mK"},
		{"COD从5000mg/L降到50mg/L以下", "=5000 mg/L; <=50 mg/L"},
		{"a thickness of 2 mm", "thickness=2 mm"},
		{"tensile strength of at least 500 MPa", "tensile strength>=500 MPa"},
		{"porosity below 1%", "porosity<1 %"},
		{"between 10 and 20 mm", "range10..20 mm"},
		{"from 5 L to 500 L", "range5..500 L"},
		{"up to 350 °C", "<=350 ℃"},
		{"2 mm thick plates", "thick=2 mm"},
		{"about 300 m3/d", "~300 m3/d"},
		{"7T磁共振", "=7 T"},
		{"5T行车", "=5 t"},
		{"pH 6-8", "range6..8 pH"},
		{"其中一般数控机床半导体", ""},
		{"价格20元/公斤", ""},
	} {
		if got := figuresOf(read(t, c.text, Options{})); got != c.want {
			t.Errorf("%s: figures %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFiguresInSI(t *testing.T) {
	for _, c := range []struct {
		text   string
		si     float64
		siUnit string
	}{
		{"5丝", 5e-5, "m"},
		{"20微米", 2e-5, "m"},
		{"300升", 0.3, "m3"},
		{"25℃", 298.15, "K"},
		{"10bar", 1e6, "Pa"},
		{"3000rpm", 50, "Hz"},
		{"72小时", 259200, "s"},
		{"100ppm", 1e-4, "1"},
		{"2kWh", 7.2e6, "J"},
		{"1.2g/cm3", 1200, "kg/m3"},
		{"50 psi", 344737.85, "Pa"},
		{"212℉", 373.15, "K"},
	} {
		n := read(t, "要求"+c.text, Options{})
		if len(n.Figures) != 1 || math.Abs(n.Figures[0].SI-c.si) > 1e-6*c.si || n.Figures[0].SIUnit != c.siUnit {
			t.Errorf("%s: figures %+v, want %g %s", c.text, n.Figures, c.si, c.siUnit)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text       string
		value, max float64
		op         string
	}{
		{"三百", 300, 0, ""},
		{"两千五", 2500, 0, ""},
		{"一百零五", 105, 0, ""},
		{"十", 10, 0, ""},
		{"十八", 18, 0, ""},
		{"二十", 20, 0, ""},
		{"三万五千", 35000, 0, ""},
		{"一亿两千万", 120000000, 0, ""},
		{"一点五", 1.5, 0, ""},
		{"半", 0.5, 0, ""},
		{"几", 2, 9, "~"},
		{"几十", 20, 90, "~"},
		{"几十万", 200000, 900000, "~"},
		{"十几", 11, 19, "~"},
		{"十几万", 110000, 190000, "~"},
		{"三十多", 30, 40, "~"},
		{"三四百", 300, 400, "~"},
		{"三五", 3, 5, "~"},
		{"十七八", 17, 18, "~"},
		{"数百", 200, 900, "~"},
		{"上千", 1000, 0, ">="},
		{"1,234.5", 1234.5, 0, ""},
		{"20万", 200000, 0, ""},
		{"20多万", 200000, 300000, "~"},
		{"1.5e-3", 0.0015, 0, ""},
		{"10^6", 1e6, 0, ""},
		{"2x10-6", 2e-6, 0, ""},
		{"一百来", 100, 200, "~"},
		{"两", 2, 0, ""},
		{"五十万", 500000, 0, ""},
	} {
		n, ok := numberAt(c.text, 0)
		if !ok || math.Abs(n.value-c.value) > 1e-9*math.Abs(c.value) || math.Abs(n.max-c.max) > 1e-9*c.max || n.op != c.op || n.end != len(c.text) {
			t.Errorf("%s: %+v, want %g..%g %q", c.text, n, c.value, c.max, c.op)
		}
	}
}
