package app

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
)

// openNeo4j opens the store of a Neo4j server.
func openNeo4j(ctx context.Context, settings configs.Neo4j, clock func() time.Time) (graph.Store, error) {
	password := ""
	if settings.PasswordFile != "" {
		data, err := os.ReadFile(settings.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("neo4j.password_file: %w", err)
		}
		password = strings.TrimRight(string(data), "\r\n")
	}
	options := neo4jstore.Options{URI: settings.URI, User: settings.User, Password: password, Database: settings.Database, Clock: clock}
	var store graph.Store
	var err error
	for range openTries { // a server that has just started is slow to answer first
		if store, err = neo4jstore.Open(ctx, options); !mayPass(err) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("store at %s: %w", redacted(settings.URI), err)
	}
	return store, nil
}

// openTries is how often a server is tried before it counts as absent.
const openTries = 3
