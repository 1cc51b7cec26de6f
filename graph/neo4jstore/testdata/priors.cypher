MATCH (p:_Prior {load: $load}) USING INDEX SEEK p:_Prior(load)
RETURN p.edge AS edge, p.id AS id, p.relation AS relation, p.image AS image, p.leaves AS leaves
