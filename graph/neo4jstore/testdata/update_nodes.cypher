UNWIND $rows AS row
MATCH (n:Entity {id: row.id}) USING INDEX SEEK n:Entity(id)
SET n = row
