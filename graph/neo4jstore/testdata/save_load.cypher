MERGE (l:_Load {id: $id}) SET l += $record
