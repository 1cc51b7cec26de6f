// Package supply lists what a view of the network offers along the innovation chain: each
// supply with its body, place, fields, stages, quality, openness and freshness, and the
// tree of regions it is counted in. Every value names where it was read, so that what is
// recorded, what is read from a name and what is assumed stay apart.
package supply
