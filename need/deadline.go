package need

import (
	"math"
	"strings"
	"unicode/utf8"

	"chuangmai/graph"
)

// deadlineWords stand behind or before a date that is a deadline; pastWords say that it is none.
var (
	deadlineBehind = []string{
		"前", "之前", "以前", "底", "末", "内", "之内", "以内", "交", "完成", "出", "要", "用", "需", "投产", "上线", "量产", "验收", "交付", "结题",
		"拿", "到位", "截止", "必须", "给", "能", "就要", "搞定", "解决", "做完", "做好", "开始", "启动", "或", "期间", "见", "测完", "提交",
	}
	deadlineBefore = []string{"在", "到", "于", "截止", "截至", "赶", "赶在", "最迟", "最晚", "争取", "希望", "计划", "期限", "时间", "工期", "预计", "节点", "by", "before", "until"}
	pastWords      = []string{"以来", "至今", "起", "成立", "时候", "发现", "出现", "开始出", "投诉", "建成", "获批", "购入", "买的", "发生"}
	pastBefore     = []string{"去年", "前年", "上个", "自", "从", "自从", "已于", "曾在", "始于", "成立于", "最近", "近", "过去", "前"}
	// resultWords behind a duration say that something is to be there when it has passed.
	resultWords = []string{
		"出结果", "出报告", "出数据", "出样", "出货", "出方案", "出证", "出图", "出具", "拿", "完成", "搞定", "给", "交", "就要", "后要", "后交", "做完",
	}
	// durationWords before a duration say that it is how long the work may take; the first durationNames are nouns.
	durationWords = []string{"工期", "周期", "期限", "时间", "交期", "研发期", "turnaround", "lead time", "最多", "最迟", "最晚", "不超过", "别超过", "不要超过"}
	// lasting are words that make a duration a property and no deadline.
	lasting = []string{
		"寿命", "质保", "保质", "保修", "循环", "有效", "耐", "盐雾", "老化", "运行", "使用", "连续", "存放", "储存", "放置", "每", "第", "最近", "过去",
		"近", "服役", "保存", "货架", "培养", "发酵", "浸泡", "存储", "静置", "恒温", "试验", "life", "shelf", "lasts", "warranty", "last", "past", "every",
	}
)

// deadline reads by when the need is to be met; of several dates the surest, then the first.
func (r *Reader) deadline(t *text, c calendar) *Deadline {
	var best *Deadline
	take := func(from, to int, date graph.Date, confidence float64) {
		if date.IsZero() || c.known && date.Last() < graph.DayOf(c.today) {
			return
		}
		t.mark(from, to, markRead)
		if best == nil || confidence > best.Confidence {
			best = &Deadline{Date: date, Reading: Reading{Spans: []Span{t.span(from, to)}, Confidence: confidence}}
		}
	}
	if strings.ContainsAny(t.folded, "年月周季节期旦底号日天庆五十") || strings.ContainsAny(t.folded, "0123456789") || strings.Contains(t.folded, "by ") ||
		strings.Contains(t.folded, "before ") || strings.Contains(t.folded, "next ") || strings.Contains(t.folded, "in ") {
		for i := range dateForms {
			r.datesLike(t, c, &dateForms[i], take)
		}
	}
	if c.known {
		r.durations(t, c, take)
	}
	return best
}

// datesLike finds the dates of one form.
func (r *Reader) datesLike(t *text, c calendar, f *dateForm, take func(from, to int, date graph.Date, confidence float64)) {
	if !c.known && !f.absolute {
		return
	}
	for _, at := range f.form.FindAllStringSubmatchIndex(t.folded, -1) {
		from, to := at[0], at[1]
		first, _ := utf8.DecodeRuneInString(t.folded[from:])
		if t.marked(from, to, markRead|markDated) || (isDigit(t.folded[from]) || isNumeral(first)) && !numberMayStart(t.folded, from, first) {
			continue
		}
		m := make([]string, len(at)/2)
		for i := range m {
			if at[2*i] >= 0 {
				m[i] = t.folded[at[2*i]:at[2*i+1]]
			}
		}
		date := f.read(c, m)
		if date.IsZero() {
			continue
		}
		t.mark(from, to, markDated)
		confidence, end := dateConfidence(t, f, from, to)
		if confidence > 0 {
			take(from, end, date, confidence)
		}
	}
}

// dateConfidence says how sure a date is a deadline, 0 for not, and where the reading ends.
func dateConfidence(t *text, f *dateForm, from, to int) (float64, int) {
	before, after := strings.TrimRight(t.folded[:from], " "), strings.TrimLeft(t.folded[to:], " ")
	if word, ok := prefixOf(after, pastWords); ok && word != "" {
		return 0, 0
	}
	if endsIn(before, pastBefore) {
		return 0, 0
	}
	end := to
	for _, word := range [...]string{"之前", "以前", "前", "以内", "之内", "内"} {
		if strings.HasPrefix(t.folded[to:], word) {
			end = to + len(word)
			break
		}
	}
	said := t.folded[from:to]
	switch {
	case f.sure || end > to:
		return 0.95, end
	case strings.Contains(said, "底") || strings.Contains(said, "末") || strings.Contains(said, "内"):
		return 0.85, end
	}
	if _, ok := prefixOf(after, deadlineBehind); ok {
		return 0.8, end
	}
	if endsIn(before, deadlineBefore) {
		return 0.8, end
	}
	if f.absolute && strings.ContainsAny(said, "年-") || strings.Contains(said, "下") || strings.Contains(said, "季") ||
		strings.HasPrefix(said, "明年") || strings.HasPrefix(said, "后年") {
		return 0.5, end
	}
	return 0, 0
}

