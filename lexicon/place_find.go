package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// PlaceHit is a place named in a folded text.
type PlaceHit struct {
	// Start and End are bytes of the folded text; names written one behind another (江苏省苏州市昆山) are one hit.
	Start, End int
	// Surface is what stands there.
	Surface string
	// Code is the place meant, the smallest of names in one.
	Code string
	// Candidates are all places it could mean, the chosen one first; one for an unambiguous name.
	Candidates []string
	// InName is true when the place is part of an organisation's name (南京大学): the organisation may be elsewhere, or
	// the place may not be what the sentence is about.
	InName bool
	// Old is true when the name is that of a former division.
	Old bool
}

// FindPlaces finds places in a folded text, longest first from the left, without overlaps. Of places with the same name
// the one is chosen that lies in, or holds, another place named in the text, else the likeliest. Short names that are
// ordinary words or common to many districts count only behind the name of what they belong to.
func (l *Lexicon) FindPlaces(folded string) []PlaceHit {
	raw := l.placeMatches(folded)
	if len(raw) == 0 {
		return nil
	}
	var hits []PlaceHit
	for _, m := range raw {
		name := l.gazetteer.names[m.name]
		if len(hits) > 0 && m.start == hits[len(hits)-1].End {
			before := &hits[len(hits)-1]
			if inside := l.insideOf(name.codes, before.Candidates); len(inside) > 0 {
				before.End, before.Surface, before.Code = m.end, folded[before.Start:m.end], inside[0]
				before.Candidates, before.Old = inside, name.kind == "old"
				continue
			}
		}
		if name.kind == "weak" {
			continue
		}
		hits = append(hits, PlaceHit{
			Start: m.start, End: m.end, Surface: folded[m.start:m.end], Code: name.codes[0],
			Candidates: slices.Clone(name.codes), Old: name.kind == "old",
		})
	}
	l.resolve(hits)
	for i := range hits {
		hits[i].InName = l.inName(folded, hits[i].End)
	}
	return hits
}

// insideOf returns those of codes that lie in one of holders, holders themselves left out.
func (l *Lexicon) insideOf(codes, holders []string) []string {
	var inside []string
	for _, code := range codes {
		if slices.ContainsFunc(holders, func(h string) bool { return h != code && l.Within(code, h) }) {
			inside = append(inside, code)
		}
	}
	return inside
}

// resolve chooses among the candidates of ambiguous hits by the other hits.
func (l *Lexicon) resolve(hits []PlaceHit) {
	for i := range hits {
		if len(hits[i].Candidates) < 2 {
			continue
		}
		for j := range hits {
			other := hits[j].Code
			if i == j || len(hits[j].Candidates) > 1 && j > i {
				continue
			}
			at := slices.IndexFunc(hits[i].Candidates, func(c string) bool {
				return c != other && (l.Within(c, other) || l.Within(other, c))
			})
			if at > 0 {
				chosen := hits[i].Candidates[at]
				hits[i].Candidates = slices.Insert(slices.Delete(hits[i].Candidates, at, at+1), 0, chosen)
			}
			if at >= 0 {
				hits[i].Code = hits[i].Candidates[0]
				break
			}
		}
	}
}

type placeMatch struct{ start, end, name int }

// placeMatches returns the longest names from the left; a short Chinese one that cuts words apart does not count.
func (l *Lexicon) placeMatches(folded string) []placeMatch {
	g := l.gazetteer
	var found []placeMatch
	words := latinWords(folded)
	word := 0
	var starts []int // of the words of the Chinese run, cut when first needed
	runEnd := -1
	for at := 0; at < len(folded); {
		r, size := utf8.DecodeRuneInString(folded[at:])
		for word < len(words) && words[word].Start < at {
			word++
		}
		m := placeMatch{start: at, name: -1}
		switch {
		case word < len(words) && words[word].Start == at:
			g.latin.matches(folded, words, word, func(last int, v int32) { m.end, m.name = words[last].End, int(v) })
			if m.name < 0 {
				g.mixed.matches(folded, at, func(end int, v int32) { m.end, m.name = end, int(v) })
			}
			size = words[word].End - at
		case IsHan(r):
			g.mixed.matches(folded, at, func(end int, v int32) {
				if end-at <= cutsWords && g.names[v].kind != "full" {
					if at >= runEnd {
						runEnd = hanEnd(folded, at)
						starts = l.wordStarts(folded, hanStart(folded, at), runEnd)
					}
					if cuts(starts, at, end) || smaller(folded[end:]) {
						return
					}
				}
				m.end, m.name = end, int(v)
			})
		}
		if m.name < 0 {
			at += size
			continue
		}
		found = append(found, m)
		at = m.end
	}
	return found
}

