package localstore

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"chuangmai/graph"
)

const (
	// rowsPerInsert is how many rows one INSERT carries: more spare little and make the
	// statement slow to bind.
	rowsPerInsert = 32
	// maxEnds and maxSources bound what the writer remembers of row numbers.
	maxEnds    = 400_000
	maxSources = 20_000
)

// writer is the one connection that writes, with its prepared statements and what it
// remembers between transactions. Its user holds the store's turn.
type writer struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	lastNode, lastEdge int64 // highest row numbers given so far; none is given twice
	// ends are row numbers of nodes, so that a load need not look up the ends of each
	// edge; sources those of lists of sources, by their JSON.
	ends    map[graph.ID]int64
	sources map[string]int64
	// blind: the last batch met no record that was there before, so that the next one
	// probably meets none either.
	blind bool
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &writer{conn: conn, stmts: make(map[string]*sql.Stmt), ends: make(map[graph.ID]int64), sources: make(map[string]int64)}, nil
}

// close moves the write-ahead log into the database and closes the connection.
func (w *writer) close() error {
	_, err := w.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	for _, stmt := range w.stmts {
		err = errors.Join(err, stmt.Close())
	}
	return errors.Join(err, w.conn.Close())
}

// stmt returns the prepared statement for a query; there are few different ones.
func (w *writer) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := w.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = stmt
	return stmt, nil
}

func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	stmt, err := w.stmt(ctx, query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// each runs a query and calls row for every row of it.
func (w *writer) each(ctx context.Context, row func(scan func(...any) error) error, query string, args ...any) error {
	stmt, err := w.stmt(ctx, query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads the only row of a query; found tells whether there is one.
func (w *writer) one(ctx context.Context, dest []any, query string, args ...any) (found bool, err error) {
	err = w.each(ctx, func(scan func(...any) error) error {
		found = true
		return scan(dest...)
	}, query, args...)
	return found, err
}

// transaction runs do, which sees a context that is never cancelled: a statement is
// not worth interrupting, do itself gives up between statements. Whatever do leaves
// undone is rolled back.
func (w *writer) transaction(ctx context.Context, do func(ctx context.Context) error) error {
	whole := context.WithoutCancel(ctx)
	if err := w.exec(whole, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := do(whole)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = w.exec(whole, "COMMIT")
	}
	if err != nil {
		// SQLite has rolled back by itself when the disk was full; then this one finds
		// nothing to roll back, which is as good.
		_ = w.exec(whole, "ROLLBACK")
	}
	return err
}

// bulk collects rows of one table and inserts them many at a time.
type bulk struct {
	w         *writer
	many, one string
	columns   int
	args      []any
}

// bulk prepares inserting into table; columns is the list between the brackets, clause
// what follows the values.
func (w *writer) bulk(table, columns, clause string) *bulk {
	n := strings.Count(columns, ",") + 1
	row := "(" + strings.Repeat("?, ", n-1) + "?)"
	head := "INSERT OR ROLLBACK INTO " + table + " (" + columns + ") VALUES "
	return &bulk{
		w: w, columns: n, args: make([]any, 0, n*rowsPerInsert),
		many: head + strings.Repeat(row+", ", rowsPerInsert-1) + row + clause, one: head + row + clause,
	}
}

func (b *bulk) add(ctx context.Context, values ...any) error {
	b.args = append(b.args, values...)
	if len(b.args) < b.columns*rowsPerInsert {
		return nil
	}
	err := b.w.exec(ctx, b.many, b.args...)
	b.args = b.args[:0]
	return err
}

// flush inserts what is left.
func (b *bulk) flush(ctx context.Context) error {
	for ; len(b.args) > 0; b.args = b.args[b.columns:] {
		if err := b.w.exec(ctx, b.one, b.args[:b.columns]...); err != nil {
			return err
		}
	}
	return nil
}
