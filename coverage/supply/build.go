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

// Build reads a view in one pass. base is the tree of the lexicon's gazetteer, as
// [NewRegions] makes it.
func Build(v snapshot.View, lex *lexicon.Lexicon, base *Regions, set Settings) *Inventory {
	b := &builder{v: v, set: set, unrated: set.Grades[Unrated], rel: relationsOf(v)}
	for i, k := range Kinds() {
		b.kinds = append(b.kinds, kindNumber{k, uint8(i)})
	}
	for i := range b.open {
		b.open[i] = set.Open[OpenState(i).String()]
	}
	b.regions = base.withZones(v)
	b.mean = readMeaning(v, lex, b.rel)
	b.ordered = inOrder(v)
	b.rateBodies()
	inv := &Inventory{View: v, Regions: b.regions, Settings: set, Firms: make([]int32, b.regions.Len()), builder: b}
	bound := v.Bound()
	portions := make([]*portion, max(1, min(runtime.GOMAXPROCS(0), bound/minPortion+1)))
	var work sync.WaitGroup
	for i := range portions {
		p := &portion{builder: b, firms: make([]int32, b.regions.Len())}
		portions[i] = p
		from, to := snapshot.N(bound*i/len(portions)), snapshot.N(bound*(i+1)/len(portions)) //nolint:gosec // node numbers
		work.Go(func() { p.read(from, to) })
	}
	work.Wait()
	inv.join(portions)
	return inv
}

// join puts the portions together in the order of the nodes.
func (inv *Inventory) join(portions []*portion) {
	for _, p := range portions {
		if inv.Supplies == nil {
			inv.Supplies, inv.Demands = p.supplies, p.demands
		} else {
			inv.Supplies, inv.Demands = append(inv.Supplies, p.supplies...), append(inv.Demands, p.demands...)
		}
		inv.FirmsNowhere += p.nowhere
		for i, n := range p.firms {
			inv.Firms[i] += n
		}
	}
}

// minPortion is the number of nodes below which reading them apart does not pay.
const minPortion = 8192

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
	ordered bool // see inOrder
	ratings map[snapshot.N]rating
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
func (b *builder) rateBodies() {
	b.ratings = make(map[snapshot.N]rating)
	var l links
	for n := range b.v.Nodes() {
		if k := b.v.Kind(n); rated(k) {
			b.gather(n, k, &l)
			b.ratings[n] = b.rate(n, k, l.disciplines)
		}
	}
}

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

func (p *portion) read(from, to snapshot.N) {
	supplies, demands := 0, 0
	for n := from; n < to; n++ { // counting first spares copying
		if p.v.Has(n) {
			if k := p.v.Kind(n); k == graph.KindDemand {
				demands++
			} else if _, is := p.number(k); is && (k != graph.KindEnterprise || p.offers(n)) {
				supplies++
			}
		}
	}
	p.supplies, p.demands = make([]Supply, 0, supplies), make([]Demand, 0, demands)
	for n := from; n < to; n++ {
		if p.v.Has(n) {
			p.node(n, p.v.Kind(n))
		}
	}
}

func (p *portion) node(n snapshot.N, k graph.Kind) {
	switch k {
	case graph.KindEnterprise:
		p.firm(n)
	case graph.KindDemand:
		p.demands = append(p.demands, p.demand(n))
	default:
		if i, is := p.number(k); is {
			p.gather(n, k, &p.links)
			p.supplies = append(p.supplies, p.supply(n, k, i))
		}
	}
}

// offers reports whether an enterprise is recorded to offer services.
func (b *builder) offers(n snapshot.N) bool {
	offers, _ := b.v.Number(n, "offers_services")
	return offers > 0
}

func (p *portion) firm(n snapshot.N) {
	if at := p.firmPlace(n); at == NoPlace {
		p.nowhere++
	} else {
		p.firms[at]++
	}
	if p.offers(n) {
		p.gather(n, graph.KindEnterprise, &p.links)
		i, _ := p.number(graph.KindEnterprise)
		p.supplies = append(p.supplies, p.supply(n, graph.KindEnterprise, i))
	}
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
	own, rated := p.ratings[n]
	if !rated {
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
		var at Place
		if z, isZone := p.regions.zoneOf[link.to]; isZone {
			at = z
			i, _ := slices.BinarySearchFunc(zones, z, func(a, b Place) int { return cmp.Compare(p.regions.At(a).Code, p.regions.At(b).Code) })
			zones = slices.Insert(zones, i, z)
		} else if at, _ = p.regions.Locate(p.v.Region(link.to)); at == NoPlace {
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
