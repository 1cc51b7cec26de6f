package neo4jstore

import (
	"hash/fnv"

	"chuangmai/graph"
	"chuangmai/graph/apply"
)

// sumOfNode is the checksum a record carries: 64 bits of FNV-1a over everything it says.
func sumOfNode(id graph.ID, r *apply.NodeRow, st apply.Stamp) int64 {
	h := fnv.New64a()
	d := apply.Digest{Hash: h}
	d.Node(id, r)
	d.Numbers(st.Version, int64(st.Revision))
	return int64(h.Sum64()) //nolint:gosec // any 64 bits will do
}

func sumOfEdge(id graph.ID, r *apply.EdgeRow, st apply.Stamp) int64 {
	h := fnv.New64a()
	d := apply.Digest{Hash: h}
	d.Edge(id, r)
	d.Numbers(st.Version, int64(st.Revision))
	return int64(h.Sum64()) //nolint:gosec // any 64 bits will do
}
