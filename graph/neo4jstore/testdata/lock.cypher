MATCH (s:_Log {id: 'log'})
SET s.lock = $lock
RETURN s.last AS last, s.first AS first, s.loads AS loads, s.schemes AS schemes
