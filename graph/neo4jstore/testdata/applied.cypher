MATCH (c:_Change {batch: $batch}) USING INDEX SEEK c:_Change(batch) RETURN max(c.last) AS last
