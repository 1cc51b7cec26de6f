CREATE (:_Key {key: $key, hash: $hash, revision: $revision, at: $at})
WITH 1 AS one MATCH (k:_Key) USING INDEX SEEK k:_Key(at) WHERE k.at < $before
DELETE k
