MATCH (k:_Key {key: $key}) RETURN k.hash AS hash, k.revision AS revision