// smallerPlaces are what places below the county are; a short name in front of one is that of the small place.
var smallerPlaces = [...]string{"镇", "乡", "街道", "路", "大道", "村", "大桥", "街", "山", "湖", "河", "江", "机场", "火车站", "号"}

func smaller(rest string) bool {
	for _, what := range smallerPlaces {
		if strings.HasPrefix(rest, what) {
			return true
		}
	}
	return false
}

// wordStarts cuts a Chinese run and returns where its words start, and its end.
func (l *Lexicon) wordStarts(folded string, start, end int) []int {
	var starts []int
	l.segmenter.cut(folded[start:end], func(s, _ int) { starts = append(starts, start+s) })
	return append(starts, end)
}

func hanEnd(s string, at int) int {
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !IsHan(r) {
			break
		}
		at += size
	}
	return at
}

func hanStart(s string, at int) int {
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if !IsHan(r) {
			break
		}
		at -= size
	}
	return at
}

// organisationHeads end the names of organisations; the longer before those they end with.
var organisationHeads = [...]string{
	"大学", "学院", "研究院", "研究所", "研究中心", "实验室", "有限公司", "公司", "集团", "医院", "中心", "科学院", "学校",
	"工厂", "银行", "设计院", "检测所", "质检院", "计量院", "协会", "学会", "联盟", "基地", "工作站", "观测站", "委员会",
	"事务所", "出版社", "博物馆", "图书馆", "光机所", "厂", "分院", "分所", "分公司", "实验站", "技术所", "物理所", "化学所",
}

// nameBreaks are words and marks that no organisation's name goes over.
var nameBreaks = [...]string{
	"的", "了", "在", "一家", "某", "需要", "需求", "寻求", "寻找", "希望", "想", "找", "有", "做", "为", "是", "附近", "周边",
	"企业", "我们", "我司", "我厂", "本地", "当地", "所有", "生产", "合作", "提供", "及", "或", "从", "到", "向", "对", "把",
}

// Limits of how far behind a place the head of an organisation's name may stand.
const (
	nameBytes = 200
	nameRunes = 16
	nameWords = 6
)

// inName reports whether what follows makes the place part of an organisation's name.
func (l *Lexicon) inName(s string, end int) bool {
	rest := s[end:min(len(s), end+nameBytes)]
	if r, _ := utf8.DecodeRuneInString(rest); IsHan(r) || r == '(' {
		return chineseName(rest)
	}
	words := latinWords(rest)
	for i, w := range words {
		if i >= nameWords || i == 0 && strings.TrimSpace(rest[:w.Start]) != "" || i > 0 && !joined(rest[words[i-1].End:w.Start]) {
			return false
		}
		if l.english.heads[rest[w.Start:w.End]] {
			return true
		}
	}
	return false
}

func chineseName(rest string) bool {
	for n, at := 0, 0; at < len(rest) && n < nameRunes; n++ {
		for _, head := range organisationHeads {
			if strings.HasPrefix(rest[at:], head) {
				return true
			}
		}
		for _, stop := range nameBreaks {
			if strings.HasPrefix(rest[at:], stop) {
				return false
			}
		}
		r, size := utf8.DecodeRuneInString(rest[at:])
		if scriptOf(r) == 0 && r != '(' && r != ')' {
			return false
		}
		at += size
	}
	return false
}
