package api_test

import (
	"cmp"
	"net/url"
	"slices"
	"testing"

	"chuangmai/api"
	"chuangmai/graph"
)

// TestListNodes: the pages of a list are the whole of it, each caller's list is as long as
// the counts that lead to it, and recorded nodes come before made-up ones.
func TestListNodes(t *testing.T) {
	k := newKit(t, nil)
	for _, role := range []string{"", "member", "editor"} {
		stats := decode[api.Stats](t, k.want(k.get("/api/v1/stats", tokenOf(role)), 200))
		counts := map[string]int{"": stats.Nodes}
		for _, c := range stats.Kinds {
			counts[string(c.Kind)] = c.Count
		}
		for kind, want := range counts {
			var seen []api.NodeBrief
			cursor := ""
			for range 1 + want {
				query := url.Values{"limit": {"2"}}
				if kind != "" {
					query.Set("kind", kind)
				}
				if cursor != "" {
					query.Set("cursor", cursor)
				}
				page := decode[api.NodePage](t, k.want(k.get("/api/v1/nodes?"+query.Encode(), tokenOf(role)), 200))
				if page.Total != want || page.Revision == 0 {
					t.Fatalf("%s by %q: %+v, want %d", kind, role, page, want)
				}
				seen = append(seen, page.Items...)
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			sorted := slices.IsSortedFunc(seen, func(a, b api.NodeBrief) int {
				if a.Synthetic != b.Synthetic {
					if b.Synthetic {
						return -1
					}
					return 1
				}
				return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
			})
			if len(seen) != want || !sorted {
				t.Errorf("%s by %q: %+v, want %d in order", kind, role, seen, want)
			}
			for _, n := range seen {
				if kind != "" && string(n.Kind) != kind || n.Name == "" {
					t.Errorf("%s: %+v", kind, n)
				}
			}
		}
	}
	firms := decode[api.NodePage](t, k.want(k.get("/api/v1/nodes?kind=enterprise&kind=university", ""), 200))
	facts := decode[api.NodePage](t, k.want(k.get("/api/v1/nodes?kind=enterprise&kind=university&facts_only=true", ""), 200))
	if firms.Total != facts.Total+1 || !firms.Items[len(firms.Items)-1].Synthetic || slices.ContainsFunc(facts.Items, func(n api.NodeBrief) bool { return n.Synthetic }) {
		t.Errorf("%+v\n%+v", firms, facts)
	}
	if then := decode[api.NodePage](t, k.want(k.get("/api/v1/nodes?as_of=2019-06-01&kind="+string(graph.KindCenter), ""), 200)); !slices.ContainsFunc(then.Items, func(n api.NodeBrief) bool { return n.ID == idOld }) {
		t.Errorf("as of then: %+v", then)
	}
	p := decode[api.Problem](t, k.want(k.get("/api/v1/nodes?kind=enterprises", ""), 400))
	if len(p.Errors) != 1 || p.Errors[0].Code != "unknown_kind" || p.Errors[0].Params["nearest"] != "enterprise" {
		t.Errorf("%+v", p)
	}
	if got := k.get("/api/v1/nodes?cursor=abc", ""); got.status != 400 {
		t.Errorf("a made-up cursor: %d", got.status)
	}
	k.sound(t, "/api/v1/nodes?kind=enterprise&limit=1", nil)
}

// TestListsBehindTheOverview: the open resources and the collaborations that a start page
// counts can be read to their end.
func TestListsBehindTheOverview(t *testing.T) {
	k := newKit(t, nil)
	for _, role := range []string{"", "member", "editor"} {
		held := decode[api.Overview](t, k.want(k.get("/api/v1/overview", tokenOf(role)), 200))
		open := decode[api.NodePage](t, k.want(k.get("/api/v1/nodes?openness=accessible&limit=200", tokenOf(role)), 200))
		made := 0
		for _, n := range open.Items {
			if n.Synthetic {
				made++
			}
		}
		if open.Total != held.OpenResources.Count || len(open.Items) != open.Total || made != held.OpenResources.Synthetic || made == 0 && open.Total == 0 {
			t.Errorf("%q: %+v, counted %+v", role, open, held.OpenResources)
		}
		var ties []api.Tie
		cursor := ""
		for range 1 + held.Collaborations.Count {
			query := url.Values{"limit": {"1"}, "relation": {string(graph.RelCollaboratesWith)}}
			if cursor != "" {
				query.Set("cursor", cursor)
			}
			page := decode[api.TiePage](t, k.want(k.get("/api/v1/edges?"+query.Encode(), tokenOf(role)), 200))
			ties = append(ties, page.Items...)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if len(ties) != held.Collaborations.Count || len(ties) == 0 {
			t.Errorf("%q: %+v, counted %+v", role, ties, held.Collaborations)
		}
		for _, tie := range ties {
			if tie.Edge.Relation != graph.RelCollaboratesWith || tie.From.ID != tie.Edge.From || tie.To.ID != tie.Edge.To || tie.From.Name == "" {
				t.Errorf("%q: %+v", role, tie)
			}
		}
	}
	all := decode[api.TiePage](t, k.want(k.get("/api/v1/edges?limit=200", ""), 200))
	facts := decode[api.TiePage](t, k.want(k.get("/api/v1/edges?limit=200&facts_only=true", ""), 200))
	stats := decode[api.Stats](t, k.want(k.get("/api/v1/stats", ""), 200))
	if all.Total != stats.Edges || facts.Total >= all.Total {
		t.Errorf("%d edges, %d of facts, counted %d", all.Total, facts.Total, stats.Edges)
	}
	p := decode[api.Problem](t, k.want(k.get("/api/v1/edges?relation=COLLABORATES", ""), 400))
	if len(p.Errors) != 1 || p.Errors[0].Code != "unknown_relation" {
		t.Errorf("%+v", p)
	}
	k.sound(t, "/api/v1/edges?relation=COLLABORATES_WITH&limit=1", nil)
}
