package need

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// distance is a stated distance around a place.
type distance struct {
	interval
	km float64
}

// leastDistance is the size in metres from which a unit measures the way to a place.
const leastDistance = 500

// kmPerHour is how far one drives in an hour.
const kmPerHour = 60

// distances reads 方圆50公里, 50公里以内, within 50 km, 一小时车程 in a clause.
func (r *Reader) distances(t *text, clause interval) []distance {
	var out []distance
	for at := clause.start; at < clause.end; {
		char, size := utf8.DecodeRuneInString(t.folded[at:])
		if !isDigit(t.folded[at]) && !isNumeral(char) || !numberMayStart(t.folded, at, char) {
			at += size
			continue
		}
		n, ok := numberAt(t.folded, at)
		if !ok {
			at += size
			continue
		}
		if d, ok := r.distanceAt(t, clause, n); ok {
			out = append(out, d)
			n.end = d.end
		}
		at = max(n.end, at+size)
	}
	return out
}

func (r *Reader) distanceAt(t *text, clause interval, n number) (distance, bool) {
	end := skipBlanks(t.folded, n.end)
	before := t.folded[min(clause.start, n.start):n.start]
	prefix, prefixed := wordSuffix(before, []string{"方圆", "半径", "周围", "周边", "within", "radius of", "within a radius of", "不超过", "距离不超过"})
	from := n.start
	if prefixed {
		from = clause.start + strings.LastIndex(before, prefix)
	}
	if u, to, ok := r.units.at(t, end); ok && u.quantity == "length" && u.factor >= leastDistance {
		rest := strings.TrimLeft(t.folded[to:], " ")
		word, inside := prefixOf(rest, []string{"以内", "之内", "范围内", "范围", "内", "半径", "左右", "of ", "from ", "around"})
		if !inside && !prefixed {
			return distance{}, false
		}
		if inside {
			to = len(t.folded) - len(rest) + len(strings.TrimSpace(word))
		}
		return distance{interval{from, to}, clean(u.inSI(n.value) / 1000)}, true
	}
	for _, drive := range [...]string{"小时车程", "个小时车程", "小时的车程", "小时路程", "小时以内车程", "小时开车", "hour drive", "hours drive", "hours' drive", "hour's drive"} {
		if to, ok := literalAt(t.folded, end, drive); ok {
			rest := t.folded[to:]
			if word, inside := prefixOf(rest, []string{"以内", "之内", "范围内", "内"}); inside {
				to += len(word)
			}
			return distance{interval{from, to}, n.value * kmPerHour}, true
		}
	}
	return distance{}, false
}

// distancesNear returns the distances stated in a clause, or else in one beside it that names no place.
func (r *Reader) distancesNear(t *text, clause interval, hits []lexicon.PlaceHit) []distance {
	if found := r.distances(t, clause); len(found) > 0 {
		return found
	}
	n := t.clauseAt(clause.start)
	for _, other := range [...]int{n - 1, n + 1} {
		if other < 0 || other >= len(t.clauses) {
			continue
		}
		beside := t.clauses[other]
		if slices.ContainsFunc(hits, func(h lexicon.PlaceHit) bool { return h.Start >= beside.start && h.End <= beside.end }) {
			continue
		}
		if found := r.distances(t, beside); len(found) > 0 {
			return found
		}
	}
	return nil
}
