package chains

import (
	"cmp"
	"slices"

	"chuangmai/coverage/divisions"
	"chuangmai/coverage/fields"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
	"chuangmai/phrase"
)

// Tell answers a question about a region, [supply.NoPlace] for everywhere. A question that
// cannot be meant is a [phrase.QuestionError].
func Tell(inv *supply.Inventory, region supply.Place, q Question) (Answer, error) {
	q, field, err := q.complete()
	if err != nil {
		return Answer{}, err
	}
	t := &teller{inv: inv, view: inv.View, q: q, scope: divisions.New(inv.Regions, region), field: field, fields: fields.New(inv.View, inv.Settings.MinShare)}
	t.relations()
	t.member, t.seenIn, t.seen = make([]int32, inv.View.Bound()), make([]int32, inv.View.Bound()), make([]uint32, inv.View.Bound())
	t.staged = make(map[snapshot.N]supply.StageSet)
	out := Answer{Field: q.Field, Subjects: []Subject{}}
	if region != supply.NoPlace {
		p := inv.Regions.Region(inv.Regions.At(region).Code)
		out.Region = &p
	}
	subjects, err := t.subjects()
	if err != nil {
		return Answer{}, err
	}
	out.Of, out.Total = t.q.Of, len(subjects)
	from := min(q.Offset, len(subjects))
	page := subjects[from:min(from+q.Limit, len(subjects))]
	t.gather(page)
	for _, s := range page {
		out.Subjects = append(out.Subjects, t.tell(s))
	}
	out.Plan = t.plan()
	out.Notes = []phrase.Message{phrase.New("chains.note.none")}
	return out, nil
}

// teller answers one question.
type teller struct {
	inv    *supply.Inventory
	view   snapshot.View
	q      Question
	scope  *divisions.Scope
	field  int // -1 for all
	fields *fields.Reader
	rel    map[graph.Relation]snapshot.Rel
	// member marks the nodes of the subject that is being told of with its generation; seen
	// are the parts in which a node was met, valid where seenIn is the generation.
	member, seenIn []int32
	seen           []uint32
	generation     int32
	staged         map[snapshot.N]supply.StageSet // of capabilities
}

// subject is one of those that are asked about, and what belongs to it.
type subject struct {
	node snapshot.N // -1 for a city
	city string
	set  []snapshot.N // by id
}

func (t *teller) relations() {
	t.rel = make(map[graph.Relation]snapshot.Rel)
	for _, def := range t.view.Schema().Relations {
		t.rel[def.Name] = t.view.Rel(def.Name)
	}
}

// subjects lists what is asked about: centres and zones by city and id, cities by code.
func (t *teller) subjects() ([]*subject, error) {
	if t.q.ID != "" {
		s, err := t.one()
		return []*subject{s}, err
	}
	if t.q.Of == "" {
		t.q.Of = OfCity
	}
	var out []*subject
	if t.q.Of == OfCity {
		return t.cities(), nil
	}
	kind := graph.KindCenter
	if t.q.Of == OfZone {
		kind = graph.KindZone
	}
	for n := range t.view.Nodes(kind) {
		if t.scope.Has(t.view.Region(n)) || t.serves(n) {
			out = append(out, &subject{node: n, city: t.scope.City(t.view.Region(n))})
		}
	}
	slices.SortFunc(out, func(a, b *subject) int {
		return cmp.Or(cmp.Compare(a.city, b.city), cmp.Compare(t.view.ID(a.node), t.view.ID(b.node)))
	})
	return out, nil
}

// serves reports whether what has no region of its own lies in, or serves, one of the scope.
func (t *teller) serves(n snapshot.N) bool {
	if t.view.Region(n) != "" {
		return false
	}
	for _, r := range t.view.Out(n, t.rel[graph.RelLocatedIn]) {
		if t.scope.Has(t.view.Region(r)) {
			return true
		}
	}
	for _, part := range t.view.In(n, t.rel[graph.RelPartOf]) {
		if t.scope.Has(t.view.Region(part)) {
			return true
		}
	}
	return false
}

