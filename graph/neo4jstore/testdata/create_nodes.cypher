UNWIND $rows AS row
CREATE (n:Entity:`RdUnit`) SET n += row
RETURN row.id AS id, id(n) AS place
