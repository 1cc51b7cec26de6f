// Package neo4jtest says where the Neo4j server for tests is, and lets one test process
// at a time use it, as the Community Edition has one database only.
//
// CHUANGMAI_TEST_NEO4J_URI, _USER and _PASSWORD name a server; without them it is the
// one that `make neo4j` has started. Its data are deleted. A test without a server
// fails.
package neo4jtest

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The environment variables, and the names in the file that a started server leaves.
const (
	envURI      = "CHUANGMAI_TEST_NEO4J_URI"
	envUser     = "CHUANGMAI_TEST_NEO4J_USER"
	envPassword = "CHUANGMAI_TEST_NEO4J_PASSWORD"
)

// runFolder is where a started server keeps its data, from the repository's root.
const runFolder = ".cache/neo4j/run"

// Server is where the server for tests is and how to log in.
type Server struct {
	URI, User, Password string
}

// Get returns the server and keeps other test processes off it until the test ends.
func Get(tb testing.TB) Server {
	tb.Helper()
	root := repository(tb)
	hold(tb, filepath.Join(root, ".cache", "neo4j-tests.lock"))
	if uri := os.Getenv(envURI); uri != "" {
		return Server{uri, os.Getenv(envUser), os.Getenv(envPassword)}
	}
	values := read(filepath.Join(root, runFolder, "env"))
	if values[envURI] == "" {
		tb.Fatal("no Neo4j server for tests: run make neo4j")
	}
	return Server{values[envURI], values[envUser], values[envPassword]}
}

// Script returns the path of the script that starts and stops servers.
func Script(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(repository(tb), "tools", "neo4j", "neo4j.sh")
}

// Read returns the server whose folder of data this is.
func Read(run string) Server {
	values := read(filepath.Join(run, "env"))
	return Server{values[envURI], values[envUser], values[envPassword]}
}

// repository is the folder of go.mod above the test's own.
func repository(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Fatal("the test runs outside the repository")
		}
		dir = up
	}
}

// read reads assignments, none when there is no such file.
func read(path string) map[string]string {
	values := make(map[string]string)
	f, err := os.Open(path) //nolint:gosec // the repository's own
	if err != nil {
		return values
	}
	defer f.Close() //nolint:errcheck // it was only read
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if name, value, found := strings.Cut(lines.Text(), "="); found {
			values[name] = value
		}
	}
	return values
}
