package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chuangmai/api"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/phrase"
)

// Check is one thing that was looked at: how it is and, unless it is as it should be, what
// to do about it.
type Check struct {
	// Name says what was looked at: "settings", "folder", "disk" …
	Name  string
	Level graph.Level
	Text  phrase.Message
	// Remedy has no code when there is nothing to do.
	Remedy phrase.Message
}

// Doctor looks at everything a service needs, in the order in which it needs it, and says
// what is wrong and what to do about it. What cannot be looked at because of an earlier
// failure is left out. It makes no folder and writes no record, but opening a store brings
// its tables up to date, as any command does.
func Doctor(ctx context.Context, load func() (configs.Settings, error), options Options) []Check {
	d := &doctor{options: options.withDefaults()}
	settings, err := load()
	if err != nil {
		d.fail("settings", "doctor.settings.fail", "text", err.Error())
		return d.checks
	}
	d.settings = settings
	d.pass("settings", "doctor.settings.pass", "kind", settings.Store.Kind)
	d.access()
	d.clock()
	if !d.folder() {
		return d.checks
	}
	d.disk()
	d.store(ctx)
	return d.checks
}

// doctor is an examination under way.
type doctor struct {
	settings configs.Settings
	options  Options
	checks   []Check
}

func (d *doctor) pass(name, code string, pairs ...any) {
	d.checks = append(d.checks, Check{Name: name, Level: graph.LevelPass, Text: phrase.New(code, pairs...)})
}

// warn and fail add what to do: the message of the same code with "_remedy".
func (d *doctor) warn(name, code string, pairs ...any) { d.trouble(graph.LevelWarn, name, code, pairs) }

func (d *doctor) fail(name, code string, pairs ...any) { d.trouble(graph.LevelFail, name, code, pairs) }

func (d *doctor) trouble(level graph.Level, name, code string, pairs []any) {
	d.checks = append(d.checks, Check{Name: name, Level: level, Text: phrase.New(code, pairs...), Remedy: phrase.New(code+"_remedy", pairs...)})
}

// access looks at who may reach the service.
func (d *doctor) access() {
	listen, tokens := d.settings.Server.Listen, d.settings.Access.TokensFile
	if err := api.CheckListen(listen, tokens); err != nil {
		d.fail("access", "doctor.access.open", "address", listen)
		return
	}
	if tokens == "" {
		d.pass("access", "doctor.access.nobody", "address", listen)
		return
	}
	file, err := os.Open(tokens) //nolint:gosec // a file the operator names
	if err != nil {
		d.fail("access", "doctor.access.unreadable", "path", tokens, "text", plain(err))
		return
	}
	info, errStat := file.Stat()
	_, err = api.ReadTokens(file)
	if err = errors.Join(errStat, err, file.Close()); err != nil {
		d.fail("access", "doctor.access.unreadable", "path", tokens, "text", plain(err))
		return
	}
	if info.Mode().Perm()&0o022 != 0 {
		d.warn("access", "doctor.access.writable", "path", tokens)
		return
	}
	d.pass("access", "doctor.access.tokens", "path", tokens)
}

// earliestYear is before any record of the program could be written.
const earliestYear = 2025

func (d *doctor) clock() {
	now := d.options.Clock()
	if now.Year() < earliestYear {
		d.fail("clock", "doctor.clock.wrong", "now", now.Format("2006-01-02 15:04:05"))
		return
	}
	d.pass("clock", "doctor.clock.pass", "now", now.Format("2006-01-02 15:04:05"))
}

// folder looks at the data folder, which holds the text index whatever the store is.
func (d *doctor) folder() (usable bool) {
	dir := d.settings.Store.DataDir
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.warn("folder", "doctor.folder.none", "dir", dir)
		return d.settings.Store.Kind != "local"
	case err != nil:
		d.fail("folder", "doctor.folder.unreadable", "dir", dir, "text", plain(err))
		return false
	case !info.IsDir():
		d.fail("folder", "doctor.folder.file", "dir", dir)
		return false
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err == nil {
		_, err = probe.WriteString("x")
		err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		d.fail("folder", "doctor.folder.readonly", "dir", dir, "text", plain(err))
		return false
	}
	d.pass("folder", "doctor.folder.pass", "dir", dir)
	return true
}

// Free space of the data folder's disk, in bytes, below which there is no working, and
// below which it is time to make room.
const (
	spaceNeeded = 100 << 20
	spaceWanted = 1 << 30
	mebibyte    = 1 << 20
)

func (d *doctor) disk() {
	dir := d.settings.Store.DataDir
	if _, err := os.Stat(dir); err != nil {
		return
	}
	free, known := freeSpace(dir)
	if !known {
		return
	}
	var used uint64
	if info, err := os.Stat(filepath.Join(dir, networkFile)); err == nil {
		used = uint64(max(0, info.Size()))
	}
	pairs := []any{"dir", dir, "free", float64(free) / mebibyte, "used", float64(used) / mebibyte}
	switch {
	case free < spaceNeeded:
		d.fail("disk", "doctor.disk.full", pairs...)
	case free < spaceWanted || free < used:
		d.warn("disk", "doctor.disk.scarce", pairs...)
	default:
		d.pass("disk", "doctor.disk.pass", pairs...)
	}
}

// plain is an error of the system without the path, which the sentence names.
func plain(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return fmt.Sprint(err)
}
