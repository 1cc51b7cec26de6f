package need

import (
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// quantityEnds are the characters and words that Chinese names of quantities end with.
var (
	quantityEnds  = "率度量径厚宽长高深距压力速温值比差重耗能级"
	quantityWords = map[string]bool{
		"时间": true, "寿命": true, "周期": true, "面积": true, "体积": true, "间隙": true, "公差": true, "行程": true, "尺寸": true,
		"载荷": true, "负载": true, "规模": true, "噪声": true, "噪音": true, "带宽": true, "成本": true, "电流": true, "电阻": true,
		"扭矩": true, "产能": true, "误差": true, "精度": true, "功耗": true, "壁厚": true, "板厚": true, "样品": true, "损失": true,
		"跳动": true, "漂移": true, "挠度": true, "热阻": true, "增益": true, "损耗": true, "含水": true, "气孔": true, "变形": true,
		"残留": true, "杂质": true, "活性": true, "工期": true, "批量": true, "盐雾": true, "耐压": true, "耐温": true, "排放": true,
	}
	// attributes are common words that make part of the name of a quantity.
	attributes = map[string]bool{
		"工作": true, "处理": true, "使用": true, "应用": true, "生产": true, "加工": true, "反应": true, "环境": true, "运行": true, "最大": true,
	}
	englishQuantities = map[string]bool{
		"thickness": true, "diameter": true, "length": true, "width": true, "height": true, "depth": true, "temperature": true,
		"pressure": true, "accuracy": true, "precision": true, "tolerance": true, "roughness": true, "strength": true,
		"hardness": true, "speed": true, "flow": true, "load": true, "force": true, "torque": true, "voltage": true,
		"current": true, "power": true, "frequency": true, "yield": true, "purity": true, "content": true, "size": true,
		"volume": true, "weight": true, "mass": true, "capacity": true, "viscosity": true, "density": true, "efficiency": true,
		"rate": true, "lifetime": true, "life": true, "noise": true, "gain": true, "loss": true, "bandwidth": true,
		"wavelength": true, "resolution": true, "porosity": true, "moisture": true, "humidity": true, "concentration": true,
		"range": true, "wall": true, "gap": true, "stroke": true, "elongation": true, "conductivity": true, "resistance": true,
		"titer": true, "ra": true, "rz": true, "titre": true, "recovery": true, "error": true, "warpage": true, "flatness": true, "shrinkage": true,
	}
	// quantityLinks are words between a quantity and its number.
	quantityLinks = []string{
		"要求", "控制", "要", "需要", "需", "达到", "达", "做到", "为", "是", "在", "到", "有", "能", "可", "应", "该", "都", "的",
		"只", "仅", "已", "将", "把", "目前", "现在", "大概", "基本", "一般", "得", "后", "是否", "范围", "分别", "提高", "提升", "降低", "降",
		"下降", "减少", "从", "由", "至", "保持", "稳定", "标称", "额定", "设计", "不能", "得要", "也", "就", "才", "会", "全", "还",
	}
	englishLinks = map[string]bool{
		"of": true, "is": true, "are": true, "be": true, "should": true, "must": true, "has": true, "to": true, "a": true, "the": true,
		"from": true, "at": true, "by": true, "in": true, "within": true, "with": true, "needs": true, "required": true, "about": true,
	}
)

// quantityBefore returns the name of a quantity that stands directly before end (limits and links were passed already),
// or an empty interval.
func (r *Reader) quantityBefore(t *text, end int) interval {
	clause := t.clauses[t.clauseAt(end)]
	if end <= clause.start {
		return interval{}
	}
	last := -1
	for i, token := range t.tokens {
		if token.End > end {
			break
		}
		if token.End > clause.start {
			last = i
		}
	}
	for last >= 0 && t.tokens[last].Start >= clause.start && isLink(t.tokens[last]) {
		last--
	}
	if last < 0 || t.tokens[last].Start < clause.start || !onlyLinks(t.folded[t.tokens[last].End:end]) {
		return interval{}
	}
	token := t.tokens[last]
	if token.Script == lexicon.ScriptLatin {
		if !englishQuantities[strings.TrimSuffix(token.Text, "s")] && !englishQuantities[token.Text] {
			return interval{}
		}
		start := token.Start
		if last > 0 && t.tokens[last-1].Script == lexicon.ScriptLatin && !r.fillers[t.tokens[last-1].Text] &&
			t.folded[t.tokens[last-1].End:start] == " " && t.tokens[last-1].Start >= clause.start {
			start = t.tokens[last-1].Start
		}
		return interval{start, token.End}
	}
	if !isQuantity(token.Text) {
		return interval{}
	}
	start := token.Start
	for n := 0; n < 2 && last > 0; n++ { // 抗拉 before 强度
		last--
		before := t.tokens[last]
		if before.End != start || before.Start < clause.start || before.Script != lexicon.ScriptHan ||
			utf8.RuneCountInString(before.Text) > 2 || r.fillers[before.Text] && !attributes[before.Text] || isLink(before) || t.isThing(before.Start, before.End) {
			break
		}
		start = before.Start
	}
	if rest, ok := strings.CutPrefix(t.folded[start:token.End], "将"); ok {
		start = token.End - len(rest)
	}
	return interval{start, token.End}
}

// isQuantity reports whether a Chinese word names something that can be measured.
func isQuantity(word string) bool {
	if quantityWords[word] {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(word)
	return strings.ContainsRune(quantityEnds, last) && last != utf8.RuneError
}

func isLink(token lexicon.Token) bool {
	if token.Script == lexicon.ScriptLatin {
		return englishLinks[token.Text]
	}
	for _, link := range quantityLinks {
		if token.Text == link {
			return true
		}
	}
	return false
}

// onlyLinks reports whether what stands between a quantity and its number is nothing but links and marks.
func onlyLinks(between string) bool {
	for _, r := range between {
		if lexicon.IsHan(r) && !strings.ContainsRune("要求控制需达到做为是在有能可应该都的只仅已目前现大概基本般得后否范围分别提高升降低下减少从由至保持稳定标称额设计不也就才会全还", r) {
			return false
		}
		if r == '\n' {
			return false
		}
	}
	return true
}

// quantityAfter returns the dimension written behind a unit (2 mm 厚, 2 mm thick).
func quantityAfter(s string, end int) interval {
	rest := strings.TrimPrefix(s[end:], " ")
	start := len(s) - len(rest)
	for _, word := range [...]string{"厚", "长", "宽", "高", "深", "重"} {
		if strings.HasPrefix(rest, word) {
			r, _ := utf8.DecodeRuneInString(rest[len(word):])
			if strings.ContainsRune("度期温压强频速精纯端档校性能效分", r) && len(rest) > len(word) {
				return interval{}
			}
			return interval{start, start + len(word)}
		}
	}
	for _, word := range [...]string{"thick", "long", "wide", "high", "deep", "in diameter"} {
		if _, ok := literalAt(s, start, word); ok {
			return interval{start, start + len(word)}
		}
	}
	return interval{}
}
