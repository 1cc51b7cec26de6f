MATCH (l:_Load {id: $id}) RETURN properties(l) AS record
