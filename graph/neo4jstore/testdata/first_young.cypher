MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last > 0 AND c.at >= $before
RETURN c.first AS first ORDER BY c.last LIMIT 1
