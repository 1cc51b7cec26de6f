package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"chuangmai/lexicon"
)

// readingsSource is the npm package with the readings of phrases (MIT).
const (
	readingsSource = "pinyin@2.11.2"
	readingsFile   = "package/data/phrases-dict.js"
)

// fetch gets the npm packages into memory and reads the dictionary of the segmenter's module.
func (b *builder) fetch(ctx context.Context) error {
	b.packed = map[string][]byte{}
	for _, source := range []struct{ name, file string }{
		{simplifiedSource, simplifiedFile}, {readingsSource, readingsFile},
	} {
		data, err := npmFile(ctx, source.name, source.file)
		if err != nil {
			return fmt.Errorf("%s: %w", source.name, err)
		}
		b.packed[source.name] = data
	}
	dir, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil {
		return fmt.Errorf("folder of module gse: %w", err)
	}
	return b.dictionary(filepath.Join(strings.TrimSpace(string(dir)), "data", "dict", "zh", "s_1.txt"))
}

// npmFile packs an npm package into a temporary folder and returns one of its files.
func npmFile(ctx context.Context, name, file string) (data []byte, err error) {
	dir, err := os.MkdirTemp("", "lexicon-build")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	pack := exec.CommandContext(ctx, "npm", "pack", "--silent", name) //nolint:gosec // a constant above
	pack.Dir = dir
	if out, err := pack.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm pack: %w: %s", err, out)
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return nil, fmt.Errorf("npm pack left %d archives", len(archives))
	}
	packed, err := gunzipFile(archives[0])
	if err != nil {
		return nil, err
	}
	for r := tar.NewReader(bytes.NewReader(packed)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("no %s in it", file)
		}
		if err != nil {
			return nil, err
		}
		if header.Name == file {
			return io.ReadAll(r)
		}
	}
}

// dictionary reads "word frequency part-of-speech" lines, folded; of words that fold together the more frequent counts.
func (b *builder) dictionary(path string) error {
	raw, err := os.ReadFile(path) //nolint:gosec // a file of a module
	if err != nil {
		return err
	}
	b.gse, b.gseNames = map[string]float64{}, map[string]bool{}
	for line := range strings.SplitSeq(string(raw), "\n") {
		cells := strings.Fields(line)
		if len(cells) < 2 {
			continue
		}
		frequency, err := strconv.ParseFloat(cells[1], 64)
		if err != nil {
			return fmt.Errorf("%s: %q: %w", path, line, err)
		}
		word := lexicon.Fold(cells[0])
		b.gse[word] = max(b.gse[word], frequency)
		if len(cells) > 2 && strings.HasPrefix(cells[2], "n") && len(cells[2]) > 1 { // ns place, nr person, nz other name
			b.gseNames[word] = true
		}
	}
	return nil
}

// simplified writes the table of traditional characters. Everything else is folded with the table compiled in, so a
// change of it ends the build with the request to run it again.
func (b *builder) simplified(context.Context) error {
	text, err := simplifiedTable(string(b.packed[simplifiedSource]))
	if err != nil {
		return err
	}
	path := filepath.Join(b.out, "simplified.txt")
	before, err := os.ReadFile(path) //nolint:gosec // a file of the source tree
	if err != nil {
		return err
	}
	if err := b.writeRaw("simplified.txt", []byte(text), strings.Count(text, "\n")); err != nil {
		return err
	}
	if string(before) != text {
		return errors.New("the table of simplified characters changed: run the build again")
	}
	return nil
}
