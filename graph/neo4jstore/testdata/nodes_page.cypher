MATCH (n:Entity) USING INDEX n:Entity(id) WHERE n.id > $after
RETURN properties(n) AS record ORDER BY n.id LIMIT $limit
