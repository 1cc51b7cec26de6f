package need

import "testing"

func TestSlips(t *testing.T) {
	r := testReader(t)
	for _, c := range []struct{ text, want string }{
		{"钢板含接以后变形", "钢板焊接以后变形"},
		{"无损检册哪里能做", "无损检测哪里能做"},
		{"热处里变形", "热处理变形"},
		{"铸件气空率高", "铸件气孔率高"},
		{"轴乘异响", "轴承异响"},
		{"污水处里", "污水处理"},
		// what is right stays, and what sounds like a term of another field
		{"焊接以后变形", "焊接以后变形"},
		{"淘宝退货怎么弄", "淘宝退货怎么弄"},
		{"丁腈胶管耐油性差", "丁腈胶管耐油性差"},
		{"密封换了三次", "密封换了三次"},
		{"选矿回收率低", "选矿回收率低"},
		{"今天天气怎么样", "今天天气怎么样"},
	} {
		text := newText(r.lex, c.text, r.fillers)
		got := r.homophones().correct(text, func(word string) bool { _, ok := r.lex.WordIndex(word); return ok })
		if got != c.want {
			t.Errorf("%s reads %s, want %s", c.text, got, c.want)
		}
	}
}
