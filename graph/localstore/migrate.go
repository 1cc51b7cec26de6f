package localstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"chuangmai/graph"
)

//go:embed migrations/*.sql
var migrations embed.FS

// oldestLibrary is the first SQLite in which checkpoints cannot lose a committed write
// (the WAL-reset bug of 3.7.0 to 3.51.2).
var oldestLibrary = [3]int{3, 51, 3}

func checkLibrary(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	if !atLeast(version, oldestLibrary) {
		return fmt.Errorf("%w: SQLite %s can lose committed writes, %d.%d.%d is needed", graph.ErrUnavailable,
			version, oldestLibrary[0], oldestLibrary[1], oldestLibrary[2])
	}
	return nil
}

// atLeast compares a dotted version by its numbers; a part that is no number is 0.
func atLeast(version string, want [3]int) bool {
	parts := strings.SplitN(version, ".", 4)
	for i, w := range want {
		have := 0
		if i < len(parts) {
			have, _ = strconv.Atoi(parts[i])
		}
		if have != w {
			return have > w
		}
	}
	return true
}

// migrate brings the tables up to date and refuses those of a newer program.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	have, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return fmt.Errorf("%w: its tables have version %d, this program knows %d", graph.ErrNewerSchema, have, known)
	}
	_, err = provider.Up(ctx)
	return err
}
