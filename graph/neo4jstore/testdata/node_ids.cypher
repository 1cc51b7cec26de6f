MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > ''
RETURN n.id AS id LIMIT $limit
