UNWIND $rows AS row
MERGE (p:_Prior {key: row.key})
ON CREATE SET p = row
ON MATCH SET p.leaves = row.leaves, p.relation = CASE WHEN p.image IS NULL THEN row.relation ELSE p.relation END
