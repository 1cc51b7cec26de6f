// Command build makes the tables embedded by package lexicon from the shared data folders, the committed tables under
// curated and three public packages (two of npm, one Go module). It is run by hand when a source changes; the same
// sources give the same bytes. See ../data/README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// packTimeout bounds the fetching of the outside packages.
const packTimeout = 5 * time.Minute

func main() {
	shared := flag.String("shared", "", "folder that holds the data folders lexicon, zh-vectors, region-china, …")
	module := flag.String("lexicon", "lexicon", "folder of package lexicon: build/curated is read, data is written")
	flag.Parse()
	if *shared == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: go run ./lexicon/build -shared DIR [-lexicon DIR]")
		os.Exit(2)
	}
	if err := run(*shared, *module); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(shared, module string) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(interrupted, packTimeout)
	defer cancel()

	b := &builder{
		shared:  shared,
		curated: filepath.Join(module, "build", "curated"),
		out:     filepath.Join(module, "data"),
	}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"outside packages", b.fetch},
		{"simplified characters", b.simplified},
		{"readings", b.readings},
		{"vocabulary", b.vocabulary},
		{"classifications", b.classifications},
		{"places", b.places},
		{"word list", b.words},
		{"vectors", b.vectors},
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	for _, line := range b.report {
		if _, err := fmt.Fprintln(os.Stdout, line); err != nil {
			return err
		}
	}
	return nil
}
