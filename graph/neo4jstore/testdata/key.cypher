MATCH (k:_Key {key: $key}) USING INDEX SEEK k:_Key(key) RETURN k.hash AS hash, k.revision AS revision
