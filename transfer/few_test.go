package transfer_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chuangmai/graph"
	"chuangmai/transfer"
)

// tall is a target that seems to have many records.
type tall struct{ transfer.Target }

func (t tall) Head(ctx context.Context) (graph.Revision, error) {
	const many = 1_000_000
	head, err := t.Target.Head(ctx)
	return head + many, err
}

// TestFewOrMany: whether a target is read whole or asked row by row, the check finds the
// same.
func TestFewOrMany(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	rows := append(validLines(),
		`{"node":{"id":"local:firm","kind":"enterprise","name":"改名"}}`,
		`{"node":{"id":"local:univ","kind":"enterprise","name":"换类"}}`,
		`{"edge":{"id":"e:1","relation":"COLLABORATES_WITH","from":"local:firm","to":"local:none"}}`,
		`{"edge":{"id":"e:2","relation":"COLLABORATES_WITH","from":"local:new","to":"local:firm"}}`,
		`{"edge":{"id":"e:c","relation":"SUPPLIES_TO","from":"local:firm","to":"local:firm"}}`,
		`{"edge":{"id":"e:c","relation":"COLLABORATES_WITH","from":"local:univ","to":"local:firm"}}`,
		`{"delete":{"node":"local:yang"}}`,
		`{"delete":{"node":"local:univ"}}`,
		`{"delete":{"node":"local:none"}}`,
		`{"delete":{"edge":"e:c","relation":"SUPPLIES_TO"}}`,
		`{"delete":{"edge":"e:none","relation":"SUPPLIES_TO"}}`,
		`{"node":{"id":"local:bad","kind":"enterprise"}}`,
		`no JSON`,
	)
	dry := func(o *transfer.Options) { o.DryRun = true }
	rapid.Check(t, func(rt *rapid.T) {
		source := lines(rapid.SliceOfN(rapid.SampledFrom(rows), 1, 12).Draw(rt, "rows")...)
		few, err := load(t, s, source, dry)
		if err != nil {
			rt.Fatal(err)
		}
		many, err := load(t, tall{s}, source, dry)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(few, many); diff != "" {
			rt.Fatalf("(-few +many)\n%s", diff)
		}
	})
}
