package neo4jstore

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Erase deletes the network and all that the store keeps beside it, log and undo
// included, from the database the options name. Constraints and indexes stay. No store
// may be open on the database.
func Erase(ctx context.Context, options Options) error {
	s := &Store{options: options.withDefaults()}
	s.names.Store(newDirectory(nil))
	driver, err := newDriver(s.options)
	if err != nil {
		return err
	}
	s.driver = driver
	defer driver.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is under way
	const patience = 10                            // a big network takes minutes
	_, err = s.statement(ctx, neo4j.AccessModeWrite, patience*s.options.Write, textErase, nil)
	return s.fault(ctx, "erase", err)
}
