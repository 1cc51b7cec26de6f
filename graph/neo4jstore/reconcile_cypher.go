package neo4jstore

import (
	"strings"

	"chuangmai/graph"
)

// Texts of reconciling. They return what the server calls a record, as one that others
// have put there need not have an id.
const (
	nodeSighting = "elementId(n) AS element, labels(n) AS labels, properties(n) AS record"
	edgeSighting = "elementId(r) AS element, type(r) AS relation, a.id AS from, b.id AS to, a:Entity AND b:Entity AS tied, properties(r) AS record"

	textSeenNodes = `MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > $after
RETURN ` + nodeSighting + ` ORDER BY n.id LIMIT $limit`
	textNamelessNodes = `MATCH (n:Entity) WHERE NOT coalesce(n.id > '', false) AND elementId(n) > $after
RETURN ` + nodeSighting + ` ORDER BY element LIMIT $limit`
	textNodesAgain = `UNWIND $elements AS e
MATCH (n) WHERE elementId(n) = e
RETURN ` + nodeSighting
	textEdgesAgain = `UNWIND $elements AS e
MATCH (a)-[r]->(b) WHERE elementId(r) = e
RETURN ` + edgeSighting

	textTypes       = `CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType AS relation ORDER BY relation`
	textConstrained = `SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties
WHERE type = 'RELATIONSHIP_UNIQUENESS' AND properties = ['id']
RETURN labelsOrTypes[0] AS relation`
	textEndKinds = `UNWIND $ids AS id
MATCH (n:Entity {id: id}) USING INDEX SEEK n:Entity(id)
RETURN n.id AS id, n.kind AS kind, labels(n) AS labels`
	textChangeAt = `MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last >= $revision
RETURN properties(c) AS record ORDER BY c.last LIMIT 1`
	textName = `UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.element
SET r.id = row.id`
)

// textUnlabelled finds nodes that carry the label of a kind and not the common one.
func textUnlabelled(kinds []graph.Kind) string {
	labels := make([]string, len(kinds))
	for i, k := range kinds {
		labels[i] = label(k)
	}
	return "MATCH (n:" + strings.Join(labels, "|") + ") WHERE NOT n:Entity AND elementId(n) > $after\n" +
		"RETURN " + nodeSighting + " ORDER BY element LIMIT $limit"
}

// textSeenEdges reads the next relationships of a type that has a constraint, in the
// order of ids.
func textSeenEdges(relation graph.Relation) string {
	t := quote(string(relation))
	return "MATCH (a)-[r:" + t + "]->(b) USING INDEX SEEK r:" + t + "(id) WHERE r.id > $after\n" +
		"RETURN " + edgeSighting + " ORDER BY r.id LIMIT $limit"
}

// textNamelessEdges reads relationships without an id, in the server's order.
func textNamelessEdges(relations []graph.Relation) string {
	return "MATCH (a)-[r" + types(relations) + "]->(b) WHERE NOT coalesce(r.id > '', false) AND elementId(r) > $after AND (a:Entity OR b:Entity)\n" +
		"RETURN " + edgeSighting + " ORDER BY element LIMIT $limit"
}

// textForeignEdges reads relationships of types that the store has never written.
func textForeignEdges(relations []graph.Relation) string {
	return "MATCH (a)-[r" + types(relations) + "]->(b) WHERE elementId(r) > $after AND (a:Entity OR b:Entity)\n" +
		"RETURN " + edgeSighting + " ORDER BY element LIMIT $limit"
}

// textEdgeElements looks up who has an id; a type that the store has written has an index.
func textEdgeElements(relation graph.Relation, indexed bool) string {
	t := quote(string(relation))
	hint := ""
	if indexed {
		hint = " USING INDEX SEEK r:" + t + "(id)"
	}
	return "UNWIND $ids AS id\nMATCH ()-[r:" + t + " {id: id}]->()" + hint + "\nRETURN r.id AS id, elementId(r) AS element"
}
