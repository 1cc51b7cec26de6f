MATCH (s:_Log {id: 'log'})
SET s.last = $last, s.loads = $loads, s.schemes = $schemes
WITH s UNWIND $changes AS row
CREATE (c:_Change) SET c = row
