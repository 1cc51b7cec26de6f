package need

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// rangeWords stand between the ends of a range.
var rangeWords = []string{"--", "-", "~", "到", "至", "to", "and"}

// measured is one reading of a figure before it becomes part of a need.
type measured struct {
	figure Figure
	parts  []interval
	number interval // limit, number and unit
	to     int      // where all of it ends
}

// figures reads numbers with units that nothing else was read from, in the order of the text.
func (r *Reader) figures(t *text) []Figure {
	var out []Figure
	for at := 0; at < len(t.folded); {
		c, size := utf8.DecodeRuneInString(t.folded[at:])
		if (!isDigit(t.folded[at]) && !isNumeral(c) && c != '百' && c != '千') || t.marked(at, at+1, markRead) || !r.startsHere(t, at, c) {
			at += size
			continue
		}
		found, end := r.figureAt(t, at)
		for _, m := range found {
			for _, p := range m.parts {
				m.figure.Spans = append(m.figure.Spans, t.span(p.start, p.end))
				t.mark(p.start, p.end, markRead)
			}
			t.mark(m.number.start, m.number.end, markAside)
			out = append(out, m.figure)
		}
		at = max(end, at+size)
	}
	return out
}

// startsHere is numberMayStart, and also lets a prefix unit (HRC60) stand before the number.
func (r *Reader) startsHere(t *text, at int, c rune) bool {
	if numberMayStart(t.folded, at, c) {
		return true
	}
	_, _, ok := r.units.prefix(t, at)
	return ok && isDigit(t.folded[at]) && !isDigit(t.folded[at-1]) && t.folded[at-1] != '.'
}

// figureAt reads the figure that begins with the number at a byte: also a range, a tolerance or dimensions (5×3×2 mm).
// It returns where it ends; that is the end of the number when no unit was there.
func (r *Reader) figureAt(t *text, at int) ([]measured, int) {
	first, ok := numberAt(t.folded, at)
	if !ok {
		return nil, at
	}
	start := r.signed(t, &first)
	numbers := []number{first}
	end := skipBlanks(t.folded, first.end)
	u, unitEnd, hasUnit := r.unitAt(t, &numbers[0], end)
	if hasUnit {
		end = unitEnd
	} else {
		end = first.end
	}
	isRange := false
	if second, after, ok := r.second(t, start, end); ok {
		if u2, end2, ok := r.unitAt(t, &second, skipBlanks(t.folded, after)); ok && (!hasUnit || u2 == u) && second.value > numbers[0].value {
			numbers, u, hasUnit, end, isRange = append(numbers, second), u2, true, end2, true
		}
	}
	if !hasUnit {
		if side, after, ok := r.sides(t, first); ok {
			return side, after
		}
	}
	if prefix, from, ok := r.units.prefix(t, start); ok && !hasUnit {
		u, hasUnit, start = prefix, true, from
		end = numbers[len(numbers)-1].end
		if second, after, ok := r.second(t, start, end); ok && second.value > numbers[0].value {
			numbers, end, isRange = append(numbers, second), after, true
		}
	}
	if !hasUnit {
		return nil, first.end
	}
	if t.insideHit(start, end) {
		return nil, end // 316L is a steel
	}
	m, ok := r.measure(t, numbers, isRange, u, start, end)
	if !ok {
		return nil, end
	}
	return []measured{m}, m.to
}

// signed takes a minus sign before a number that does not join it to another, and returns where the number starts.
func (r *Reader) signed(t *text, n *number) int {
	if n.start == 0 || t.folded[n.start-1] != '-' {
		return n.start
	}
	before, _ := utf8.DecodeLastRuneInString(t.folded[:n.start-1])
	if n.start > 1 && (inWord(before) || before == '%' || before == ')') {
		return n.start
	}
	n.value = -n.value
	return n.start - 1
}

// unitAt reads the unit behind a number: also 半 (三吨半) and 个半 (一个半月).
func (r *Reader) unitAt(t *text, n *number, at int) (*unit, int, bool) {
	if n.unit != "" {
		return r.units.named(n.unit), n.end, true
	}
	if rest, ok := strings.CutPrefix(t.folded[at:], "个半"); ok {
		if strings.HasPrefix(rest, "月") {
			rest = "个月" + strings.TrimPrefix(rest, "月")
			n.value += 0.5
			return r.units.named("个月"), len(t.folded) - len(rest) + len("个月"), true
		}
		if u, end, ok := r.units.at(t, len(t.folded)-len(rest)); ok {
			n.value += 0.5
			return u, end, true
		}
	}
	u, end, ok := r.units.at(t, at)
	if !ok {
		return nil, 0, false
	}
	if n.chinese && strings.HasPrefix(t.folded[end:], "半") && n.op == "" {
		n.value += 0.5
		end += len("半")
	}
	return u, end, true
}

// second reads "-20", "到20" behind a number that starts at start and ends, unit included, at at.
func (r *Reader) second(t *text, start, at int) (number, int, bool) {
	at = skipBlanks(t.folded, at)
	for _, word := range rangeWords {
		rest, ok := strings.CutPrefix(t.folded[at:], word)
		if !ok || word == "and" && !strings.HasSuffix(t.folded[:start], "between ") {
			continue
		}
		from := skipBlanks(t.folded, len(t.folded)-len(rest))
		sign := 1.0
		if from < len(t.folded) && (t.folded[from] == '+' || t.folded[from] == '-' && word != "-") {
			if t.folded[from] == '-' {
				sign = -1
			}
			from++
		}
		if n, ok := numberAt(t.folded, from); ok && n.op == "" {
			n.value *= sign
			return n, n.end, true
		}
	}
	return number{}, 0, false
}

