UNWIND $rows AS row
CREATE (n:Entity:`RdUnit`) SET n += row
