MATCH (p:_Prior {load: $load}) USING INDEX SEEK p:_Prior(load) WITH p LIMIT $limit DELETE p RETURN count(*) AS dropped