// one finds the subject that is asked for by id, code or name.
func (t *teller) one() (*subject, error) {
	if n, there := t.view.Lookup(graph.ID(t.q.ID)); there {
		of := ofKind(t.view.Kind(n))
		if of != "" && (t.q.Of == "" || t.q.Of == of) {
			t.q.Of = of
			return &subject{node: n, city: t.scope.City(t.view.Region(n))}, nil
		}
		return nil, unknownSubject(t.q.ID)
	}
	if t.q.Of != "" && t.q.Of != OfCity {
		return nil, unknownSubject(t.q.ID)
	}
	p, known := t.inv.Regions.Named(t.q.ID)
	if !known || t.inv.Regions.At(p).Type != lexicon.PlaceCity && t.scope.CityOf(p) != p {
		return nil, unknownSubject(t.q.ID)
	}
	t.q.Of = OfCity
	return &subject{node: -1, city: t.inv.Regions.At(p).Code}, nil
}

// cities lists the cities of the region in which a body is recorded, or of a province of
// which all are known, all of them.
func (t *teller) cities() []*subject {
	seen := make(map[string]bool)
	for n := range t.view.Nodes() {
		if region := t.view.Region(n); region != "" && t.scope.Has(region) && !seen[region] {
			seen[region] = true
		}
	}
	codes := make(map[string]bool)
	for region := range seen {
		city := t.scope.City(region)
		if p, known := t.inv.Regions.Find(city); known && t.scope.Has(city) && t.isCity(p) {
			codes[city] = true
		}
	}
	var out []*subject
	for code := range codes {
		out = append(out, &subject{node: -1, city: code})
	}
	slices.SortFunc(out, func(a, b *subject) int { return cmp.Compare(a.city, b.city) })
	return out
}

// isCity reports whether a place is a city, or a province without cities.
func (t *teller) isCity(p supply.Place) bool {
	at := t.inv.Regions.At(p)
	return at.Type == lexicon.PlaceCity || at.Type == lexicon.PlaceProvince && t.inv.Regions.Points(p)
}

// gather finds what belongs to each subject: to a city what lies in it, to a centre or zone
// what lies in it, what that holds, and whoever is appointed there.
func (t *teller) gather(subjects []*subject) {
	cities := make(map[string]*subject)
	for _, s := range subjects {
		if s.node < 0 {
			cities[s.city] = s
			continue
		}
		s.set = t.holdings(s.node)
	}
	if len(cities) == 0 {
		return
	}
	at := make(map[string]*subject) // by region code
	for n := range t.view.Nodes() {
		region := t.view.Region(n)
		if region == "" || t.view.Kind(n) == graph.KindRegion {
			continue
		}
		s, seen := at[region]
		if !seen {
			s = cities[t.scope.City(region)]
			at[region] = s
		}
		if s != nil {
			s.set = append(s.set, n)
		}
	}
	for _, s := range subjects {
		t.sort(s.set)
	}
}

// maxSteps bounds the way from a centre or zone to what belongs to it: the instrument of a
// laboratory of an institute in a zone is three steps.
const maxSteps = 4

// holdings walks from a centre or zone to what it holds.
func (t *teller) holdings(from snapshot.N) []snapshot.N {
	seen := map[snapshot.N]bool{from: true}
	ring := []snapshot.N{from}
	for range maxSteps {
		var next []snapshot.N
		take := func(n snapshot.N) {
			if !seen[n] {
				seen[n] = true
				next = append(next, n)
			}
		}
		for _, n := range ring {
			zone := t.view.Kind(n) == graph.KindZone
			for _, rel := range []graph.Relation{graph.RelOwns, graph.RelOffers} {
				for _, m := range t.view.Out(n, t.rel[rel]) {
					take(m)
				}
			}
			for _, rel := range []graph.Relation{graph.RelPartOf, graph.RelHostedBy, graph.RelOperatedBy} {
				for _, m := range t.view.In(n, t.rel[rel]) {
					take(m)
				}
			}
			if t.view.Kind(n) == graph.KindCenter {
				for _, m := range t.view.Out(n, t.rel[graph.RelOperatedBy]) {
					take(m)
				}
			}
			if zone {
				for _, m := range t.view.In(n, t.rel[graph.RelLocatedIn]) {
					take(m)
				}
			}
		}
		ring = next
	}
	list := make([]snapshot.N, 0, len(seen))
	for n := range seen {
		list = append(list, n)
	}
	t.sort(list)
	return list
}

func (t *teller) sort(list []snapshot.N) {
	slices.SortFunc(list, func(a, b snapshot.N) int { return cmp.Compare(t.view.ID(a), t.view.ID(b)) })
}
