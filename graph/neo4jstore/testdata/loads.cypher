MATCH (l:_Load) RETURN properties(l) AS record
