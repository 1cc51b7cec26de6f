// Package coverage says what the regions of a view cover of the innovation chain: counts,
// independent suppliers, open needs, freshness and an index with distance decay, by region,
// field and stage; where the gaps are and why; and what a change of the network would
// bring. It reads an inventory of supply and does no I/O: the same inventory and question
// give the same answer. The method stands in docs/coverage.md.
package coverage
