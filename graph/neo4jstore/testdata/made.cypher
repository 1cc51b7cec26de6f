MATCH (m:_Made {load: $load}) USING INDEX SEEK m:_Made(load) RETURN properties(m) AS record
