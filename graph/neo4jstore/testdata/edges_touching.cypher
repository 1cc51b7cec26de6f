MATCH (n:Entity {id: $touching})-[r]-() USING INDEX SEEK n:Entity(id) WHERE r.id > $after
WITH DISTINCT r, startNode(r).id AS from, endNode(r).id AS to
RETURN type(r) AS relation, from, to, properties(r) AS record ORDER BY r.id LIMIT $limit
