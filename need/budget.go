package need

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Words around sums of money.
var (
	// budgetWords say that a sum is what may be spent.
	budgetWords = []string{
		"预算", "能出", "愿出", "愿意出", "最多出", "年出", "可出", "出到", "经费", "费用", "出价", "投入", "资金", "报价", "价格", "价位", "合同额", "总价", "出资", "花", "给", "付", "控制在", "研发费",
		"服务费", "检测费", "技术服务费", "悬赏", "酬金", "榜额", "揭榜", "budget", "spend", "pay", "cost", "fee", "price", "offer", "funding",
	}
	// otherMoney say that a sum is something else than what may be spent.
	otherMoney = []string{
		"产值", "销售", "销售额", "营收", "营业", "利润", "损失", "注册资本", "市值", "市场", "投资", "设备价", "原价", "售价", "罚", "年产",
		"亏", "赔", "营业额", "收入", "纳税", "税", "总投资", "估值", "融资", "索赔", "补贴", "单价", "成本", "工资", "年薪",
		"turnover", "revenue", "sales", "loss", "worth", "capital", "invested", "profit", "market",
	}
	// yuanWords and wanWords are the currency words behind sums, longest first; foreign ones are read but not kept.
	yuanWords    = []string{"元人民币", "人民币", "块钱", "元", "块", "rmb", "cny", "yuan", "renminbi"}
	foreignWords = []string{"万美元", "美元", "万欧元", "欧元", "美金", "日元", "英镑", "港币", "港元", "usd", "eur", "euros", "euro", "dollars", "dollar", "gbp", "pounds"}
	signs        = []string{"¥", "￥", "rmb", "cny", "人民币"}
	foreignSigns = []string{"$", "€", "£", "usd", "eur", "us$"}
)

// unitPrice are words before a sum that make it the price of each of something (一公斤要800块).
var unitPrice = regexp.MustCompile(`(?:一|每|1)个?(?:公斤|千克|斤|吨|件|个|只|台|套|米|升|平米|平方|小时|天|次|瓶|片|卷|支|度)(?:要|卖|得|就|才|收费|价格|成本|大概|约)*$`)

// leastSum is the sum in yuan from which one that nothing is said of is taken for a budget (三元材料 is none).
const leastSum = 100

// roughMoney is by how much a sum with 左右 or about may be off.
const roughMoney = 0.2

// sum is an amount of money in the text.
type sum struct {
	start, end int
	low, high  float64 // in yuan
	op         string
	foreign    bool
	currency   bool // a currency was written
	wan        bool // 万 was written
}

// budget reads what may be spent; sums that are something else stay unread.
func (r *Reader) budget(t *text) *Budget {
	var best *Budget
	for at := 0; at < len(t.folded); {
		c, size := utf8.DecodeRuneInString(t.folded[at:])
		if !isDigit(t.folded[at]) && !isNumeral(c) && c != '百' && c != '千' || !numberMayStart(t.folded, at, c) {
			at += size
			continue
		}
		m, ok := r.sumAt(t, at)
		if !ok {
			at += size
			continue
		}
		confidence, from := r.budgetConfidence(t, m)
		if confidence > 0 {
			t.mark(from, m.end, markRead)
			if !m.foreign && (best == nil || confidence > best.Confidence) {
				b := m.budget()
				b.Reading = Reading{Spans: []Span{t.span(from, m.end)}, Confidence: confidence}
				best = &b
			}
		}
		at = m.end
	}
	return best
}

// sumAt reads the sum that begins with the number at a byte.
func (r *Reader) sumAt(t *text, at int) (sum, bool) {
	first, ok := numberAt(t.folded, at)
	if !ok || first.unit != "" {
		return sum{}, false
	}
	m := sum{start: at}
	last := first
	if second, _, ok := r.second(t, at, first.end); ok && second.value > 0 {
		last = second
	} else if behind := skipCurrency(t.folded, first.end); behind > first.end {
		if second, _, ok := r.second(t, at, behind); ok && skipCurrency(t.folded, second.end) > second.end {
			last = second
		}
	}
	end := skipBlanks(t.folded, last.end)
	for _, word := range foreignWords {
		if to, ok := literalAt(t.folded, end, word); ok {
			m.foreign, m.currency, m.end = true, true, to
		}
	}
	scale := 1.0
	if !m.foreign {
		switch {
		case strings.HasPrefix(t.folded[end:], "w") && !letterAt(t.folded, end+1):
			scale, end, m.wan = 1e4, end+1, true
		case strings.HasPrefix(t.folded[end:], "k") && !letterAt(t.folded, end+1):
			scale, end = 1e3, end+1
		}
		if to, ok := literalAt(t.folded, end, "million"); ok {
			scale, end = 1e6, skipBlanks(t.folded, to)
		}
		end = skipBlanks(t.folded, end)
		m.end = end
		for _, word := range yuanWords {
			if to, ok := literalAt(t.folded, end, word); ok && !perUnit(t.folded, to) {
				m.currency, m.end = true, to
				break
			} else if ok {
				return sum{}, false
			}
		}
	}
	m.wan = m.wan || strings.HasSuffix(t.folded[:last.end], "万")
	before := strings.TrimRight(t.folded[:at], " ")
	for _, sign := range signs {
		m.currency = m.currency || strings.HasSuffix(before, sign)
	}
	for _, sign := range foreignSigns {
		m.foreign = m.foreign || strings.HasSuffix(before, sign)
	}
	if !m.currency && !m.wan && !m.foreign && scale == 1 {
		return sum{}, false
	}
	if m.end == 0 {
		m.end = last.end
	}
	m.bounds(first, last, scale)
	var behind string
	m.end, behind = limitBehind(t, trimEnd(t.folded, m.end))
	from := at
	for _, sign := range signs {
		if strings.HasSuffix(before, sign) {
			from = len(before) - len(sign)
		}
	}
	from, beforeOp := limitBefore(t, from)
	m.op = behind
	if m.op == "" {
		m.op, m.start = beforeOp, from
	} else if beforeOp != "" {
		m.start = from
	}
	if m.op == "" {
		m.op = first.op
	}
	return m, true
}

