package feedback

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"unicode/utf8"

	"chuangmai/graph"
	"chuangmai/need"
)

// scheme is that of the ids of nodes that keep marks.
const scheme = "mark"

// Items returns what keeps the mark: the same marker's mark of the same hit for the same
// question replaces the one before. Marker tells markers apart and is not kept. The mark's
// ID is set.
func (m *Mark) Items(marker string) []graph.Item {
	sum := sha256.Sum256([]byte(marker + "\x00" + m.Question() + "\x00" + string(m.Hit)))
	digits := hex.EncodeToString(sum[:8])
	m.ID = graph.ID(scheme + ":" + digits)
	properties := graph.Properties{"outcome": m.Verdict, "hit": string(m.Hit), "date": m.Day.String()}
	for name, text := range map[string]string{
		"question": m.Text, "need": needText(m.Need), "requester": string(m.Requester), "reason": m.Reason, "because": m.Because,
	} {
		if text != "" {
			properties[name] = text
		}
	}
	node := graph.Node{ID: m.ID, Kind: graph.KindEvaluation, Name: "标记 " + digits, NameEn: "Mark " + digits}
	node.Visibility, node.Properties = graph.VisibilityParties, properties
	edge := graph.Edge{ID: edgeID(m.ID), Relation: graph.RelConcerns, From: m.ID, To: m.Hit}
	edge.Visibility = graph.VisibilityParties
	return []graph.Item{{Op: graph.OpPutNode, Node: &node}, {Op: graph.OpPutEdge, Edge: &edge}}
}

func edgeID(id graph.ID) graph.ID { return graph.ID("concerns:" + id.Value()) }

// Read returns marks in the order of their ids: those after an id ("" for the first), at
// most limit. Next is the id to go on after, "" when there are no more.
func Read(ctx context.Context, r graph.Reader, after graph.ID, limit int) (list []Mark, next graph.ID, err error) {
	if after == "" {
		after = scheme + ":"
	}
	var edges []graph.ID
	for n, err := range r.Nodes(ctx, graph.NodeFilter{Kinds: []graph.Kind{graph.KindEvaluation}, After: after, Limit: limit + 1}) {
		if err != nil {
			return nil, "", err
		}
		if n.ID.Scheme() != scheme {
			break // ids come in order
		}
		if len(list) == limit {
			next = list[limit-1].ID
			break
		}
		list = append(list, read(n))
		edges = append(edges, edgeID(n.ID))
	}
	if len(list) == 0 {
		return nil, "", nil
	}
	// A hit whose record was merged into another is the other one now.
	hits := make(map[graph.ID]graph.ID, len(edges))
	for e, err := range r.Edges(ctx, graph.EdgeFilter{IDs: edges, Relations: []graph.Relation{graph.RelConcerns}}) {
		if err != nil {
			return nil, "", err
		}
		hits[e.From] = e.To
	}
	for i := range list {
		if hit, moved := hits[list[i].ID]; moved {
			list[i].Hit = hit
		}
	}
	return list, next, nil
}

// read turns a node into the mark that it keeps.
func read(n graph.Node) Mark {
	text := func(name string) string { return n.Properties.Text(name) }
	m := Mark{
		ID: n.ID, Text: text("question"), Requester: graph.ID(text("requester")), Hit: graph.ID(text("hit")),
		Verdict: text("outcome"), Reason: text("reason"), Because: text("because"),
	}
	// Somebody may have written the record by hand: what cannot be read is not there.
	if written := new(need.Need); json.Unmarshal([]byte(text("need")), written) == nil {
		m.Need = written
	}
	if day, err := graph.ParseDate(text("date")); err == nil {
		m.Day = day
	}
	return m
}

// NeedSize is how many characters a need takes where it is kept, at most
// [graph.MaxText].
func NeedSize(n *need.Need) int { return utf8.RuneCountInString(needText(n)) }
