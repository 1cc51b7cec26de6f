MATCH (l:_Load {id: $id}) SET l.undone = true RETURN l.number AS number
