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
