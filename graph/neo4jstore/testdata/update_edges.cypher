UNWIND $rows AS row
MATCH ()-[r:`COLLABORATES_WITH` {id: row.id}]->() USING INDEX r:`COLLABORATES_WITH`(id)
SET r = row
