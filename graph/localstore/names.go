package localstore

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
)

// names numbers the kinds, or the relations, that records have. A number, once
// given, always means the same name. Reading is safe at any time; only the holder
// of the writer adds.
type names struct {
	table string
	list  atomic.Pointer[[]string] // by number, from 1
	byKey map[string]int64         // the writer's
}

// read loads the table.
func (t *names) read(ctx context.Context, conn *sql.Conn) error {
	t.byKey = make(map[string]int64)
	list := []string{""}
	column := t.table[:1]
	rows, err := conn.QueryContext(ctx, "SELECT "+column+", name FROM "+t.table+" ORDER BY 1") //nolint:gosec // constant names
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reported by Err
	for rows.Next() {
		var number int64
		var name string
		if err := rows.Scan(&number, &name); err != nil {
			return err
		}
		for int64(len(list)) <= number {
			list = append(list, "")
		}
		list[number] = name
		t.byKey[name] = number
	}
	t.list.Store(&list)
	return rows.Err()
}

// add gives name a number, on disk before it is used.
func (t *names) add(ctx context.Context, conn *sql.Conn, name string) error {
	if t.byKey[name] != 0 {
		return nil
	}
	list := *t.list.Load()
	number := int64(len(list))
	column := t.table[:1]
	query := "INSERT INTO " + t.table + " (" + column + ", name) VALUES (?, ?)" //nolint:gosec // constant names
	if _, err := conn.ExecContext(ctx, query, number, name); err != nil {
		return fmt.Errorf("number %s %q: %w", t.table, name, err)
	}
	grown := append(list[:number:number], name)
	t.list.Store(&grown)
	t.byKey[name] = number
	return nil
}

// name returns the name under number, "" for none.
func (t *names) name(number int64) string {
	list := *t.list.Load()
	if number <= 0 || number >= int64(len(list)) {
		return ""
	}
	return list[number]
}

// numbers returns the numbers of those names that have one.
func (t *names) numbers(wanted []string) []int64 {
	var out []int64
	for number, name := range *t.list.Load() {
		for _, w := range wanted {
			if name == w && number > 0 {
				out = append(out, int64(number))
				break
			}
		}
	}
	return out
}
