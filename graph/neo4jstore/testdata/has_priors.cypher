UNWIND $keys AS key MATCH (p:_Prior {key: key}) USING INDEX p:_Prior(key) RETURN p.key AS key
