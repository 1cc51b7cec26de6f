package lexicon

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is one part of a record or a question.
type Text struct {
	// Part names it for the reader of a link ("name", "field", "products", "sentence").
	Part string
	// Text is the text as written.
	Text string
	// Weight says how much it counts beside the other parts; 0 means 1.
	Weight float64
}

// Word is a word that speaks for an area.
type Word struct {
	// Surface is the word as written in the part.
	Surface string
	// Part is the part it stands in, Start and End its bytes there.
	Part       string
	Start, End int
	// Via says how it came to mean the area.
	Via Via
	// Term is the term it means; nil when it names the area or only some of its characters speak.
	Term *Term
	// Share is how much of the area's evidence it brings, in (0, 1].
	Share float64
}

// Link ties texts to a capability area.
type Link struct {
	Area *Area
	// Weight says how strongly the texts speak of the area, in (0, 1].
	Weight float64
	// Words are the words that speak for it, the strongest first, at most [MaxLinkWords].
	Words []Word
	// Part is the part that brings most of the evidence.
	Part string
}

// Limits of what Link returns.
const (
	// MaxLinks is the greatest number of links.
	MaxLinks = 24
	// MaxLinkWords is the greatest number of words of a link.
	MaxLinkWords = 8
	// minLinkWeight is the weight from which an area is worth a link.
	minLinkWeight = 0.04
)

// Factors of the evidence: by how a word came to its meaning; what a first exact match of middling specificity is worth
// in the end (through 1 - exp(-gain × mass)); and how little exact evidence a part must hold for approximation to help.
const (
	synonymFactor     = 0.85
	alsoCalledFactor  = 0.95
	equipmentFactor   = 0.8
	approximateFactor = 0.55
	linkGain          = 1.5
	enoughEvidence    = 0.45
	narrowDiscipline  = 12 // greatest number of areas a discipline is spread over to speak for them
	disciplineFactor  = 0.6
	everydayIndex     = 2_500 // words of the vector table before this are everyday language
	everydayWord      = 200   // words of the segmenter's list from this frequency on are too
	linkVectorFloor   = 0.55
)

// evidence is the mass one word brings to one area.
type evidence struct {
	word Word
	text int
	mass float64
}

// Link says which capability areas texts speak of, strongest first (equals by id): the areas of the terms found, each
// weighed by its specificity, the part it stands in and how it was found; a term spread over many areas gives each less,
// a word said again adds little, and areas that nearly coincide share what they have. Words inside the names of places and
// disciplines do not count. A part with little exact evidence is read by approximation. Links without any evidence are not made.
func (l *Lexicon) Link(texts ...Text) []Link {
	n := len(l.vocabulary.areas)
	mass := make([]float64, n)
	words := make([][]evidence, n)
	for i, t := range texts {
		l.gather(i, t, func(a *Area, e evidence) {
			mass[a.Index] += e.mass
			words[a.Index] = append(words[a.Index], e)
		})
	}
	shared := slices.Clone(mass)
	for a, twins := range l.vocabulary.twins {
		for _, twin := range twins {
			if mass[twin.Area.Index] > 0 {
				shared[a.Index] = max(shared[a.Index], mass[a.Index]+twin.Weight*mass[twin.Area.Index])
			}
		}
	}
	top := slices.Max(append(shared, 0))
	if top == 0 {
		return nil
	}
	strength := 1 - math.Exp(-linkGain*top)
	var links []Link
	for i, a := range l.vocabulary.areas {
		weight := strength * shared[i] / top
		if weight < minLinkWeight {
			continue
		}
		said := words[i]
		if len(said) == 0 { // only a twin was spoken of
			for _, twin := range l.vocabulary.twins[a] {
				said = append(said, words[twin.Area.Index]...)
			}
		}
		link := Link{Area: a, Weight: weight}
		link.Words, link.Part = l.strongest(said, texts)
		links = append(links, link)
	}
	slices.SortFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Area.ID, b.Area.ID))
	})
	return links[:min(len(links), MaxLinks)]
}

// strongest orders the words of an area and names the part that brings most.
func (l *Lexicon) strongest(said []evidence, texts []Text) (words []Word, part string) {
	total := 0.0
	parts := make([]float64, len(texts))
	for _, e := range said {
		total += e.mass
		parts[e.text] += e.mass
	}
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b evidence) int { return cmp.Compare(b.mass, a.mass) })
	for _, e := range said[:min(len(said), MaxLinkWords)] {
		e.word.Share = e.mass / total
		words = append(words, e.word)
	}
	best := 0
	for i, m := range parts {
		if m > parts[best] {
			best = i
		}
	}
	return words, texts[best].Part
}

