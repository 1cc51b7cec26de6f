MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last > $since
RETURN properties(c) AS record ORDER BY c.last LIMIT $limit
