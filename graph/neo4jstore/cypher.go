package neo4jstore

import (
	"strings"

	"chuangmai/graph"
)

// Cypher texts. Values are parameters always; what stands in a text are labels and
// types, whose letters [graph.Batch.Check] admits and which are quoted nevertheless.
// Hints name the index and that it is sought in, so that no plan depends on statistics
// of a store that was empty when the plan was made: a scan of an index looks good then.

// entity is the label that every node of the network has.
const entity = "Entity"

// label is the label of a kind: "rd_unit" becomes RdUnit.
func label(kind graph.Kind) string {
	var b strings.Builder
	for part := range strings.SplitSeq(string(kind), "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]))
			b.WriteString(part[1:])
		}
	}
	return quote(b.String())
}

func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// types is the list of relationship types of a pattern, "" for any.
func types(relations []graph.Relation) string {
	if len(relations) == 0 {
		return ""
	}
	quoted := make([]string, len(relations))
	for i, r := range relations {
		quoted[i] = quote(string(r))
	}
	return ":" + strings.Join(quoted, "|")
}

const (
	// textLock takes the lock that orders writers before it reads: an assignment holds it
	// until the transaction ends.
	textLock = `MATCH (s:_Log {id: 'log'})
SET s.lock = $lock
RETURN s.last AS last, s.first AS first, s.loads AS loads, s.schemes AS schemes`
	textState   = `MATCH (s:_Log {id: 'log'}) RETURN s.last AS last, s.first AS first, s.loads AS loads, s.schemes AS schemes`
	textApplied = `MATCH (c:_Change {batch: $batch}) USING INDEX SEEK c:_Change(batch) RETURN max(c.last) AS last`
	textPublish = `MATCH (s:_Log {id: 'log'})
SET s.last = $last, s.loads = $loads, s.schemes = $schemes
WITH s UNWIND $changes AS row
CREATE (c:_Change) SET c = row`

	textKey      = `MATCH (k:_Key {key: $key}) USING INDEX SEEK k:_Key(key) RETURN k.hash AS hash, k.revision AS revision`
	textRemember = `CREATE (:_Key {key: $key, hash: $hash, revision: $revision, at: $at})
WITH 1 AS one MATCH (k:_Key) USING INDEX SEEK k:_Key(at) WHERE k.at < $before
DELETE k`

	textFindNodes = `UNWIND $ids AS id
MATCH (n:Entity {id: id}) USING INDEX SEEK n:Entity(id)
RETURN properties(n) AS record, id(n) AS place`
	textFindEnds = `UNWIND $ids AS id
MATCH (n:Entity {id: id}) USING INDEX SEEK n:Entity(id)
RETURN n.id AS id, id(n) AS place`
	textNodeIDs = `MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > ''
RETURN n.id AS id LIMIT $limit`
	textEdgesAt = `MATCH (n:Entity {id: $id})-[r]-() USING INDEX SEEK n:Entity(id) WITH DISTINCT r
RETURN type(r) AS relation, startNode(r).id AS from, endNode(r).id AS to, properties(r) AS record`

	textUpdateNodes = `UNWIND $rows AS row
MATCH (n:Entity {id: row.id}) USING INDEX SEEK n:Entity(id)
SET n = row`
	textDeleteNodes = `UNWIND $ids AS id
MATCH (n:Entity {id: id}) USING INDEX SEEK n:Entity(id)
DELETE n`

	textLoad     = `MATCH (l:_Load {id: $id}) USING INDEX SEEK l:_Load(id) RETURN properties(l) AS record`
	textLoads    = `MATCH (l:_Load) RETURN properties(l) AS record`
	textSaveLoad = `MERGE (l:_Load {id: $id}) SET l += $record`
	textForget   = `MATCH (l:_Load {id: $id}) USING INDEX SEEK l:_Load(id) SET l.undone = true RETURN l.number AS number`

	textSaveMade   = `CREATE (m:_Made) SET m = $record`
	textMade       = `MATCH (m:_Made {load: $load}) USING INDEX SEEK m:_Made(load) RETURN properties(m) AS record`
	textAlive      = `UNWIND $numbers AS number MATCH (l:_Load {number: number}) USING INDEX SEEK l:_Load(number) WHERE NOT l.undone SET l.priors = true RETURN l.number AS number`
	textHasPriors  = `UNWIND $keys AS key MATCH (p:_Prior {key: key}) USING INDEX SEEK p:_Prior(key) RETURN p.key AS key`
	textSavePriors = `UNWIND $rows AS row
MERGE (p:_Prior {key: row.key})
ON CREATE SET p = row
ON MATCH SET p.leaves = row.leaves, p.relation = CASE WHEN p.image IS NULL THEN row.relation ELSE p.relation END`
	textPriors = `MATCH (p:_Prior {load: $load}) USING INDEX SEEK p:_Prior(load)
RETURN p.edge AS edge, p.id AS id, p.relation AS relation, p.image AS image, p.leaves AS leaves`
	textDropPriors = `MATCH (p:_Prior {load: $load}) USING INDEX SEEK p:_Prior(load) WITH p LIMIT $limit DELETE p RETURN count(*) AS dropped`
	textDropMade   = `MATCH (m:_Made {load: $load}) USING INDEX SEEK m:_Made(load) WITH m LIMIT $limit DELETE m RETURN count(*) AS dropped`

	textChanges = `MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last > $since
RETURN properties(c) AS record ORDER BY c.last LIMIT $limit`
	textFirstYoung = `MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last > 0 AND c.at >= $before
RETURN c.first AS first ORDER BY c.last LIMIT 1`
	textTrim = `MATCH (s:_Log {id: 'log'}) SET s.first = $first
WITH s MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last < $first
DELETE c`

	textErase = `MATCH (n:Entity|_Log|_Change|_Key|_Load|_Made|_Prior)
CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`
)

