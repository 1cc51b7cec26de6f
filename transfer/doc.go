// Package transfer takes networks in and out of a store as JSON lines: one record, one
// deletion or a header per line.
//
//	{"node":{"id":"csl:1","kind":"result","name":"…"}}
//	{"edge":{"relation":"HAS_CAPABILITY","from":"csl:1","to":"cap:welding"}}
//	{"delete":{"node":"csl:2","edges":true}}
//
// [Load] first checks a whole file and writes nothing unless every row is good, then
// writes it in batches that [Undo] can take back. [Export] writes a network as it is at
// one revision, however long that takes and whatever is written meanwhile.
package transfer
