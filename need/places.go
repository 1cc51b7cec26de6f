package need

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"chuangmai/lexicon"
)

// Words around places; Chinese ones are compared as they stand, English ones as whole words.
var (
	nearBehind = []string{
		"附近", "周边", "周围", "一带", "邻近", "左近", "旁边", "近郊", "及周边", "或附近", "或周边", "及附近", "市附近", "市周边", "这边附近", "本地", "当地", "本市", "本省", "境内",
		"or nearby", "and surroundings", "or around", "area", "region", "vicinity",
	}
	nearBefore = []string{
		"靠近", "临近", "邻近", "毗邻", "离", "距离", "距", "near", "nearby", "close to", "around", "not far from", "next to", "in the vicinity of",
		"within reach of", "nearer",
	}
	onlyBefore = []string{
		"只要", "只找", "只想找", "只考虑", "只能", "只接受", "仅限", "仅", "限", "限于", "必须", "必须在", "一定要", "务必", "得在", "非", "要求在", "只在",
		"must", "only", "has to be", "have to be", "needs to be", "need to be", "strictly", "limited to", "exclusively",
	}
	onlyBehind = []string{"的才行", "才行", "才要", "才考虑", "不可", "的优先考虑以外不要", "only"}
	softBefore = []string{
		"最好", "优先", "尽量", "希望", "倾向", "可以的话", "首选", "preferably", "ideally", "prefer", "preferred", "if possible", "would like",
	}
	ownSubjects = []string{
		"我们", "我司", "我厂", "我公司", "我们公司", "本公司", "本厂", "本司", "本企业", "我企业", "咱们", "咱", "公司", "工厂", "厂子", "厂里", "厂", "我是",
		"我在", "人在", "坐标", "地址", "注册地", "总部", "车间", "企业位于", "企业在", "we", "our", "i'm", "i am", "us",
	}
	ownLinks    = []string{"在", "位于", "地处", "坐落于", "坐落在", "坐标", "来自", "是", "就在", "落户", "设在", "人在", "in", "at", "from", "based in", "located in"}
	ownBehind   = []string{"一家", "某", "有家", "有个", "有一家", "一间", "一个小厂", "一个做", "这边有", "小厂", "小企业", "民企", "的一家", "的小厂", "的企业,", "工厂,", "企业,", "厂,", "的工厂,", "的公司,", "人,", "based"}
	findBehind  = []string{"找", "寻", "有没有", "哪", "求", "附近找", "周边找", "这边找", "附近有", "周边有", "本地找"}
	localWords  = []string{"本地", "当地", "同城", "市内", "本市", "就近", "附近", "周边", "离我们近", "离我近", "离得近", "距离近", "近一点", "近点", "别太远", "不要太远", "省内", "本省", "locally", "local", "nearby", "near us", "close to us", "near me", "close by"}
	firmsBehind = []string{"firm", "company", "manufacturer", "factory", "sme", "start-up", "startup", "maker", "supplier here", "based"}
)

// within are those of nearBehind that mean the place itself.
var within = map[string]bool{"area": true, "region": true, "本地": true, "当地": true, "本市": true, "本省": true, "境内": true}

// places reads where help is wanted and where the asking firm is.
func (r *Reader) places(t *text, own *lexicon.Place) []Place {
	var out []Place
	if own != nil {
		out = append(out, Place{Code: own.Code, Name: own.Name, NameEn: own.NameEn, Own: true, Reading: Reading{Confidence: 1}})
	}
	hits := r.lex.FindPlaces(t.folded)
	groups := placeGroups(t, hits)
	for _, g := range groups {
		c := r.contextOf(t, g, hits)
		for _, h := range g {
			if t.marked(h.Start, h.End, markNegated) {
				t.mark(h.Start, h.End, markRead)
				continue
			}
			if h.InName && !c.near {
				continue
			}
			p, ok := r.lex.Place(h.Code)
			if !ok {
				continue
			}
			t.mark(h.Start, h.End, markRead)
			out = append(out, Place{
				Code: p.Code, Name: p.Name, NameEn: p.NameEn, RadiusKm: r.radius(p, c), Required: c.required, Own: c.own,
				Reading: Reading{Spans: []Span{t.span(h.Start, h.End)}, Confidence: placeConfidence(h)},
			})
		}
		for _, part := range c.said {
			t.mark(part.start, part.end, markRead)
		}
	}
	return mergedPlaces(append(out, r.localPlaces(t, out, hits)...))
}

