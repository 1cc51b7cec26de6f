package supply

import (
	"cmp"
	"iter"
	"math"
	"runtime"
	"slices"
	"sync"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// Inventory is everything a view offers and asks for. It is immutable.
type Inventory struct {
	View     snapshot.View
	Regions  *Regions
	Settings Settings
	// Supplies are in the order of their nodes' numbers; lists for people are ordered by id.
	Supplies []Supply
	Demands  []Demand
	// Firms counts the recorded enterprises by the place they stand at, FirmsNowhere those
	// without a known place.
	Firms        []int32
	FirmsNowhere int32

	orders  orders
	builder *builder
}

// At returns the supply of a node.
func (inv *Inventory) At(n snapshot.N) (*Supply, bool) {
	i, known := slices.BinarySearchFunc(inv.Supplies, n, func(s Supply, n snapshot.N) int { return cmp.Compare(s.Node, n) })
	if !known {
		return nil, false
	}
	return &inv.Supplies[i], true
}

// Build reads a view. base is the tree of the lexicon's gazetteer, as [NewRegions] makes it.
func Build(v snapshot.View, lex *lexicon.Lexicon, base *Regions, set Settings) *Inventory {
	return build(v, lex, base, set, max(1, runtime.GOMAXPROCS(0)))
}

func build(v snapshot.View, lex *lexicon.Lexicon, base *Regions, set Settings, workers int) *Inventory {
	b := &builder{v: v, set: set, unrated: set.Grades[Unrated], rel: relationsOf(v), workers: workers}
	for i, k := range Kinds() {
		b.kinds = append(b.kinds, kindNumber{k, uint8(i)})
	}
	for i := range b.open {
		b.open[i] = set.Open[OpenState(i).String()]
	}
	found := b.roles()
	b.regions = base.withZones(v, found.words[graph.KindZone])
	b.locate(found.words[graph.KindRegion])
	b.mean = readMeaning(v, lex, b.rel, found.words)
	b.ordered = inOrder(v)
	b.rateBodies(found.rated)
	inv := &Inventory{
		View: v, Regions: b.regions, Settings: set, Firms: make([]int32, b.regions.Len()), builder: b,
		Supplies: make([]Supply, found.supplies), Demands: make([]Demand, found.demands),
	}
	readers := make([]*portion, workers)
	for i := range readers {
		readers[i] = &portion{builder: b, firms: make([]int32, b.regions.Len())}
	}
	inPortions(workers, len(found.portions), func(worker, i int) {
		p, at := readers[worker], &found.portions[i]
		p.supplies, p.demands = inv.Supplies[at.supply:at.supply:at.supply+at.supplies], inv.Demands[at.demand:at.demand:at.demand+at.demands]
		p.read(at.from, found.roles[at.from:at.to])
	})
	for _, p := range readers {
		inv.FirmsNowhere += p.nowhere
		for i, n := range p.firms {
			inv.Firms[i] += n
		}
	}
	return inv
}

// builder holds what all portions read; it does not change while they do.
type builder struct {
	v       snapshot.View
	set     Settings
	unrated float64
	open    [OpenClosed + 1]float64
	rel     relations
	mean    meaning
	regions *Regions
	kinds   []kindNumber
	located []Place // by node, of those of regions
	ordered bool    // see inOrder
	ratings map[snapshot.N]rating
	workers int // how many read at once
}

type kindNumber struct {
	kind  graph.Kind
	index uint8
}

// number returns the place of a kind in [Kinds].
func (b *builder) number(k graph.Kind) (uint8, bool) {
	for _, kn := range b.kinds {
		if kn.kind == k {
			return kn.index, true
		}
	}
	return 0, false
}

// rateBodies rates what others take their quality from. Enterprises are not rated.
func (b *builder) rateBodies(bodies []snapshot.N) {
	ratings := make([]rating, len(bodies))
	const some = 512
	links := make([]links, b.workers)
	inPortions(b.workers, (len(bodies)+some-1)/some, func(worker, i int) {
		l := &links[worker]
		for j := i * some; j < min((i+1)*some, len(bodies)); j++ {
			k := b.v.Kind(bodies[j])
			b.gather(bodies[j], k, l)
			ratings[j] = b.rate(bodies[j], k, l.disciplines)
		}
	})
	b.ratings = make(map[snapshot.N]rating, len(bodies))
	for i, n := range bodies {
		b.ratings[n] = ratings[i]
	}
}

// locate finds the places of the nodes of regions, in which most records are located.
func (b *builder) locate(regions []snapshot.N) {
	b.located = slices.Repeat([]Place{elsewhere}, b.v.Bound())
	for _, n := range regions {
		b.located[n], _ = b.regions.Locate(b.v.Region(n))
	}
}

// elsewhere marks what is no node of a region.
const elsewhere Place = -2

// rated kinds are those from which others take their quality.
func rated(k graph.Kind) bool {
	switch k {
	case graph.KindCenter, graph.KindRDUnit, graph.KindUniversity, graph.KindInstitute, graph.KindPlatform, graph.KindJointLab:
		return true
	default:
		return false
	}
}

// portion is a range of nodes being read.
type portion struct {
	*builder
	supplies        []Supply
	demands         []Demand
	firms           []int32
	nowhere         int32
	parts           arena[Part]
	able            arena[Ability]
	links, climbing links
}

// read reads the nodes from one on by their roles.
func (p *portion) read(from snapshot.N, roles []role) {
	for i, r := range roles {
		n := from + snapshot.N(i)
		switch r {
		case roleNone:
		case roleDemand:
			p.demands = append(p.demands, p.demand(n))
		case roleFirm:
			p.firm(n)
		default:
			p.offer(n, p.kinds[r])
		}
	}
}

// node reads one node.
func (p *portion) node(n snapshot.N, k graph.Kind) { p.read(n, []role{p.role(n, k)}) }

// offer reads one supply; an enterprise counts as a firm beside.
func (p *portion) offer(n snapshot.N, k kindNumber) {
	p.gather(n, k.kind, &p.links)
	if k.kind == graph.KindEnterprise {
		at, _, _ := p.place(n, &p.links)
		p.stands(at)
	}
	p.supplies = append(p.supplies, p.supply(n, k.kind, k.index))
}

// firm counts an enterprise that offers nothing.
func (p *portion) firm(n snapshot.N) { p.stands(p.firmPlace(n)) }

func (p *portion) stands(at Place) {
	if at == NoPlace {
		p.nowhere++
	} else {
		p.firms[at]++
	}
}

// offers reports whether an enterprise is recorded to offer services.
func (b *builder) offers(n snapshot.N) bool {
	offers, _ := b.v.Number(n, "offers_services")
	return offers > 0
}

// supply reads one supply whose links are gathered.
func (p *portion) supply(n snapshot.N, k graph.Kind, index uint8) Supply {
	l := &p.links
	s := Supply{Node: n, Kind: k, KindIndex: index, Fresh: p.v.Fresh(n), Synthetic: p.v.Synthetic(n)}
	s.Body = p.bodyOf(n, k, l)
	s.Place, s.PlaceFrom, s.Zones = p.place(n, l)
	if s.Place == NoPlace && s.Body != NoNode && s.Body != n {
		if s.Place = p.placeOfBody(s.Body); s.Place != NoPlace {
			s.PlaceFrom = PlaceBody
		}
	}
	s.OpenState, s.OpenFrom = p.openness(n, k, l)
	s.Openness = p.open[s.OpenState]
	var own rating
	if rated(k) {
		own = p.ratings[n]
	} else {
		own = p.rate(n, k, l.disciplines)
	}
	body := rating{levelBy: QualityUnrated}
	if s.Body != NoNode && s.Body != n {
		body = p.ratings[s.Body]
	}
	s.Quality, s.QualityBy = quality(own, body, FieldUnknown)
	p.meanings(&s, l, own, body)
	return s
}

// placeOfBody is the place of another record.
func (p *portion) placeOfBody(n snapshot.N) Place {
	p.gather(n, p.v.Kind(n), &p.climbing)
	at, _, _ := p.place(n, &p.climbing)
	return at
}

// place reads where a record stands: a LOCATED_IN with dates of its own, which says when
// it moved, before the region code, before any LOCATED_IN; a zone within that place says
// it more exactly. The zones it is recorded in come beside, by number.
func (p *portion) place(n snapshot.N, l *links) (Place, PlaceOrigin, []Place) {
	dated, located := NoPlace, NoPlace
	var zones []Place // in the order of their codes, so that the choice does not depend on the edges
	for _, link := range l.locations {
		at, isZone := p.placeOf(link.to)
		if isZone {
			i, _ := slices.BinarySearchFunc(zones, at, func(a, b Place) int { return cmp.Compare(p.regions.At(a).Code, p.regions.At(b).Code) })
			zones = slices.Insert(zones, i, at)
		}
		if at == NoPlace {
			continue
		}
		if located == NoPlace || p.finer(at, located) {
			located = at
		}
		if link.dated && (dated == NoPlace || p.finer(at, dated)) {
			dated = at
		}
	}
	at, origin := p.regions.Locate(p.v.Region(n))
	switch {
	case dated != NoPlace && (at == NoPlace || !p.regions.Within(at, dated)):
		at, origin = dated, PlaceLocation
	case at == NoPlace && located != NoPlace:
		at, origin = located, PlaceLocation
	}
	for _, z := range zones { // a zone that lies in the place says it more exactly
		if z != at && at != NoPlace && p.regions.Within(z, at) {
			at, origin = z, PlaceLocation
		}
	}
	return at, origin, p.compatible(at, zones)
}

// placeOf is the place that a node stands for when others are located in it: a zone, or
// where it says that it is itself.
func (b *builder) placeOf(n snapshot.N) (at Place, isZone bool) {
	if int(n) < len(b.located) && b.located[n] != elsewhere {
		return b.located[n], false
	}
	if z, is := b.regions.zoneOf[n]; is {
		return z, true
	}
	at, _ = b.regions.Locate(b.v.Region(n))
	return at, false
}

// compatible keeps the zones that can hold a record standing at a place, by number: those
// that contradict it would count it in two regions.
func (p *portion) compatible(at Place, zones []Place) []Place {
	zones = slices.DeleteFunc(zones, func(z Place) bool {
		return at != z && !p.regions.Within(at, z) && (at == NoPlace || p.regions.Parent(z) != p.regions.Parent(at))
	})
	slices.Sort(zones)
	return slices.Compact(zones)
}

// finer orders places so that the choice does not depend on the order of edges: what lies
// deeper, then the lesser code.
func (b *builder) finer(a, other Place) bool {
	if da, db := b.regions.depth(a), b.regions.depth(other); da != db {
		return da > db
	}
	return b.regions.At(a).Code < b.regions.At(other).Code
}

// ByBody returns the numbers of the supplies whose body is recorded, body by body.
func (inv *Inventory) ByBody() []int32 { return inv.orders.get(inv).byBody }

// ByAge returns the numbers of the supplies whose date is recorded, the freshest first.
func (inv *Inventory) ByAge() []int32 { return inv.orders.get(inv).byAge }

// orders are orders of the supplies, made when first asked for.
type orders struct {
	once          sync.Once
	byBody, byAge []int32
}

func (o *orders) get(inv *Inventory) *orders {
	o.once.Do(func() {
		o.byBody = ordered(inv.Supplies, func(s *Supply) (int, bool) { return int(s.Body), s.Body != NoNode })
		o.byAge = ordered(inv.Supplies, func(s *Supply) (int, bool) { return -int(s.Fresh), s.Fresh != graph.DayMin })
	})
	return o
}

// ordered returns the numbers of the supplies that have a key, by key, then number. Keys lie
// close together, so they are counted rather than compared.
func ordered(list []Supply, key func(*Supply) (int, bool)) []int32 {
	least, most, n := math.MaxInt, math.MinInt, 0
	for i := range list {
		if k, has := key(&list[i]); has {
			least, most, n = min(least, k), max(most, k), n+1
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]int32, n)
	if most-least > maxSpan { // dates of a careless hand
		out = out[:0]
		for i := range list {
			if _, has := key(&list[i]); has {
				out = append(out, int32(i))
			}
		}
		slices.SortStableFunc(out, func(a, b int32) int {
			ka, _ := key(&list[a])
			kb, _ := key(&list[b])
			return cmp.Compare(ka, kb)
		})
		return out
	}
	from := make([]int32, most-least+2)
	for i := range list {
		if k, has := key(&list[i]); has {
			from[k-least+1]++
		}
	}
	for k := 1; k < len(from); k++ {
		from[k] += from[k-1]
	}
	for i := range list {
		if k, has := key(&list[i]); has {
			out[from[k-least]] = int32(i)
			from[k-least]++
		}
	}
	return out
}

// maxSpan is the greatest span of keys that are counted: days, or numbers of nodes.
const maxSpan = 1 << 24

// FirmPlaces yields the recorded enterprises with where they stand, by node number.
func (inv *Inventory) FirmPlaces() iter.Seq2[snapshot.N, Place] {
	return func(yield func(snapshot.N, Place) bool) {
		p := &portion{builder: &builder{v: inv.View, rel: relationsOf(inv.View), regions: inv.Regions}}
		for n := range inv.View.Nodes(graph.KindEnterprise) {
			if !yield(n, p.firmPlace(n)) {
				return
			}
		}
	}
}

// firmPlace reads where an enterprise stands.
func (p *portion) firmPlace(n snapshot.N) Place {
	p.links.reset()
	for e, to := range p.v.Out(n, p.rel.locatedIn) {
		edge := p.v.Edge(e)
		p.leaving(&p.links, &edge, to)
	}
	at, _, _ := p.place(n, &p.links)
	return at
}
