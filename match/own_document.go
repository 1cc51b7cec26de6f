package match

// ownDocument: the words of the question in the words of all of a candidate's projects
// together.
//
// raw(c) = BM25 with k1 2, b .5 of the candidate's projects' texts as one text; N, df and
// avg over the candidates that have any.
func (net *inquiry) ownDocument() signal {
	sig := &networkSignal{inquiry: net, called: signalOrgDoc}
	if net.texts == nil {
		return sig
	}
	d := newBodyTexts(net)
	sig.at = d.scores()
	sig.lacking = d.lacking
	sig.brings = func(c, p int32) float64 {
		if d.length[c] == 0 {
			return 0
		}
		return net.texts.ownScore(net, p)
	}
	return sig
}

// ownScore is how much an event's text answers the question, the requester's own too.
func (t *projectTexts) ownScore(net *inquiry, p int32) float64 {
	if t.score[p] > 0 {
		return t.score[p]
	}
	sum := 0.0
	for _, word := range t.words(net)[p] {
		sum += float64(word.times)
	}
	return sum
}

// bodyTexts are the texts of the candidates.
type bodyTexts struct {
	*inquiry
	length    []int32 // by body; 0 for others than candidates
	documents int
	total     int64
	df        []int // by term
	// The candidates with a text are numbered anew, so that what is counted of them lies
	// close together: their bodies, and those among the members of each event.
	bodies  []int32
	from    []int32
	members []int32
}

func newBodyTexts(net *inquiry) *bodyTexts {
	d := &bodyTexts{inquiry: net, length: make([]int32, len(net.h.bodies)), df: make([]int, len(net.texts.Terms))}
	d.from = make([]int32, len(net.h.events)+1)
	number := make([]int32, len(net.h.bodies)) // plus 1; 0 for those without a text yet
	for p, length := range net.texts.length {
		if length > 0 {
			for _, c := range net.h.of(int32(p)) {
				if !net.among[c] {
					continue
				}
				if number[c] == 0 {
					d.bodies = append(d.bodies, c)
					number[c] = int32(len(d.bodies)) //nolint:gosec // numbers fit
				}
				d.members = append(d.members, number[c]-1)
				d.length[c] += length
			}
		}
		d.from[p+1] = int32(len(d.members)) //nolint:gosec // numbers fit
	}
	for _, length := range d.length {
		if length > 0 {
			d.documents++
			d.total += int64(length)
		}
	}
	return d
}

func (d *bodyTexts) scores() []float64 {
	out := d.column()
	if d.documents == 0 {
		return out
	}
	average := float64(d.total) / float64(d.documents)
	lengths := make([]int32, len(d.bodies))
	for i, c := range d.bodies {
		lengths[i] = d.length[c]
	}
	long := longness(lengths, bodyK1, bodyB, average)
	tf := make([]int32, len(d.bodies))
	sums := make([]float64, len(d.bodies))
	holders := make([]int32, 0, len(d.bodies))
	for i, term := range d.texts.Terms {
		holders = holders[:0]
		for _, post := range term.Postings {
			p := d.event(post.N)
			if p < 0 {
				continue
			}
			for _, c := range d.members[d.from[p]:d.from[p+1]] {
				if tf[c] == 0 {
					holders = append(holders, c)
				}
				tf[c] += post.Times
			}
		}
		d.df[i] = len(holders)
		weight := rarity(d.documents, len(holders)) * asked(term.Times) * (bodyK1 + 1)
		for _, c := range holders {
			x := float64(tf[c])
			sums[c] += weight * x / (x + long[c])
			tf[c] = 0
		}
	}
	for i, c := range d.bodies {
		out[c] = sums[i]
	}
	return out
}

// lacking is the score of a candidate when one membership is gone.
func (d *bodyTexts) lacking(c int32, w *without) float64 {
	times := d.counts(c, w)
	documents, total := d.documents, d.total
	length := d.length[c]
	df := func(i int) int { return d.df[i] }
	if !w.gone && d.among[w.a] && d.texts.length[w.p] > 0 {
		gone := d.texts.length[w.p]
		total -= int64(gone)
		if d.length[w.a] == gone {
			documents--
		}
		if w.a == c {
			length -= gone
		}
		before, after := d.counts(w.a, nil), d.counts(w.a, w)
		df = func(i int) int {
			if before[int32(i)] > 0 && after[int32(i)] == 0 { //nolint:gosec // numbers fit
				return d.df[i] - 1
			}
			return d.df[i]
		}
	}
	if length == 0 {
		return 0
	}
	long := bodyK1 * (1 - bodyB + bodyB*float64(length)/(float64(total)/float64(documents)))
	sum := 0.0
	for i, term := range d.texts.Terms {
		if x := float64(times[int32(i)]); x > 0 {
			sum += rarity(documents, df(i)) * asked(term.Times) * (bodyK1 + 1) * x / (x + long)
		}
	}
	return sum
}

// counts returns how often each word of the question stands in the texts of a body.
func (d *bodyTexts) counts(c int32, w *without) map[int32]int32 {
	words := d.texts.words(d.inquiry)
	out := make(map[int32]int32)
	for _, p := range d.h.by(c) {
		if w.drops(p, c) {
			continue
		}
		for _, word := range words[p] {
			out[word.term] += word.times
		}
	}
	return out
}

// words returns the words of the question that each event's text holds.
func (t *projectTexts) words(net *inquiry) map[int32][]termCount {
	if t.forward != nil {
		return t.forward
	}
	t.forward = make(map[int32][]termCount)
	for i, term := range t.Terms {
		for _, post := range term.Postings {
			if p := net.event(post.N); p >= 0 && t.length[p] > 0 {
				t.forward[p] = append(t.forward[p], termCount{int32(i), post.Times})
			}
		}
	}
	return t.forward
}
