package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// An index folder holds one engine folder per generation, g1, g2 and so on, and a file that names the one in use. A
// rebuild makes the next generation beside it and then renames a new such file over the old: a crash leaves either.
const (
	currentFile      = "current"
	generationPrefix = "g"
)

func generationName(n int) string { return generationPrefix + strconv.Itoa(n) }

// generationNumber is the inverse of generationName; ok is false for other names.
func generationNumber(name string) (n int, ok bool) {
	digits, found := strings.CutPrefix(name, generationPrefix)
	n, err := strconv.Atoi(digits)
	return n, found && err == nil && n > 0 && generationName(n) == name
}

// currentGeneration reads the name of the generation in use; "" in a new folder.
func currentGeneration(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, currentFile)) //nolint:gosec // the operator's folder
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(string(data))
	if _, ok := generationNumber(name); !ok {
		return "", fmt.Errorf("%s does not name a generation: %q", currentFile, cutBytes(name, 40))
	}
	return name, nil
}

// setCurrentGeneration puts a generation into use, durably.
func setCurrentGeneration(dir, name string) error {
	path := filepath.Join(dir, currentFile)
	f, err := os.Create(path + ".new") //nolint:gosec // the operator's folder
	if err != nil {
		return broken("switch", err)
	}
	_, err = f.WriteString(name + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return broken("switch", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return broken("switch", err)
	}
	return broken("switch", syncFolder(dir))
}

// nextGeneration returns a name above all that are in the folder.
func nextGeneration(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	highest := 0
	for _, e := range entries {
		if n, ok := generationNumber(e.Name()); ok {
			highest = max(highest, n)
		}
	}
	return generationName(highest + 1), nil
}

// removeOthers deletes the generations that are not in use: unfinished rebuilds and what they replaced.
func removeOthers(ctx context.Context, dir, keep string, logger *slog.Logger) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		logger.WarnContext(ctx, "listing the text index", "dir", dir, "error", err)
		return
	}
	for _, e := range entries {
		if _, ok := generationNumber(e.Name()); !ok || e.Name() == keep {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			logger.WarnContext(ctx, "removing an old text index", "dir", dir, "error", err)
		}
	}
}
