MATCH (c:_Change {batch: $batch}) RETURN max(c.last) AS last