// sides reads dimensions: numbers joined by × of which the last has a unit, one figure for each.
func (r *Reader) sides(t *text, first number) ([]measured, int, bool) {
	numbers := []number{first}
	at := first.end
	for len(numbers) < 4 {
		rest := strings.TrimLeft(t.folded[at:], " ")
		next := ""
		for _, by := range [...]string{"×", "x", "*"} {
			if after, ok := strings.CutPrefix(rest, by); ok {
				next = strings.TrimLeft(after, " ")
				break
			}
		}
		if next == "" {
			break
		}
		n, ok := numberAt(t.folded, len(t.folded)-len(next))
		if !ok {
			break
		}
		numbers, at = append(numbers, n), n.end
	}
	if len(numbers) < 2 {
		return nil, 0, false
	}
	u, end, ok := r.units.at(t, skipBlanks(t.folded, at))
	if !ok {
		return nil, 0, false
	}
	var out []measured
	for i, n := range numbers {
		to := n.end
		if i == len(numbers)-1 {
			to = end
		}
		out = append(out, measured{figure: newFigure([]number{n}, "=", u), parts: []interval{{n.start, to}}, number: interval{n.start, to}, to: to})
	}
	return out, end, true
}

// measure puts a figure together with its limits and its quantity; false when the unit asks for more than is there.
func (r *Reader) measure(t *text, numbers []number, isRange bool, u *unit, start, end int) (measured, bool) {
	from, before := limitBefore(t, start)
	to, behind := limitBehind(t, end)
	op := "="
	switch {
	case isRange:
		op = "range"
	case numbers[0].op != "":
		op = numbers[0].op
	case before == "±":
		op = before
	case behind != "" && behind != "~":
		op = behind
	case before != "":
		op = before
	case behind != "":
		op = behind
	}
	quantity := r.quantityBefore(t, from)
	if quantity.empty() {
		quantity = quantityAfter(t.folded, end)
	}
	m := measured{number: interval{from, to}, to: max(to, quantity.end)}
	if !r.hasWhatItNeeds(t, numbers[0], u, op, quantity, start) {
		return m, false
	}
	if u.name == "度" {
		u = r.degrees(t, numbers[len(numbers)-1].value, quantity)
	}
	base := numbers
	if op == "±" {
		base = r.tolerance(t, numbers[0], &from)
		op = "range"
	}
	m.figure = newFigure(base, op, u)
	m.parts = []interval{{from, to}}
	if !quantity.empty() {
		m.figure.Quantity = strings.TrimSpace(lexicon.Fold(t.written(quantity.start, quantity.end)))
		if quantity.start < from {
			m.parts = slices.Insert(m.parts, 0, quantity)
		} else {
			m.parts = []interval{{from, quantity.end}}
		}
	}
	if op == "=" && m.figure.Quantity == "" {
		m.figure.Confidence = 0.8
	}
	return m, true
}

// tolerance makes the two ends of 20±0.5 and of ±0.02.
func (r *Reader) tolerance(t *text, n number, from *int) []number {
	middle := number{}
	at := *from
	for at > 0 && (isDigit(t.folded[at-1]) || t.folded[at-1] == '.' || t.folded[at-1] == ' ') {
		at--
	}
	at = skipBlanks(t.folded, at)
	if m, ok := numberAt(t.folded, at); ok && at < *from && skipBlanks(t.folded, m.end) == *from {
		middle, *from = m, at
	}
	low, high := n, n
	low.value, high.value = middle.value-n.value, middle.value+n.value
	return []number{low, high}
}

func newFigure(numbers []number, op string, u *unit) Figure {
	f := Figure{Op: op, Value: clean(numbers[0].value), Unit: u.name, Reading: Reading{Confidence: 0.9}}
	switch {
	case len(numbers) > 1:
		f.Max = clean(numbers[1].value)
		if numbers[1].max > 0 {
			f.Max = clean(numbers[1].max)
		}
	case numbers[0].max > 0:
		f.Max = clean(numbers[0].max)
		f.Confidence = 0.7
	}
	if u.si != "" {
		f.SI, f.SIUnit = clean(u.inSI(f.Value)), u.si
		if f.Max != 0 || op == "range" {
			f.SIMax = clean(u.inSI(f.Max))
		}
	}
	return f
}

// clean rounds away what binary fractions add (0.1+0.2), keeping twelve digits.
func clean(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 12-math.Ceil(math.Log10(math.Abs(v))))
	if rounded := math.Round(v*scale) / scale; !math.IsNaN(rounded) && !math.IsInf(rounded, 0) {
		return rounded
	}
	return v
}

// hasWhatItNeeds checks the last column of the table of units.
func (r *Reader) hasWhatItNeeds(t *text, n number, u *unit, op string, quantity interval, start int) bool {
	switch u.needs {
	case "said":
		return op != "=" || !quantity.empty() || u.name == "度" && n.value >= 5 || n.value >= 1000
	case "many":
		return n.op != "" && n.value >= 2 && !(n.chinese && n.value < 10) || n.value >= 10 || op != "=" && n.value >= 2
	case "time":
		return n.value < 1000 && !strings.HasSuffix(t.folded[:start], "第")
	}
	return !(n.chinese && n.op == "" && n.value == 1 && n.max == 0 && n.unit == "" && quantity.empty() && op == "=")
}

// degrees tells temperatures from angles: by the word before, by heat in the clause, and by size.
func (r *Reader) degrees(t *text, value float64, quantity interval) *unit {
	clause := t.clauses[t.clauseAt(quantity.start)]
	said := t.folded[clause.start:clause.end]
	name := "℃"
	if value <= 360 && strings.ContainsAny(said, "角倾斜转弯折") && !strings.ContainsAny(said, "温热烧冷冻烘") {
		name = "°"
	}
	return r.units.named(name)
}
