MATCH (n:Entity) USING INDEX SEEK n:Entity(id) WHERE n.id > $after AND n.kind IN $kinds
RETURN properties(n) AS record ORDER BY n.id LIMIT $limit
