MATCH (a)-[r:`COLLABORATES_WITH`]->(b) USING INDEX SEEK r:`COLLABORATES_WITH`(id) WHERE r.id > $after
RETURN a.id AS from, b.id AS to, properties(r) AS record ORDER BY r.id LIMIT $limit
