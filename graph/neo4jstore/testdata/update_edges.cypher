UNWIND $rows AS row
MATCH ()-[r:`COLLABORATES_WITH` {id: row.id}]->() USING INDEX SEEK r:`COLLABORATES_WITH`(id)
SET r = row
