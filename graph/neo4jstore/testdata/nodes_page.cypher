MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > $after
RETURN properties(n) AS record ORDER BY n.id LIMIT $limit
