-- The network, its change log, and what is needed to undo a load.
--
-- Texts that may be absent are '' rather than NULL: the contract does not tell
-- an absent name_en, region or validity from an empty one.

-- +goose Up

-- What must outlive a fully trimmed log.
CREATE TABLE state (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    trimmed INTEGER NOT NULL -- last revision the log has forgotten
) STRICT;
INSERT INTO state (one, trimmed) VALUES (1, 0);

CREATE TABLE kind (k INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE relation (r INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Lists of sources as JSON, each kept once: most records of a load share theirs.
CREATE TABLE source (
    s    INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL, -- first 8 bytes of the body's SHA-256
    body TEXT NOT NULL
) STRICT;
CREATE INDEX source_hash ON source (hash);

CREATE TABLE node (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       INTEGER NOT NULL REFERENCES kind,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    aliases    TEXT NOT NULL, -- JSON
    region     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    sources    INTEGER NOT NULL, -- 0: none
    visibility INTEGER NOT NULL, -- 1 public, 2 members, 3 parties
    synthetic  INTEGER NOT NULL,
    properties TEXT NOT NULL, -- JSON
    version    INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    -- The load that made the record, while no other batch has changed it; else 0.
    load       INTEGER NOT NULL
) STRICT;

CREATE TABLE edge (
    e          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    relation   INTEGER NOT NULL REFERENCES relation,
    src        INTEGER NOT NULL REFERENCES node,
    dst        INTEGER NOT NULL REFERENCES node,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    sources    INTEGER NOT NULL,
    visibility INTEGER NOT NULL,
    synthetic  INTEGER NOT NULL,
    properties TEXT NOT NULL,
    version    INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    load       INTEGER NOT NULL
) STRICT;
CREATE INDEX edge_src ON edge (src);
CREATE INDEX edge_dst ON edge (dst);

-- One row per batch that changed something; b is the revision of its first change.
CREATE TABLE batch (
    b      INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL, -- nanoseconds since 1970, UTC
    actor  TEXT NOT NULL,
    reason TEXT NOT NULL,
    load   TEXT NOT NULL
) STRICT;

-- The change log. The after-image of a put that is still the record's last change
-- is the record itself, at row ref; when the record changes again its image moves
-- here as JSON. A delete keeps the address and the version of what it deleted.
CREATE TABLE change (
    seq   INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    op    INTEGER NOT NULL, -- 1 put node, 2 put edge, 3 delete node, 4 delete edge
    ref   INTEGER,
    image TEXT
) STRICT;

CREATE TABLE idempotency (
    key      TEXT PRIMARY KEY,
    hash     BLOB NOT NULL,
    revision INTEGER NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE load (
    l         INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    actor     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    started   INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    undone    INTEGER NOT NULL,
    records   INTEGER NOT NULL
) STRICT;

-- Row numbers among which are the rows that carry a load's number.
CREATE TABLE made (
    l     INTEGER NOT NULL,
    edge  INTEGER NOT NULL, -- 0: nodes
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    PRIMARY KEY (l, edge, first)
) STRICT, WITHOUT ROWID;

-- Records as they were before a load touched them. What a load made and nothing
-- changed since is not here: those rows carry the load's number.
CREATE TABLE prior (
    l        INTEGER NOT NULL,
    edge     INTEGER NOT NULL, -- 0: a node
    id       TEXT NOT NULL,
    relation TEXT NOT NULL,
    image    TEXT,             -- JSON; NULL: it did not exist
    leaves   INTEGER NOT NULL, -- version the load left, 0: it deleted the record
    PRIMARY KEY (l, edge, id)
) STRICT, WITHOUT ROWID;
