MATCH (s:_Log {id: 'log'}) SET s.first = $first
WITH s MATCH (c:_Change) USING INDEX SEEK c:_Change(last) WHERE c.last < $first
DELETE c
