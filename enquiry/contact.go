package enquiry

import (
	"cmp"
	"context"
	"iter"
	"net/url"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/phrase"
)

// The sorts of a [Page], the most useful first.
const (
	SortBooking = "booking" // where a resource is booked
	SortContact = "contact" // the public contact page
	SortWebsite = "website"
)

// Page is a public page of a body.
type Page struct {
	Sort string
	URL  string
}

// Helper is a body that answers for a record, and what it is to it.
type Helper struct {
	Body  snapshot.N
	Role  string // the code of its role: "enquiry.role." and what it is
	Pages []Page
}

// Contact says where a record can be asked about.
type Contact struct {
	// Pages are its own; none for people, who are asked through where they work.
	Pages []Page
	// Ask are bodies with a page that answer for it, the nearest first.
	Ask []Helper
	// Region is the place whose authority is to be asked when nobody has a page; "" when
	// there is a page, or no place is recorded.
	Region string
	// Nobody: there is no page at all.
	Nobody bool
}

// Records reads whole records, those that may be shown.
type Records interface {
	Nodes(ctx context.Context, filter graph.NodeFilter) iter.Seq2[graph.Node, error]
}

// Pages are the public pages that a record names: only web addresses, and none on a host
// that is known as a mirror.
func Pages(n *graph.Node) []Page {
	if n.Kind == graph.KindTalent {
		return nil
	}
	mirrors := make(map[string]bool)
	for _, s := range n.Sources {
		if u, err := url.Parse(s.Address); s.Mirror && err == nil && u.Host != "" {
			mirrors[strings.ToLower(u.Host)] = true
		}
	}
	var out []Page
	for _, p := range []struct{ sort, property string }{
		{SortBooking, "booking_url"}, {SortContact, "contact_page"}, {SortWebsite, "website"},
	} {
		u, err := url.Parse(strings.TrimSpace(n.Properties.Text(p.property)))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || mirrors[strings.ToLower(u.Host)] {
			continue
		}
		out = append(out, Page{p.sort, u.String()})
	}
	return out
}

// Bounds of a search for helpers.
const (
	maxHelpers = 3
	maxSteps   = 2
	maxAsked   = 40 // bodies whose records are read
)

// tie is a relation that leads to who answers for a record.
type tie struct {
	relation graph.Relation
	out      bool
	role     string
}

// ties are in the order in which one would ask.
func ties() []tie {
	return []tie{
		{graph.RelOperatedBy, true, "operator"},
		{graph.RelHostedBy, true, "host"},
		{graph.RelOwns, false, "owner"},
		{graph.RelOffers, false, "provider"},
		{graph.RelAppointedAt, true, "employer"},
		{graph.RelBuilds, false, "builder"},
		{graph.RelLeads, false, "leader"},
		{graph.RelPoses, false, "poser"},
		{graph.RelPartOf, true, "parent"},
	}
}

// Find finds out whom to ask about a node of a view. Where whole records cannot be read,
// the error is the store's and the contact is what the picture knows.
func Find(ctx context.Context, v snapshot.View, records Records, n snapshot.N) (Contact, error) {
	f := &finder{view: v, records: records, read: make(map[snapshot.N][]Page)}
	steps := f.around(n)
	err := f.pages(ctx, append([]snapshot.N{n}, bodies(steps)...))
	c := Contact{Pages: f.read[n]}
	if len(c.Pages) == 0 || !organisation(v, n) {
		for _, h := range steps {
			if h.Pages = f.read[h.Body]; len(h.Pages) > 0 && len(c.Ask) < maxHelpers {
				c.Ask = append(c.Ask, h)
			}
		}
	}
	if c.Nobody = len(c.Pages) == 0 && len(c.Ask) == 0; c.Nobody {
		c.Region = v.Region(n)
		for _, h := range steps {
			c.Region = cmp.Or(c.Region, v.Region(h.Body))
		}
	}
	return c, err
}

func organisation(v snapshot.View, n snapshot.N) bool {
	def := v.Schema().Kind(v.Kind(n))
	return def != nil && def.Organisation
}

func bodies(list []Helper) []snapshot.N {
	out := make([]snapshot.N, len(list))
	for i, h := range list {
		out[i] = h.Body
	}
	return out
}

// finder is a search under way.
type finder struct {
	view    snapshot.View
	records Records
	read    map[snapshot.N][]Page
}

// around lists the bodies that answer for a node, and those that answer for them.
func (f *finder) around(n snapshot.N) []Helper {
	seen := map[snapshot.N]bool{n: true}
	var all []Helper
	from := []snapshot.N{n}
	for range maxSteps {
		var next []snapshot.N
		for _, at := range from {
			for _, h := range f.beside(at) {
				if !seen[h.Body] && len(all) < maxAsked {
					seen[h.Body] = true
					all = append(all, h)
					next = append(next, h.Body)
				}
			}
		}
		from = next
	}
	return all
}

func (f *finder) beside(n snapshot.N) []Helper {
	v := f.view
	var out []Helper
	for _, t := range ties() {
		ends := v.In
		if t.out {
			ends = v.Out
		}
		var found []Helper
		for _, other := range ends(n, v.Rel(t.relation)) {
			if organisation(v, other) {
				found = append(found, Helper{Body: other, Role: "enquiry.role." + t.role})
			}
		}
		slices.SortFunc(found, func(a, b Helper) int { return cmp.Compare(v.ID(a.Body), v.ID(b.Body)) })
		out = append(out, found...)
	}
	return out
}

// pages reads the pages of nodes; a booking page stands in the picture too.
func (f *finder) pages(ctx context.Context, nodes []snapshot.N) error {
	ids := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		ids[i] = f.view.ID(n)
	}
	for record, err := range f.records.Nodes(ctx, graph.NodeFilter{IDs: ids, AnyOrder: true}) {
		if err != nil {
			f.fromPicture(nodes)
			return err
		}
		if n, there := f.view.Lookup(record.ID); there {
			f.read[n] = Pages(&record)
		}
	}
	return nil
}

func (f *finder) fromPicture(nodes []snapshot.N) {
	for _, n := range nodes {
		known := graph.Node{Kind: f.view.Kind(n)}
		known.Properties = graph.Properties{"booking_url": f.view.Text(n, "booking_url")}
		f.read[n] = Pages(&known)
	}
}

// Authority is the generic role that is asked where no body has a page.
func Authority(place phrase.Text) phrase.Text {
	if place.Zh == "" {
		return phrase.New("enquiry.authority.anywhere").Both()
	}
	return phrase.New("enquiry.authority", "place", place).Both()
}
