UNWIND $rows AS row
MATCH (a) WHERE id(a) = row.a AND coalesce(a:Entity AND a.id = row.from, false)
MATCH (b) WHERE id(b) = row.b AND coalesce(b:Entity AND b.id = row.to, false)
CREATE (a)-[r:`COLLABORATES_WITH`]->(b) SET r += row.record
