// Package localstore keeps the network in one SQLite file inside a data folder: the
// default store, which needs no service.
//
// One connection writes, a few read. A batch, its changes in the log and what
// undoes its load are one transaction that is on disk before Apply returns. The
// folder belongs to one process at a time.
package localstore
