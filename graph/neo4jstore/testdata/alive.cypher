UNWIND $numbers AS number MATCH (l:_Load {number: number}) USING INDEX SEEK l:_Load(number) WHERE NOT l.undone SET l.priors = true RETURN l.number AS number
