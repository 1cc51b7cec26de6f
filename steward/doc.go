// Package steward looks after the data of a network: it surveys where the records come
// from, finds those that need care (stale, unsourced, unlinked, not understood, twice
// there), proposes repairs for rows that cannot be loaded, and joins two records of the
// same body into one so that they can be parted again.
package steward