// bounds fills low and high. "10-30万" means ten to thirty times 万.
func (m *sum) bounds(first, last number, scale float64) {
	power := 1.0
	if m.wan && scale == 1 && last.value >= 1e4 && first.value < 1e4 {
		power = 1e4
	}
	if first.start == last.start {
		power = 1
	}
	m.low, m.high = first.value*scale*power, last.value*scale
	if last.max > 0 {
		m.high = last.max * scale
	}
	if first.op == ">=" {
		m.high = 0
	}
	if m.high > 0 && m.low > m.high {
		m.low = m.high
	}
}

func trimEnd(s string, end int) int {
	for end > 0 && s[end-1] == ' ' {
		end--
	}
	return end
}

func letterAt(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(at, len(s)):])
	return at < len(s) && inWord(r)
}

func skipCurrency(s string, at int) int {
	at = skipBlanks(s, at)
	for _, word := range yuanWords {
		if to, ok := literalAt(s, at, word); ok {
			return to
		}
	}
	return at
}

// perUnit reports whether a price for each of something is written (元/吨, 元每件).
func perUnit(s string, at int) bool {
	rest := strings.TrimLeft(s[at:], " ")
	for _, by := range [...]string{"/", "每", "一个", "一件", "一只", "一吨", "一公斤", "per ", "a piece", "each"} {
		if strings.HasPrefix(rest, by) {
			return true
		}
	}
	return false
}

// budget turns a sum into the bounds of a budget.
func (m *sum) budget() Budget {
	low, high := m.low/1e4, m.high/1e4
	switch m.op {
	case "<=", "<":
		low = 0
	case ">=", ">":
		high = 0
	case "~":
		if low == high {
			low, high = low*(1-roughMoney), high*(1+roughMoney)
		}
	}
	return Budget{MinWan: clean(low), MaxWan: clean(high)}
}

// budgetConfidence says how sure a sum is a budget, 0 for not at all, and where the reading starts.
func (r *Reader) budgetConfidence(t *text, m sum) (float64, int) {
	c := t.clauses[t.clauseAt(m.start)]
	before := t.folded[min(c.start, m.start):m.start]
	word, at := lastOf(before, budgetWords)
	other, otherAt := lastOf(before, otherMoney)
	after := t.folded[m.end:]
	switch {
	case unitPrice.MatchString(before):
		t.mark(m.start, m.end, markRead)
		return 0, 0
	case other != "" && (word == "" || otherAt > at):
		return 0, 0
	case word != "" && utf8.RuneCountInString(before[at:]) <= 12+utf8.RuneCountInString(word):
		confidence := 0.95
		if !m.currency && !m.wan && !m.foreign {
			confidence = 0.7
		}
		if strings.HasPrefix(word, "花") || word == "给" || word == "付" {
			confidence = 0.7
		}
		if _, _, counts := r.units.at(t, skipBlanks(t.folded, m.end)); counts && !m.currency && !m.foreign {
			return 0, 0 // 控制在20万次
		}
		return confidence, c.start + at
	case startsBudget(after):
		return 0.9, m.start
	case m.foreign || m.currency && max(m.low, m.high) >= leastSum:
		return 0.6, m.start
	case m.wan && clauseStops(after) && m.op != "" && strings.TrimSpace(before) == "":
		return 0.6, m.start
	case m.wan && clauseStops(after) && strings.TrimSpace(before) == "":
		return 0.5, m.start
	}
	return 0, 0
}

// clauseStops reports whether nothing but marks and particles follows up to the end of the clause.
func clauseStops(after string) bool {
	for at, r := range after {
		if clauseEnd(after, at, r) || r == ')' || r == '、' {
			return true
		}
		if r != ' ' && !strings.ContainsRune("吧吗呢的内钱可以都行就好不成", r) {
			return false
		}
	}
	return true
}

func startsBudget(after string) bool {
	after = strings.TrimLeft(after, " 的")
	for _, word := range [...]string{"预算", "经费", "费用", "budget", "资金", "研发费"} {
		if strings.HasPrefix(after, word) {
			return true
		}
	}
	return false
}