// textFindEdges looks edges of one relation up.
func textFindEdges(relation graph.Relation) string {
	t := quote(string(relation))
	return "UNWIND $ids AS id\nMATCH (a)-[r:" + t + " {id: id}]->(b) USING INDEX SEEK r:" + t + "(id)\n" +
		"RETURN a.id AS from, b.id AS to, properties(r) AS record"
}

func textCreateNodes(kind graph.Kind) string {
	return "UNWIND $rows AS row\nCREATE (n:" + entity + ":" + label(kind) + ") SET n += row\nRETURN row.id AS id, id(n) AS place"
}

// textCreateEdges goes to the ends by their places, which costs less than an index does,
// and makes sure that what is there still is what was. The test is written so that no
// plan can begin with it.
func textCreateEdges(relation graph.Relation) string {
	return "UNWIND $rows AS row\n" +
		"MATCH (a) WHERE id(a) = row.a AND coalesce(a:Entity AND a.id = row.from, false)\n" +
		"MATCH (b) WHERE id(b) = row.b AND coalesce(b:Entity AND b.id = row.to, false)\n" +
		"CREATE (a)-[r:" + quote(string(relation)) + "]->(b) SET r += row.record"
}

// textEdgeIDs lists the ids of one relation's edges.
func textEdgeIDs(relation graph.Relation) string {
	t := quote(string(relation))
	return "MATCH ()-[r:" + t + "]->() USING INDEX SEEK r:" + t + "(id) WHERE r.id > ''\nRETURN r.id AS id LIMIT $limit"
}

func textUpdateEdges(relation graph.Relation) string {
	t := quote(string(relation))
	return "UNWIND $rows AS row\nMATCH ()-[r:" + t + " {id: row.id}]->() USING INDEX SEEK r:" + t + "(id)\nSET r = row"
}

func textDeleteEdges(relation graph.Relation) string {
	t := quote(string(relation))
	return "UNWIND $ids AS id\nMATCH ()-[r:" + t + " {id: id}]->() USING INDEX SEEK r:" + t + "(id)\nDELETE r"
}

// textNodesPage reads the next nodes in the order of ids.
func textNodesPage(kinds bool) string {
	among := ""
	if kinds {
		among = " AND n.kind IN $kinds"
	}
	return "MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > $after" + among + "\n" +
		"RETURN properties(n) AS record ORDER BY n.id LIMIT $limit"
}

// textEdgesPage reads the next edges of one relation in the order of ids.
func textEdgesPage(relation graph.Relation) string {
	t := quote(string(relation))
	return "MATCH (a)-[r:" + t + "]->(b) USING INDEX SEEK r:" + t + "(id) WHERE r.id > $after\n" +
		"RETURN a.id AS from, b.id AS to, properties(r) AS record ORDER BY r.id LIMIT $limit"
}

// textEdgesAtPage reads the next edges at a node, which $from, $to or $touching names.
func textEdgesAtPage(f graph.EdgeFilter) string {
	var pattern string
	r := "[r" + types(f.Relations) + "]"
	switch {
	case f.From != "":
		pattern = "(n:Entity {id: $from})-" + r + "->()"
	case f.To != "":
		pattern = "(n:Entity {id: $to})<-" + r + "-()"
	default:
		pattern = "(n:Entity {id: $touching})-" + r + "-()"
	}
	text := "MATCH " + pattern + " USING INDEX SEEK n:Entity(id) WHERE r.id > $after\n" +
		"WITH DISTINCT r, startNode(r).id AS from, endNode(r).id AS to"
	var where []string
	if f.From != "" && f.To != "" {
		where = append(where, "to = $to")
	}
	if f.Touching != "" && (f.From != "" || f.To != "") {
		where = append(where, "$touching IN [from, to]")
	}
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	return text + "\nRETURN type(r) AS relation, from, to, properties(r) AS record ORDER BY r.id LIMIT $limit"
}

// textRelationIndex makes a relation's edges findable by id, and their ids unique.
func textRelationIndex(relation graph.Relation) string {
	return "CREATE CONSTRAINT " + quote("edge_"+strings.ToLower(string(relation))) + " IF NOT EXISTS\n" +
		"FOR ()-[r:" + quote(string(relation)) + "]-() REQUIRE r.id IS UNIQUE"
}
