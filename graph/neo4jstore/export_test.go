package neo4jstore

// KnowIDs makes the store read all ids before its first batch, however small it is, as
// it does when a load begins.
func (s *Store) KnowIDs() { s.writer.worth = 1 }
