UNWIND $numbers AS number MATCH (l:_Load {number: number}) WHERE NOT l.undone SET l.priors = true RETURN l.number AS number