// gather calls add with every piece of evidence of one text, in its order.
func (l *Lexicon) gather(number int, t Text, add func(*Area, evidence)) {
	weight := t.Weight
	if weight == 0 {
		weight = 1
	}
	folded := FoldMapped(t.Text)
	places, disciplines := l.FindPlaces(folded.Text), l.FindDisciplines(folded.Text)
	hits := slices.DeleteFunc(l.Find(folded.Text), func(h Hit) bool {
		return slices.ContainsFunc(places, func(p PlaceHit) bool { return p.Start <= h.Start && h.End <= p.End }) ||
			slices.ContainsFunc(disciplines, func(d DisciplineHit) bool {
				return d.Start <= h.Start && h.End <= d.End && d.End-d.Start > h.End-h.Start
			})
	})
	said := map[string]int{}
	exact := 0.0
	give := func(h Hit, start, end int, m float64) {
		from, to := folded.Span(start, end)
		word := Word{Surface: t.Text[from:to], Part: t.Part, Start: from, End: to, Via: h.Via, Term: h.Term}
		norm := 0.0
		for _, a := range h.Areas {
			norm += a.Weight * a.Weight
		}
		for _, a := range h.Areas {
			add(a.Area, evidence{word, number, m * a.Weight / math.Sqrt(norm)})
		}
	}
	for _, h := range hits {
		m := h.Specificity * viaFactor(h.Via)
		said[h.Surface]++
		if again := said[h.Surface]; again > 1 { // the first counts fully, all further ones together at most as much again
			m /= float64(again * (again - 1))
		}
		exact += m
		give(h, h.Start, h.End, weight*m)
	}
	for _, d := range disciplines {
		exact += l.fromDiscipline(d, func(h Hit, m float64) { give(h, d.Start, d.End, weight*m) })
	}
	if exact >= enoughEvidence {
		return
	}
	scale := weight * approximateFactor * (1 - exact/enoughEvidence)
	for _, token := range l.unread(folded.Text, hits, places, disciplines) {
		var near []Hit
		best, sum := 0.0, 0.0
		for _, h := range l.Approximate(token.Text) {
			if h.Via == ViaVector && h.Similarity < linkVectorFloor {
				continue
			}
			near = append(near, h)
			m := h.Similarity * h.Similarity * h.Specificity
			best, sum = max(best, m), sum+m
		}
		for _, h := range near { // all that a word comes near to counts together as much as the best of it
			m := scale * best * h.Similarity * h.Similarity * h.Specificity / sum
			give(h, token.Start+h.Start, token.Start+h.End, m)
		}
	}
}

func viaFactor(v Via) float64 {
	switch v {
	case ViaSynonym:
		return synonymFactor
	case ViaAlsoCalled:
		return alsoCalledFactor
	case ViaEquipment:
		return equipmentFactor
	case ViaArea, ViaTerm, ViaEnglish, ViaPart, ViaVector, ViaCharacter:
	}
	return 1
}

// fromDiscipline gives the areas of a discipline of the degree catalogue that is spread over few, and returns the mass.
func (l *Lexicon) fromDiscipline(d DisciplineHit, give func(Hit, float64)) float64 {
	given := 0.0
	for _, dw := range d.Disciplines {
		areas := l.disciplines.areas[dw.Discipline.Index]
		if dw.Weight < 1 || len(areas) == 0 || len(areas) > narrowDiscipline {
			continue
		}
		m := disciplineFactor * dw.Weight
		give(Hit{Areas: areas, Via: ViaAlsoCalled}, m)
		given += m
	}
	return given
}

// unread returns the Chinese words of a text that nothing has read and that general language does not use every day. Of
// the name of a firm only the word before its legal form counts: what stands before that is a brand.
func (l *Lexicon) unread(folded string, hits []Hit, places []PlaceHit, disciplines []DisciplineHit) []Token {
	tokens := firmWord(joinSingles(l.Segment(folded)))
	return slices.DeleteFunc(tokens, func(t Token) bool {
		if t.Script != ScriptHan || t.End-t.Start < 2*len("汉") {
			return true
		}
		if i, ok := l.vectors.index[t.Text]; ok && i < everydayIndex || l.segmenter.frequency(t.Text) >= everydayWord {
			return true
		}
		covers := func(start, end int) bool { return start < t.End && t.Start < end }
		return slices.ContainsFunc(hits, func(h Hit) bool { return covers(h.Start, h.End) }) ||
			slices.ContainsFunc(places, func(p PlaceHit) bool { return covers(p.Start, p.End) }) ||
			slices.ContainsFunc(disciplines, func(d DisciplineHit) bool { return covers(d.Start, d.End) })
	})
}

// functionCharacters are single characters that are words of grammar.
const functionCharacters = "的了和与在是有对为从到把被让或及等不也就都又很更最请找想做能可会要我你他它们这那哪个些给用将由个各每该其之以而但若如因所者上下中内外前后里多少大小好坏一二三四五六七八九十两几"

// joinSingles joins single characters side by side into words: what the segmenter does not know it leaves in pieces.
func joinSingles(tokens []Token) []Token {
	joined := tokens[:0]
	open := false // whether the last one is made of single characters
	for _, t := range tokens {
		r, size := utf8.DecodeRuneInString(t.Text)
		single := t.Script == ScriptHan && size == len(t.Text) && !strings.ContainsRune(functionCharacters, r)
		if last := len(joined) - 1; single && open && joined[last].End == t.Start {
			joined[last] = Token{joined[last].Text + t.Text, joined[last].Start, t.End, ScriptHan}
			continue
		}
		joined, open = append(joined, t), single
	}
	return joined
}

// legalForms end the names of firms, together with the empty words that stand before them.
var legalForms = map[string]bool{
	"有限公司": true, "公司": true, "股份": true, "有限": true, "责任": true, "集团": true, "总公司": true, "股份公司": true,
	"厂": true, "总厂": true, "分公司": true, "企业": true, "控股": true, "有限责任": true, "股份有限公司": true,
}

var emptyFirmWords = map[string]bool{
	"科技": true, "技术": true, "实业": true, "发展": true, "工业": true, "产业": true, "国际": true, "制造": true, "工程": true,
	"新": true, "高新": true, "创新": true, "系统": true, "设备": true,
}

// firmWord leaves of the words of a firm's name the one before its legal form, or none where that is an empty word, since
// what stands before is a brand; other texts keep all their words.
func firmWord(tokens []Token) []Token {
	last := len(tokens) - 1
	if last < 1 || !legalForms[tokens[last].Text] {
		return tokens
	}
	for last > 0 && legalForms[tokens[last].Text] {
		last--
	}
	if emptyFirmWords[tokens[last].Text] {
		return nil
	}
	return tokens[last : last+1]
}
