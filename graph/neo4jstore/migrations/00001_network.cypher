// The network and what the store keeps beside it. Relations get their constraint when
// their first edge is written.

CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;

// One node, _Log {id: 'log', last, first, loads, schemes, lock}: the last revision, the
// first one the log holds, the number of the last load, and under which relations edge
// ids of which scheme have been written. Its lock orders writers.
CREATE CONSTRAINT log_id IF NOT EXISTS FOR (s:_Log) REQUIRE s.id IS UNIQUE;

// _Change {first, last, batch, at, actor, reason, load, items}: up to a thousand changes
// of one batch, items as a JSON list.
CREATE CONSTRAINT change_last IF NOT EXISTS FOR (c:_Change) REQUIRE c.last IS UNIQUE;
CREATE INDEX change_batch IF NOT EXISTS FOR (c:_Change) ON (c.batch);

// _Key {key, hash, revision, at}: idempotency keys.
CREATE CONSTRAINT key_key IF NOT EXISTS FOR (k:_Key) REQUIRE k.key IS UNIQUE;
CREATE INDEX key_at IF NOT EXISTS FOR (k:_Key) ON (k.at);

// _Load {id, number, actor, reason, started, last_seen, undone, records, priors}.
CREATE CONSTRAINT load_id IF NOT EXISTS FOR (l:_Load) REQUIRE l.id IS UNIQUE;
CREATE CONSTRAINT load_number IF NOT EXISTS FOR (l:_Load) REQUIRE l.number IS UNIQUE;

// _Made {load, nodes, edges, relations}: ids of what a batch of a load made. Those that
// still carry the load's number are to be deleted when it is undone.
CREATE INDEX made_load IF NOT EXISTS FOR (m:_Made) ON (m.load);

// _Prior {key, load, edge, id, relation, image, leaves}: a record as it was before a load
// touched it; without an image it did not exist.
CREATE CONSTRAINT prior_key IF NOT EXISTS FOR (p:_Prior) REQUIRE p.key IS UNIQUE;
CREATE INDEX prior_load IF NOT EXISTS FOR (p:_Prior) ON (p.load);
