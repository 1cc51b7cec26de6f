package need

import (
	"strings"
	"unicode/utf8"
)

// limit is a word or sign that says how a number is meant.
type limit struct {
	word string
	op   string
}

// Limits before and behind numbers, longer ones before those they end or begin with.
var (
	limitsBefore = []limit{
		{"大于等于", ">="},
		{"大于或等于", ">="},
		{"不低于", ">="},
		{"不少于", ">="},
		{"不小于", ">="},
		{"不短于", ">="},
		{"不得低于", ">="},
		{"不能低于", ">="},
		{"不得少于", ">="},
		{"不要低于", ">="},
		{"至少", ">="},
		{"最少", ">="},
		{"最低", ">="},
		{"起码", ">="},
		{"最小", ">="},
		{"小于等于", "<="},
		{"小于或等于", "<="},
		{"不高于", "<="},
		{"不大于", "<="},
		{"不超过", "<="},
		{"不多于", "<="},
		{"不能超过", "<="},
		{"不得超过", "<="},
		{"不要超过", "<="},
		{"不超", "<="},
		{"别超过", "<="},
		{"别超", "<="},
		{"不要超", "<="},
		{"别低于", ">="},
		{"不许超过", "<="},
		{"至多", "<="},
		{"最多", "<="},
		{"最高", "<="},
		{"最大", "<="},
		{"不长于", "<="},
		{"大于", ">"},
		{"高于", ">"},
		{"超过", ">"},
		{"超出", ">"},
		{"多于", ">"},
		{"优于", "<"},
		{"小于", "<"},
		{"低于", "<"},
		{"少于", "<"},
		{"不到", "<"},
		{"不足", "<"},
		{"短于", "<"},
		{"提高到", ">="},
		{"提升到", ">="},
		{"提升至", ">="},
		{"提高至", ">="},
		{"达到", ">="},
		{"做到", "="},
		{"可达", ">="},
		{"降低到", "<="},
		{"降到", "<="},
		{"降低至", "<="},
		{"降至", "<="},
		{"减少到", "<="},
		{"压到", "<="},
		{"缩短到", "<="},
		{"下降到", "<="},
		{"大约", "~"},
		{"大概", "~"},
		{"差不多", "~"},
		{"接近", "~"},
		{"将近", "~"},
		{"约为", "~"},
		{"约", "~"},
		{"近", "~"},
		{">=", ">="},
		{"<=", "<="},
		{"≥", ">="},
		{"≤", "<="},
		{">", ">"},
		{"<", "<"},
		{"≈", "~"},
		{"~", "~"},
		{"±", "±"},
		{"+/-", "±"},
		{"at least", ">="},
		{"no less than", ">="},
		{"not less than", ">="},
		{"minimum", ">="},
		{"minimum of", ">="},
		{"min.", ">="},
		{"at most", "<="},
		{"no more than", "<="},
		{"not more than", "<="},
		{"up to", "<="},
		{"maximum", "<="},
		{"maximum of", "<="},
		{"max.", "<="},
		{"not exceeding", "<="},
		{"must not exceed", "<="},
		{"below", "<"},
		{"under", "<"},
		{"less than", "<"},
		{"lower than", "<"},
		{"better than", "<"},
		{"smaller than", "<"},
		{"within", "<="},
		{"fewer than", "<"},
		{"above", ">"},
		{"over", ">"},
		{"more than", ">"},
		{"greater than", ">"},
		{"higher than", ">"},
		{"exceeding", ">"},
		{"exceeds", ">"},
		{"about", "~"},
		{"around", "~"},
		{"approximately", "~"},
		{"approx.", "~"},
		{"approx", "~"},
		{"roughly", "~"},
		{"ca.", "~"},
		{"circa", "~"},
		{"plus or minus", "±"},
		{"or minus", "±"},
	}
	limitsBehind = []limit{
		{"或以上", ">="},
		{"及以上", ">="},
		{"以上", ">="},
		{"之上", ">="},
		{"起步", ">="},
		{"起", ">="},
		{"或更高", ">="},
		{"或更多", ">="},
		{"或以下", "<="},
		{"及以下", "<="},
		{"以下", "<="},
		{"之下", "<="},
		{"以内", "<="},
		{"之内", "<="},
		{"以里", "<="},
		{"封顶", "<="},
		{"范围内", "<="},
		{"左右", "~"},
		{"上下", "~"},
		{"出头", "~"},
		{"附近", "~"},
		{"内", "<="},
		{"or more", ">="},
		{"or above", ">="},
		{"or higher", ">="},
		{"and above", ">="},
		{"minimum", ">="},
		{"min", ">="},
		{"or less", "<="},
		{"or below", "<="},
		{"or lower", "<="},
		{"at most", "<="},
		{"maximum", "<="},
		{"max", "<="},
		{"or so", "~"},
	}
)

// limitBefore returns the limit that ends where a number starts, and where that begins.
func limitBefore(t *text, start int) (int, string) {
	s := strings.TrimRight(t.folded[:start], " :=为在是")
	if s != t.folded[:start] && strings.HasSuffix(s, "约") {
		s = t.folded[:start]
	}
	for _, l := range limitsBefore {
		if !strings.HasSuffix(s, l.word) {
			continue
		}
		at := len(s) - len(l.word)
		if first, _ := utf8.DecodeRuneInString(l.word); isLatin(first) && at > 0 && inWord(lastRune(s[:at])) {
			continue
		}
		if l.word == "近" && strings.HasSuffix(s, "附近") {
			continue
		}
		return at, l.op
	}
	return start, ""
}

// limitBehind returns the limit that begins where a unit ends, and where that ends.
func limitBehind(t *text, end int) (int, string) {
	at := skipBlanks(t.folded, end)
	for _, l := range limitsBehind {
		to, ok := literalAt(t.folded, at, l.word)
		if !ok {
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.folded[to:])
		if l.word == "内" && strings.ContainsRune("径部孔壁外腔胆衬饰置存部", r) || l.word == "起" && strings.ContainsRune("来泡皮重毛皱", r) {
			continue
		}
		return to, l.op
	}
	return end, ""
}
