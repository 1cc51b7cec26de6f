package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/transfer"
)

// NoNetworkError says that a data folder holds no network.
type NoNetworkError struct{ Dir string }

// Error names the folder.
func (e *NoNetworkError) Error() string { return "no network in the data folder " + e.Dir }

// AddressError says that a store cannot be opened by the address given.
type AddressError struct {
	// Address without the password.
	Address string
	// Scheme is the part before "://".
	Scheme string
}

// Error names the address.
func (e *AddressError) Error() string {
	return fmt.Sprintf("%s: no store is opened by addresses that begin with %s://", e.Address, e.Scheme)
}

// Errors of copying.
var (
	// ErrBadAddress: what should name a store is no address.
	ErrBadAddress = errors.New("neither a data folder nor an address of a store")
	// ErrSameStore: a network would be copied onto itself.
	ErrSameStore = errors.New("source and target are the same store")
)

// OpenStoreURI opens the store that uri names: a data folder by its path, or a server by
// an address such as bolt://host:7687 or neo4j://host. Settings and options say the rest.
// A folder without a network is a [*NoNetworkError] unless it may be made.
func OpenStoreURI(ctx context.Context, uri string, mayMake bool, settings configs.Settings, options Options) (graph.Store, error) {
	scheme, address, err := splitAddress(uri)
	if err != nil {
		return nil, err
	}
	switch scheme {
	case "", "file":
		settings.Store.Kind, settings.Store.DataDir = "local", address
		held, err := holdsNetwork(settings)
		if err != nil {
			return nil, err
		}
		if !held && !mayMake {
			return nil, &NoNetworkError{Dir: address}
		}
		return OpenStore(ctx, settings, options.withDefaults().Clock)
	case "bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc":
		return openServer(ctx, uri, settings, options.withDefaults())
	}
	return nil, &AddressError{Address: redacted(uri), Scheme: scheme}
}

// openServer opens the store of a server.
func openServer(ctx context.Context, uri string, settings configs.Settings, options Options) (graph.Store, error) {
	settings.Neo4j.URI = uri
	return openNeo4j(ctx, settings.Neo4j, options.Clock)
}

// splitAddress tells a path from an address. A scheme of one letter is a drive.
func splitAddress(uri string) (scheme, rest string, err error) {
	scheme, rest, found := strings.Cut(uri, "://")
	if !found || len(scheme) < 2 {
		scheme, rest = "", uri
	}
	if rest == "" || strings.ContainsRune(uri, 0) {
		return "", "", ErrBadAddress
	}
	return strings.ToLower(scheme), rest, nil
}

// redacted is an address without its password.
func redacted(uri string) string {
	parsed, err := url.Parse(uri)
	if err != nil {
		scheme, _, _ := strings.Cut(uri, "://")
		return scheme + "://…"
	}
	return parsed.Redacted()
}

// CopyOptions say how [CopyNetwork] copies.
type CopyOptions struct {
	From, To string // as [OpenStoreURI] takes them
	// Mirror deletes from the target what the source does not have.
	Mirror bool
	// WithSample allows the sample and own records in one target.
	WithSample bool
}

// CopyResult is what a copy did and what comparing the two stores found.
type CopyResult struct {
	transfer.CopyReport
	transfer.Comparison
}

// CopyNetwork copies a network from one store to another and then compares the two. The
// result is good also when there is an error.
func CopyNetwork(ctx context.Context, copyOptions CopyOptions, settings configs.Settings, options Options) (result CopyResult, err error) {
	options = options.withDefaults()
	if sameAddress(copyOptions.From, copyOptions.To) {
		return result, ErrSameStore
	}
	from, err := OpenStoreURI(ctx, copyOptions.From, false, settings, options)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := OpenStoreURI(ctx, copyOptions.To, true, settings, options)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	loadOf, err := sampleRecords(ctx, from)
	if err == nil && !copyOptions.WithSample {
		err = mayJoin(ctx, from, to)
	}
	if err != nil {
		return result, err
	}
	total := size(ctx, from)
	report, err := transfer.Copy(ctx, from, to, transfer.CopyOptions{
		Actor: "copy", Reason: "copy of " + shortAddress(copyOptions.From), Mirror: copyOptions.Mirror, LoadOf: loadOf, Total: total,
		Progress: func(p transfer.Progress) { options.Progress(string(p.Phase), p.Done, p.Total) },
	})
	if report != nil {
		result.CopyReport = *report
	}
	if err != nil {
		return result, err
	}
	result.Comparison, err = transfer.Compare(ctx, from, to, func(records int) { options.Progress("compare", records, 2*total) })
	return result, err
}

// shortAddress is what the log of the target says of the source.
func shortAddress(uri string) string {
	if scheme, _, err := splitAddress(uri); err == nil && scheme != "" {
		return redacted(uri)
	}
	return filepath.Base(uri)
}

// sameAddress reports whether two addresses certainly name one store.
func sameAddress(a, b string) bool {
	schemeA, pathA, errA := splitAddress(a)
	schemeB, pathB, errB := splitAddress(b)
	if errA != nil || errB != nil {
		return false
	}
	local := func(scheme string) bool { return scheme == "" || scheme == "file" }
	if !local(schemeA) || !local(schemeB) {
		return a == b
	}
	infoA, errA := os.Stat(pathA)
	infoB, errB := os.Stat(pathB)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// sampleRecords returns under which load a record of the store goes: the sample stays one
// that can be undone, whatever stands beside it.
func sampleRecords(ctx context.Context, store graph.Store) (func(graph.ID) string, error) {
	holds, err := HoldsSample(ctx, store)
	if err != nil || !holds {
		return nil, err
	}
	ids := make(map[graph.ID]bool)
	for prior, err := range store.Prior(ctx, SampleLoad) {
		if err != nil {
			return nil, err
		}
		switch it := prior.Restore; {
		case it.Node != nil:
			ids[it.Node.ID] = true
		case it.Edge != nil:
			ids[it.Edge.ID] = true
		default:
			ids[it.ID] = true
		}
	}
	return func(id graph.ID) string {
		if ids[id] {
			return SampleLoad
		}
		return ""
	}, nil
}

// mayJoin refuses to put the sample beside own records, or own records beside the sample.
func mayJoin(ctx context.Context, from, to graph.Store) error {
	fromSample, errFrom := HoldsSample(ctx, from)
	toSample, errTo := HoldsSample(ctx, to)
	own, errOwn := hasOwnRecords(ctx, to)
	if err := errors.Join(errFrom, errTo, errOwn); err != nil {
		return err
	}
	if fromSample != toSample && own {
		return ErrMixed
	}
	return nil
}

// size is the number of records of a store that can tell, else 0.
func size(ctx context.Context, store graph.Store) int {
	counting, can := store.(interface {
		Stats(ctx context.Context) (localstore.Stats, error)
	})
	if !can {
		return 0
	}
	stats, err := counting.Stats(ctx)
	if err != nil {
		return 0 // a copy does without
	}
	return int(stats.Nodes + stats.Edges)
}
