// Package neo4jstore keeps the network in a Neo4j server, spoken to over Bolt: the
// store for several services on one graph, and for analysts who ask it in Cypher.
//
// A node carries the label Entity and one for its kind, an edge is a relationship of
// its relation's type, and properties are plain. What the store needs beside the
// network are nodes whose labels begin with an underscore. A batch is one
// transaction, which first locks the one node that counts revisions: writers, of any
// number of processes, take turns, and the change log has no gaps.
//
// Only what the Community Edition has is used. The server keeps no snapshot for a
// reader, so streams read page by page in the order of ids, and every record carries
// a checksum by which a reader notices that it met a half-written one and reads again.
package neo4jstore
