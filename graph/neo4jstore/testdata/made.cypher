MATCH (m:_Made {load: $load}) USING INDEX m:_Made(load) RETURN m.nodes AS nodes, m.edges AS edges, m.relations AS relations
