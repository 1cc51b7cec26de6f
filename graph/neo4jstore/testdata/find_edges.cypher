UNWIND $ids AS id
MATCH (a)-[r:`COLLABORATES_WITH` {id: id}]->(b) USING INDEX SEEK r:`COLLABORATES_WITH`(id)
RETURN a.id AS from, b.id AS to, properties(r) AS record
