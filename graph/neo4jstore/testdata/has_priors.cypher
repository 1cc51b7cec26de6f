UNWIND $keys AS key MATCH (p:_Prior {key: key}) USING INDEX SEEK p:_Prior(key) RETURN p.key AS key
