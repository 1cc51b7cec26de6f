package need

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is a number as texts write it, exact or rough.
type number struct {
	start, end int
	value      float64
	max        float64 // upper end of a rough number (几百: 200 to 900); 0 for an exact one
	op         string  // "~" for a rough number, ">=" for 上百, "" for an exact one
	places     int     // decimal places written
	chinese    bool    // written in Chinese numerals alone
	unit       string  // "%" or "‰" for 百分之…, 千分之…
}

// chineseDigits and chinesePowers are the numerals; 两 and 俩 count as two.
var (
	chineseDigits = map[rune]float64{
		'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '俩': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	}
	chinesePowers = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '亿': 1e8}
)

// numberMayStart reports whether a number can begin at at: with a digit that no letter or digit stands before, or a
// Chinese numeral that is not in the middle of one.
func numberMayStart(s string, at int, r rune) bool {
	before := rune(0)
	if at > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:at])
	}
	if r >= '0' && r <= '9' {
		if before == '.' && at > 1 {
			before, _ = utf8.DecodeLastRuneInString(s[:at-1])
		}
		return !inWord(before)
	}
	return isNumeral(r) && !isNumeral(before)
}

func isNumeral(r rune) bool {
	if _, ok := chineseDigits[r]; ok {
		return true
	}
	_, ok := chinesePowers[r]
	return ok || r == '几' || r == '数' || r == '半' || r == '上'
}

// numberAt reads the number that begins at a byte.
func numberAt(s string, at int) (number, bool) {
	if at >= len(s) {
		return number{}, false
	}
	if isDigit(s[at]) {
		return arabicAt(s, at)
	}
	if strings.HasPrefix(s[at:], "百分之") || strings.HasPrefix(s[at:], "千分之") {
		behind := at + len("百分之")
		if n, ok := numberAt(s, behind); ok && n.unit == "" {
			n.start, n.unit = at, "%"
			if s[at:at+len("千")] == "千" {
				n.unit = "‰"
			}
			return n, true
		}
	}
	return chineseAt(s, at)
}

// arabicAt reads digits with grouping commas, a decimal point, an exponent and a Chinese power or 多 behind.
func arabicAt(s string, at int) (number, bool) {
	n := number{start: at}
	end := at
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	for end-at <= 3 && groupAt(s, end) || end-at > 3 && s[end-4] == ',' && groupAt(s, end) {
		end += 4
	}
	digits := strings.ReplaceAll(s[at:end], ",", "")
	if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		point := end
		for end++; end < len(s) && isDigit(s[end]); end++ {
			n.places++
		}
		digits += s[point:end]
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return n, false
	}
	n.value, n.end = value, end
	n.exponent(s)
	n.powers(s)
	return n, !math.IsInf(n.value, 0)
}

// groupAt reports whether ",123" stands at end, and no fourth digit.
func groupAt(s string, end int) bool {
	return end+3 < len(s) && s[end] == ',' && isDigit(s[end+1]) && isDigit(s[end+2]) && isDigit(s[end+3]) &&
		(end+4 == len(s) || !isDigit(s[end+4]))
}

// exponent reads e-6, ×10^-6, x10-6 and 10^6 behind the number.
func (n *number) exponent(s string) {
	rest := s[n.end:]
	base := n.value
	switch {
	case len(rest) > 1 && rest[0] == 'e' && (isDigit(rest[1]) || len(rest) > 2 && (rest[1] == '-' || rest[1] == '+') && isDigit(rest[2])):
		rest = rest[1:]
	case n.value == 10 && n.places == 0 && strings.HasPrefix(rest, "^"):
		rest, base = rest[1:], 1
	default:
		trimmed := strings.TrimLeft(rest, " ")
		cut := false
		for _, times := range [...]string{"×", "x", "*", "·"} {
			if after, ok := strings.CutPrefix(trimmed, times); ok {
				if ten, ok := strings.CutPrefix(strings.TrimLeft(after, " "), "10"); ok {
					rest, cut = strings.TrimPrefix(ten, "^"), true
					break
				}
			}
		}
		if !cut || rest == "" {
			return
		}
	}
	sign, i := 1.0, 0
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		if rest[0] == '-' {
			sign = -1
		}
		i = 1
	}
	digits := i
	for i < len(rest) && i-digits < 3 && isDigit(rest[i]) {
		i++
	}
	if i == digits {
		return
	}
	power, err := strconv.Atoi(rest[digits:i])
	if err != nil {
		return
	}
	if r, _ := utf8.DecodeRuneInString(rest[i:]); i < len(rest) && rest[i] >= '0' && rest[i] <= '9' || s[n.end] == 'e' && isLatin(r) {
		return
	}
	n.value = base * math.Pow(10, sign*float64(power))
	n.end = len(s) - len(rest) + i
}

// powers reads what may stand behind digits: 万, 百, 亿, 多, 余, 来, 几.
func (n *number) powers(s string) {
	step := math.Pow(10, -float64(n.places))
	for n.places == 0 && n.value != 0 && math.Mod(n.value, step*10) == 0 && step < 1e12 {
		step *= 10
	}
	for n.end < len(s) {
		r, size := utf8.DecodeRuneInString(s[n.end:])
		if power, ok := chinesePowers[r]; ok && r != '十' && n.op == "" {
			n.value *= power
			step *= power
			n.end += size
			continue
		}
		if power, ok := chinesePowers[r]; ok && r != '十' && n.op == "~" {
			n.value *= power
			n.max *= power
			n.end += size
			continue
		}
		if n.op == "" && n.value >= 10 && (r == '多' || r == '余' || r == '来' || r == '几') && !strings.HasPrefix(s[n.end:], "来自") {
			n.op, n.max = "~", n.value+step
			n.end += size
			continue
		}
		return
	}
}

