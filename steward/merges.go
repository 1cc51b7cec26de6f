package steward

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"chuangmai/graph"
	"chuangmai/phrase"
)

// mergePrefix begins the names of merges among the loads of a store: a merge is a load of
// one batch, so that undoing the load parts the records.
const mergePrefix = "merge:"

// IsMerge reports whether a load is a merge.
func IsMerge(load string) bool { return strings.HasPrefix(load, mergePrefix) }

// Joined is a merge that was made.
type Joined struct {
	ID         string
	Keep, Drop graph.ID
	// KeepName and DropName are what the two records were called, where that is kept: only
	// [Desk.Merges] fills them in.
	KeepName, DropName phrase.Text
	Reason             string
	Actor              string
	At                 time.Time
	Parted             bool // it was undone
}

// MergeBatch is the batch that carries out a merge: its load is named after the time and
// the two records, and its reason begins with them.
func MergeBatch(m *Merge, actor, reason string, now time.Time) graph.Batch {
	sum := sha256.Sum256([]byte(string(m.Keep.ID) + "\x00" + string(m.Drop.ID)))
	return graph.Batch{
		Items: m.Items, Actor: actor, Reason: mergeReason(m.Keep.ID, m.Drop.ID, reason),
		Load: mergePrefix + now.UTC().Format("20060102T150405.000Z") + "-" + hex.EncodeToString(sum[:3]),
	}
}

const arrow = "<-"

func mergeReason(keep, drop graph.ID, reason string) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", keep, arrow, drop, reason))
}

// JoinedOf reads a merge back from the load that made it; false when it is none.
func JoinedOf(info graph.LoadInfo) (Joined, bool) {
	parts := strings.SplitN(info.Reason, " ", 4) // ids hold no blanks
	if !IsMerge(info.ID) || len(parts) < 3 || parts[1] != arrow {
		return Joined{}, false
	}
	j := Joined{ID: info.ID, Keep: graph.ID(parts[0]), Drop: graph.ID(parts[2]), Actor: info.Actor, At: info.Started, Parted: info.Undone}
	if len(parts) == 4 {
		j.Reason = parts[3]
	}
	return j, true
}

// Merges lists the merges among loads, in their order.
func Merges(loads []graph.LoadInfo) []Joined {
	var out []Joined
	for _, info := range loads {
		if j, is := JoinedOf(info); is {
			out = append(out, j)
		}
	}
	return out
}

// maxSteps bounds following merges of merged records.
const maxSteps = 20

// MergedInto returns the record that a dropped one is part of by now.
func MergedInto(merges []Joined, id graph.ID) (graph.ID, bool) {
	found := false
	for range maxSteps {
		i := slices.IndexFunc(merges, func(j Joined) bool { return j.Drop == id && !j.Parted })
		if i < 0 {
			break
		}
		id, found = merges[i].Keep, true
	}
	return id, found
}

// LoadLister lists the loads of a store. A [graph.Store] is one.
type LoadLister interface {
	Loads(ctx context.Context) ([]graph.LoadInfo, error)
}

// Store is what merging reads and writes. A [graph.Store] is one.
type Store interface {
	Records
	graph.Writer
	LoadLister
	Head(ctx context.Context) (graph.Revision, error)
	Prior(ctx context.Context, load string) iter.Seq2[graph.Prior, error]
	Forget(ctx context.Context, load string) error
}