// durationNames is how many of durationWords are nouns.
const durationNames = 8

// workingDays is what a working day counts in days.
const workingDays = 7.0 / 5

// durations finds deadlines of the form 三个月内, 两周出报告, within 6 weeks.
func (r *Reader) durations(t *text, c calendar, take func(from, to int, date graph.Date, confidence float64)) {
	for at := 0; at < len(t.folded); {
		char, size := utf8.DecodeRuneInString(t.folded[at:])
		n, ok := number{}, false
		switch {
		case t.marked(at, at+1, markRead|markDated):
		case (isDigit(t.folded[at]) || isNumeral(char)) && numberMayStart(t.folded, at, char):
			n, ok = numberAt(t.folded, at)
		case isLatin(char) && t.bounds[at]:
			n, ok = englishNumber(t.folded, at)
		}
		if !ok {
			at += size
			continue
		}
		if from, to, days, months, confidence := r.durationAt(t, n); confidence > 0 {
			date := c.inDays(days)
			if months > 0 {
				date = c.inMonths(months)
			}
			take(from, to, date, confidence)
		}
		at = max(n.end, at+size)
	}
}

// durationAt reads the duration that begins with a number: its days or months, and how sure it is a deadline.
func (r *Reader) durationAt(t *text, n number) (from, to, days, months int, confidence float64) {
	end := skipBlanks(t.folded, n.end)
	value := n.value
	if n.max > 0 {
		value = n.max
	}
	u, unitEnd, ok := r.unitAt(t, &n, end)
	working := false
	if rest, yes := strings.CutPrefix(t.folded[end:], "个工作日"); yes {
		unitEnd, working, ok = len(t.folded)-len(rest), true, true
	} else if rest, yes := strings.CutPrefix(t.folded[end:], "working days"); yes {
		unitEnd, working, ok = len(t.folded)-len(rest), true, true
	}
	if !ok || !working && (u.quantity != "time" || u.factor < 3600) {
		return 0, 0, 0, 0, 0
	}
	if n.max == 0 {
		value = n.value // 一个半月 was completed by the unit
	}
	before, after := t.folded[:n.start], t.folded[unitEnd:]
	c := t.clauses[t.clauseAt(n.start)]
	if word, _ := lastOf(before[min(c.start, len(before)):], lasting); word != "" {
		return 0, 0, 0, 0, 0
	}
	from, to = n.start, unitEnd
	trimmed := strings.TrimLeft(after, " ")
	switch word, inside := prefixOf(trimmed, []string{"以内", "之内", "内", "之前"}); {
	case inside:
		to = len(t.folded) - len(trimmed) + len(word)
		confidence = 0.9
	case hasSuffixWord(before, "within the next") || hasSuffixWord(before, "within") || hasSuffixWord(before, "in the next"):
		confidence = 0.9
	case hasSuffixWord(before, "in") && n.value < 100:
		confidence = 0.7
	default:
		if _, ok := prefixOf(strings.TrimPrefix(trimmed, "左右"), resultWords); ok {
			confidence = 0.7
		} else if word, at := lastOf(before[min(c.start, len(before)):], durationWords); word != "" {
			confidence = 0.6
			if first, start := lastOf(before[:min(c.start, len(before))+at], durationWords[:durationNames]); first != "" && start >= c.start {
				at = start - c.start
			}
			from = min(c.start, len(before)) + at
		} else {
			return 0, 0, 0, 0, 0
		}
	}
	switch {
	case working:
		days = int(math.Ceil(value * workingDays))
	case u.name == "个月":
		months = int(value)
		if value != math.Trunc(value) {
			days, months = int(math.Round(value*30.44)), 0
		}
	case u.name == "年":
		months = int(math.Round(value * 12))
	case u.factor == 3600:
		if _, result := prefixOf(strings.TrimLeft(t.folded[to:], " "), resultWords); !result {
			return 0, 0, 0, 0, 0
		}
		days = int(math.Ceil(value / 24))
	default:
		days = int(math.Ceil(value * u.factor / 86400))
	}
	if days > 36500 || months > 1200 {
		return 0, 0, 0, 0, 0
	}
	return from, to, days, months, confidence
}

var englishNumbers = map[string]float64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "eighteen": 18, "few": 3, "couple": 2, "half a": 0.5,
}

// englishNumber reads a number in English words at a byte.
func englishNumber(s string, at int) (number, bool) {
	end := at
	for end < len(s) && s[end] >= 'a' && s[end] <= 'z' {
		end++
	}
	v, ok := englishNumbers[s[at:end]]
	if !ok {
		return number{}, false
	}
	if to, ok := literalAt(s, skipBlanks(s, end), "couple of"); ok {
		v, end = 2, to
	}
	if to, ok := literalAt(s, skipBlanks(s, end), "of"); ok && v == 2 {
		end = to
	}
	return number{start: at, end: end, value: v}, true
}