func placeConfidence(h lexicon.PlaceHit) float64 {
	switch {
	case h.InName:
		return 0.5
	case len(h.Candidates) > 1:
		return 0.7
	case h.Old:
		return 0.8
	}
	return 0.95
}

// mergedPlaces makes one of places with the same code and role: wishes by confidence, then the firm's own.
func mergedPlaces(places []Place) []Place {
	var out []Place
	for _, p := range places {
		at := slices.IndexFunc(out, func(o Place) bool { return o.Code == p.Code && o.Own == p.Own })
		if at < 0 {
			out = append(out, p)
			continue
		}
		out[at].RadiusKm = max(out[at].RadiusKm, p.RadiusKm)
		out[at].Required = out[at].Required || p.Required
		out[at].Confidence = max(out[at].Confidence, p.Confidence)
		out[at].Spans = append(out[at].Spans, p.Spans...)
	}
	slices.SortStableFunc(out, func(a, b Place) int {
		return cmp.Or(cmp.Compare(boolInt(a.Own), boolInt(b.Own)), cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// placeGroups puts places together that only 、, 或, 和, "and", "or" and the like stand between, so that what is said of
// one holds for all.
func placeGroups(t *text, hits []lexicon.PlaceHit) [][]lexicon.PlaceHit {
	var groups [][]lexicon.PlaceHit
	for i, h := range hits {
		if i > 0 {
			between := strings.TrimSpace(t.folded[hits[i-1].End:h.Start])
			switch between {
			case "", "、", "或", "或者", "和", "及", "与", "跟", "到", "/", ",", "-", "or", "and", ", or", ", and", "市", "市、", "市或":
				groups[len(groups)-1] = append(groups[len(groups)-1], h)
				continue
			}
		}
		groups = append(groups, []lexicon.PlaceHit{h})
	}
	return groups
}

// placeContext is what the words around places say.
type placeContext struct {
	near     bool
	km       float64 // stated distance, 0 for none
	required bool
	own      bool
	said     []interval
}

// onlyReach is how many bytes may stand between 只要 and a place.
const onlyReach = 24

// nearName reports whether 附近 stands behind the rest of an organisation's name.
func nearName(after string) bool {
	for _, word := range [...]string{"附近", "周边", "周围"} {
		if at := strings.Index(after, word); at > 0 && at <= onlyReach && !strings.Contains(after[:at], "的") {
			return true
		}
	}
	return false
}

// contextOf reads the words around a group of places in its clause.
func (r *Reader) contextOf(t *text, group, hits []lexicon.PlaceHit) placeContext {
	start, end := group[0].Start, group[len(group)-1].End
	clause := t.clauses[t.clauseAt(start)]
	before, after := t.folded[min(clause.start, start):start], t.folded[end:max(clause.end, end)]
	var c placeContext
	note := func(from, to int) { c.said = append(c.said, interval{from, to}) }

	trimmed := strings.TrimLeft(after, " 市县区")
	if word, ok := wordPrefix(trimmed, nearBehind); ok {
		c.near = !within[word]
		from := end + len(after) - len(trimmed)
		note(from, from+len(word))
	}
	if word, ok := wordSuffix(before, nearBefore); ok {
		c.near = true
		note(start-len(before)+len(strings.TrimRight(before, " "))-len(word), start)
	}
	for _, d := range r.distancesNear(t, clause, hits) {
		c.near, c.km = true, d.km
		note(d.start, d.end)
	}
	if group[0].InName {
		c.near = c.near || nearName(after)
	}
	_, soft := lastWord(before, softBefore)
	only, hard := lastWord(before, onlyBefore)
	if hard && !soft && len(before)-strings.LastIndex(before, only)-len(only) <= onlyReach {
		c.required = true
		from := start - len(before) + strings.LastIndex(before, only)
		note(from, from+len(only))
	}
	if _, ok := wordPrefix(strings.TrimLeft(trimmed, "本地的"), onlyBehind); ok && !soft {
		c.required = true
	}
	c.own = r.ownPlace(t, clause, before, after)
	if c.own {
		c.required = false
	}
	return c
}

// ownPlace reports whether a place is where the asking firm is: 我们在苏州, 昆山一家…, we are based in Wuxi.
func (r *Reader) ownPlace(t *text, clause interval, before, after string) bool {
	trimmed := strings.TrimLeft(after, " 市县区-")
	if _, searching := wordPrefix(trimmed, findBehind); searching {
		return false
	}
	placeStart := clause.start + len(before)
	wish := -1
	for _, w := range t.wishes {
		if w.start >= clause.start && w.end <= placeStart {
			wish = w.start
		}
	}
	subject, said := lastWord(before, ownSubjects)
	_, linked := wordSuffix(before, ownLinks)
	subjectAt := clause.start + strings.LastIndex(before, subject)
	switch {
	case said && wish < subjectAt && (linked || strings.HasSuffix(before, subject)) && utf8.RuneCountInString(before[strings.LastIndex(before, subject):]) <= 24:
		return true
	case wish >= 0:
		return false
	}
	if _, ok := wordPrefix(trimmed, ownBehind); ok {
		return true
	}
	if _, ok := wordPrefix(trimmed, firmsBehind); ok {
		return true
	}
	_, ok := wordSuffix(before, []string{"坐标", "人在", "来自", "based in", "located in"})
	return ok
}

// radius returns how far around a place counts.
func (r *Reader) radius(p *lexicon.Place, c placeContext) float64 {
	switch {
	case c.own || !c.near:
		return 0
	case c.km > 0:
		return c.km
	}
	switch p.Type {
	case lexicon.PlaceCity:
		return r.parameters.CityKm
	case lexicon.PlaceCounty, lexicon.PlaceZone:
		return r.parameters.CountyKm
	}
	return 0
}

// localPlaces reads 本地, 省内, 附近, nearby: they speak of the firm's own place and say nothing where that is unknown.
// 本地 and 市内 mean the city it lies in, 省内 the province, with radius 0; 附近 its own place with the usual radius. None
// is required unless 只, 必须 or the like stand before it. A distance without a place is one around the firm's own.
func (r *Reader) localPlaces(t *text, known []Place, hits []lexicon.PlaceHit) []Place {
	own := slices.IndexFunc(known, func(p Place) bool { return p.Own })
	var out []Place
	add := func(code string, c placeContext, from, to int) {
		p, ok := r.lex.Place(code)
		if !ok {
			return
		}
		out = append(out, Place{
			Code: p.Code, Name: p.Name, NameEn: p.NameEn, RadiusKm: r.radius(p, c), Required: c.required,
			Reading: Reading{Spans: []Span{t.span(from, to)}, Confidence: 0.75},
		})
	}
	for _, clause := range t.clauses {
		if slices.ContainsFunc(hits, func(h lexicon.PlaceHit) bool {
			return h.Start >= clause.start && h.End <= clause.end && !h.InName && (own < 0 || !r.saidOwn(t, known[own], h))
		}) {
			continue
		}
		said := t.folded[clause.start:clause.end]
		for _, d := range r.distances(t, clause) {
			if t.marked(d.start, d.end, markRead) {
				continue
			}
			t.mark(d.start, d.end, markRead)
			if own >= 0 {
				add(known[own].Code, placeContext{near: true, km: d.km}, d.start, d.end)
			}
		}
		word, ok := firstWord(said, localWords)
		if !ok {
			continue
		}
		from := clause.start + indexWord(said, word)
		to := from + len(word)
		if t.marked(from, to, markRead|markNegated) {
			continue
		}
		t.mark(from, to, markRead)
		if own < 0 {
			continue
		}
		only, hard := lastWord(t.folded[clause.start:from], onlyBefore)
		c := placeContext{required: hard && only != ""}
		code := known[own].Code
		switch word {
		case "省内", "本省":
			code = r.above(code, lexicon.PlaceProvince)
		case "本地", "当地", "同城", "市内", "本市", "local", "locally":
			code = r.above(code, lexicon.PlaceCity)
		default:
			c.near = true
		}
		add(code, c, from, to)
	}
	return out
}

// saidOwn reports whether a hit is the own place itself.
func (r *Reader) saidOwn(t *text, own Place, h lexicon.PlaceHit) bool {
	span := t.span(h.Start, h.End)
	return slices.ContainsFunc(own.Spans, func(s Span) bool { return s.Start == span.Start })
}

// above returns the place of a type that a place is or lies in; itself where there is none.
func (r *Reader) above(code, kind string) string {
	if p, ok := r.lex.Place(code); ok && p.Type == kind {
		return code
	}
	for _, p := range r.lex.Ancestors(code) {
		if p.Type == kind {
			return p.Code
		}
	}
	return code
}
