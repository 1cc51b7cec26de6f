MATCH (s:_Log {id: 'log'}) RETURN s.last AS last, s.first AS first, s.loads AS loads, s.schemes AS schemes
