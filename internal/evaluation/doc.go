// Package evaluation measures rankings against judgements: the TREC formats, the
// metrics, their standard errors, and the paired comparison of two runs.
//
// Rules that all metrics share: documents are ordered by score, highest first, equal
// scores by document id in byte order; the rank column is not read; after exclusions only
// the first [Depth] documents count; a judged query that the run lacks scores 0.
package evaluation

// Depth is how many documents of a query count.
const Depth = 100
