// Package search finds nodes by what they can do, in words.
//
// The index holds only a node's own words: its names and the properties the schema marks as searched. What a
// project or an instrument says reaches its owner at query time along edges, elsewhere; so nothing hidden leaks
// through a text, and an edge never makes an index entry stale.
//
// An [Index] is kept in a folder (or in memory) by one writer, its owner; it stands at a [graph.Revision], which
// travels in the same write as the texts. A [Reader] is the index at one moment: any number of goroutines may ask
// it, and it answers the same while the index moves on. Each question is asked through a [View], which says who is
// visible: counts, averages and rarities are taken over visible nodes alone, so an answer does not change when a
// hidden node does.
//
// bleve's scorch keeps the postings. Texts are cut into tokens here, scores are computed here (an exact BM25; see
// bm25.go), and equal questions over equal texts get equal answers however the index is laid out on disk.
package search
