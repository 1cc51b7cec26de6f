MATCH (l:_Load {id: $id}) USING INDEX SEEK l:_Load(id) SET l.undone = true RETURN l.number AS number
