MATCH (n:Entity {id: $id})-[r]-() USING INDEX SEEK n:Entity(id) WITH DISTINCT r
RETURN type(r) AS relation, startNode(r).id AS from, endNode(r).id AS to, properties(r) AS record
