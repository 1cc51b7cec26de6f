package graphtest

import (
	"errors"

	"chuangmai/graph"
)

var versionCases = []scenario{
	{"Count", func(k *kit) {
		for i := range 3 {
			k.apply(put(node("local:a", graph.KindTeam, string(rune('甲'+i)))))
			equal(k, "version", k.node("local:a").Version, int64(i+1))
		}
		k.apply(put(node("local:b", graph.KindTeam, "乙")))
		equal(k, "another record's", k.node("local:b").Version, int64(1))
	}},
	{"Expected", func(k *kit) {
		k.apply(expecting(put(node("local:a", graph.KindTeam, "一")), 0))
		k.apply(expecting(put(node("local:a", graph.KindTeam, "二")), 1))
		k.apply(put(node("local:a", graph.KindTeam, "三")))
		k.apply(expecting(putEdge(edge(graph.RelPartOf, "e:1", "local:a", "local:a")), 0))
		k.apply(expecting(delEdge(graph.RelPartOf, "e:1"), 1))
		k.apply(expecting(del("local:a"), 3))
		equal(k, "head", k.head(), graph.Revision(6))
	}},
	{"Conflict", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		for _, c := range []struct {
			item       graph.Item
			want, have int64
		}{
			{put(node("local:univ", graph.KindUniversity, "改名")), 0, 1},
			{put(node("local:univ", graph.KindUniversity, "改名")), 2, 1},
			{put(node("local:univ", graph.KindUniversity, "江南大学")), 2, 1}, // equal, and still not as expected
			{put(node("local:none", graph.KindUniversity, "新")), 1, 0},
			{del("local:univ"), 3, 1},
			{del("local:none"), 1, 0},
			{putEdge(edge(graph.RelInTeam, "e:t", "local:yang", "local:unit")), 7, 1},
			{delEdge(graph.RelInTeam, "e:t"), 0, 1},
			{delEdge(graph.RelPartOf, "e:t"), 1, 0}, // addressed by relation and id
		} {
			_, err := k.try(expecting(c.item, c.want))
			k.fails(err, graph.ErrConflict, before)
			var conflict *graph.ConflictError
			if !errors.As(err, &conflict) {
				k.Fatalf("error is %v, want a ConflictError", err)
			}
			id := c.item.ID
			if c.item.Node != nil {
				id = c.item.Node.ID
			} else if c.item.Edge != nil {
				id = c.item.Edge.ID
			}
			equal(k, "conflict", *conflict, graph.ConflictError{ID: id, Want: c.want, Have: c.have})
		}
		_, err := k.try(expecting(del("local:none"), 0))
		k.fails(err, graph.ErrNotFound, before)
	}},
	{"FirstBreachInOrder", func(k *kit) {
		k.apply(small()...)
		before := k.dump()
		var conflict *graph.ConflictError
		// What no order of items could mend comes after what an item meets in its turn.
		_, err := k.try(put(node("local:univ", graph.KindInstitute, "别类")), put(node("local:new", graph.KindTeam, "新")),
			expecting(put(node("local:firm", graph.KindEnterprise, "改名")), 5), del("local:none"))
		k.fails(err, graph.ErrConflict, before)
		if errors.As(err, &conflict) {
			equal(k, "item", conflict.Item, 2)
		}
		_, err = k.try(del("local:none"), expecting(put(node("local:firm", graph.KindEnterprise, "改名")), 5))
		k.fails(err, graph.ErrNotFound, before)
	}},
}
