// Package cover chooses a few candidates that together cover weighted elements as well
// as they can, under quotas: the arithmetic of forming a team, without any network.
//
// Coverage of a set S is Σ over elements e of weight(e) · max over its members m of
// level(m,e). It is monotone and submodular, so that a greedy choice of at most k members
// reaches at least 1 - 1/e of the best (Nemhauser, Wolsey, Fisher 1978). Quotas void that
// promise; therefore every solution carries an upper bound on the best coverage that is
// computed for it, and where the bound does not already prove the share, a bounded search
// goes on.
package cover
