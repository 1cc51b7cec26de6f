package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// toFile writes a result to the file at path, "-" for the standard output. The file
// appears under its name when it is complete: a failure leaves what was there before.
func (c *cli) toFile(path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(c.out)
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return c.toDevice(path, write)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	partial := fmt.Sprintf("%s.%d.partial", path, os.Getpid())
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // as readable as the user's other files
	var failed *fs.PathError
	if errors.As(err, &failed) {
		failed.Path = path
	}
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	if err = write(buffered); err == nil {
		err = buffered.Flush()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return nil
}

// toDevice writes to what is no regular file, such as a pipe or a terminal.
func (c *cli) toDevice(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0) //nolint:gosec // a file the user names
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