// chineseAt reads Chinese numerals: 三百, 两千五, 一点五, 十几, 几百, 三四百, 上百, 半.
func chineseAt(s string, at int) (number, bool) {
	n := number{start: at, chinese: true}
	c := chinese{s: s, at: at}
	if !c.read(&n) || c.at == at {
		return n, false
	}
	n.end = c.at
	return n, true
}

type chinese struct {
	s  string
	at int
}

func (c *chinese) next() (rune, int) {
	if c.at >= len(c.s) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(c.s[c.at:])
}

func (c *chinese) take(prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if strings.HasPrefix(c.s[c.at:], p) {
			c.at += len(p)
			return p, true
		}
	}
	return "", false
}

func (c *chinese) power() float64 {
	r, size := c.next()
	power, ok := chinesePowers[r]
	if !ok {
		return 0
	}
	c.at += size
	return power
}

func (c *chinese) read(n *number) bool {
	if _, ok := c.take("半"); ok {
		n.value = 0.5
		return true
	}
	if _, ok := c.take("上"); ok {
		power := c.product()
		if power < 100 {
			return false
		}
		n.value, n.op = power, ">="
		return true
	}
	if _, ok := c.take("好几", "几", "数"); ok {
		power := c.product()
		if power == 0 {
			power = 1
			if strings.HasPrefix(c.s[n.start:], "数") {
				return false // 数 alone is a word of its own
			}
		}
		n.value, n.max, n.op = 2*power, 9*power, "~"
		return true
	}
	return c.plain(n)
}

// product reads powers one behind another (十万) and returns what they make together; 0 for none.
func (c *chinese) product() float64 {
	product := c.power()
	if product == 0 {
		return 0
	}
	for more := c.power(); more != 0; more = c.power() {
		product *= more
	}
	return product
}

// plain reads digits and powers.
func (c *chinese) plain(n *number) bool {
	total, section, digit := 0.0, 0.0, -1.0
	last := 0.0 // the last power read
	digits := 0
	for {
		r, size := c.next()
		if size == 0 {
			break
		}
		if d, ok := chineseDigits[r]; ok {
			if digit >= 0 && digits > 0 { // two digits: a rough number (三四百) or a row of digits (二〇二六)
				return c.rough(n, digit, d, total+section, last, size)
			}
			digit = d
			digits++
			c.at += size
			if d == 0 {
				digit, digits = -1, 0
				last = 1
			}
			continue
		}
		power, ok := chinesePowers[r]
		if !ok {
			break
		}
		c.at += size
		switch {
		case power >= 1e4:
			section += max(digit, 0)
			if section == 0 && total == 0 {
				return false // 万 and 亿 need a number before them
			}
			total += section * power
			section = 0
			if power == 1e8 {
				total = math.Round(total)
			}
		case digit < 0 && power == 10 && section == 0:
			section += 10
		case digit < 0 && section == 0 && total == 0: // 百来, 千把: only with a rough end
			return c.open(n, power, power)
		case digit < 0:
			return false
		default:
			section += digit * power
		}
		last, digit, digits = power, -1, 0
		if c.open(n, total+section, last) {
			return true
		}
	}
	if digit >= 0 {
		if last >= 100 { // 两千五 is 2500
			digit *= last / 10
		}
		section += digit
	} else if last == 0 {
		return false
	}
	n.value = total + section
	c.decimals(n)
	return true
}

// open reads 多, 来, 余, 几 behind a power: 三十多, 百来, 十几万.
func (c *chinese) open(n *number, value, last float64) bool {
	word, ok := c.take("多", "余", "几", "来", "把")
	if !ok {
		return false
	}
	n.value, n.max, n.op = value, value+last, "~"
	if word == "几" {
		n.value, n.max = value+last/10, value+last-last/10
	}
	if power := c.product(); power != 0 {
		n.value *= power
		n.max *= power
	}
	return true
}

// rough reads the second digit of 三四百, 五六 or 十七八.
func (c *chinese) rough(n *number, a, b, before, last float64, size int) bool {
	if b <= a || b-a > 2 {
		return false
	}
	c.at += size
	if r, _ := c.next(); chineseDigits[r] > 0 || r == '零' || r == '〇' {
		return false
	}
	scale := 1.0
	if power := c.product(); power != 0 {
		scale = power
	} else if last >= 100 {
		scale = last / 10
	}
	n.value, n.max, n.op = before+a*scale, before+b*scale, "~"
	return true
}

// decimals reads 点五.
func (c *chinese) decimals(n *number) {
	rest, ok := strings.CutPrefix(c.s[c.at:], "点")
	if !ok {
		return
	}
	value, scale, used := 0.0, 0.1, 0
	for _, r := range rest {
		d, ok := chineseDigits[r]
		if !ok {
			break
		}
		value += d * scale
		scale /= 10
		used += utf8.RuneLen(r)
		n.places++
	}
	if used > 0 {
		n.value += value
		c.at += len("点") + used
	}
}
