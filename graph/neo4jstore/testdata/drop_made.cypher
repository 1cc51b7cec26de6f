MATCH (m:_Made {load: $load}) USING INDEX SEEK m:_Made(load) WITH m LIMIT $limit DELETE m RETURN count(*) AS dropped
