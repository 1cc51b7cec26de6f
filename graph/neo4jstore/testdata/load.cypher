MATCH (l:_Load {id: $id}) USING INDEX SEEK l:_Load(id) RETURN properties(l) AS record
