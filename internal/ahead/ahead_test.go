package ahead_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/internal/ahead"
)

var errBroken = errors.New("broken")

// numbers yields 0 to n-1, an error at bad, and notes when it ends.
func numbers(n, bad int, ended *bool) func(context.Context) iter.Seq2[int, error] {
	return func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			defer func() { *ended = true }()
			for i := range n {
				var err error
				if i == bad {
					err = errBroken
				}
				if !yield(i, err) {
					return
				}
			}
		}
	}
}

func TestOf(t *testing.T) {
	for _, group := range []int{1, 3, 100} {
		var ended bool
		var got []int
		for i, err := range ahead.Of(t.Context(), group, numbers(10, 7, &ended)) {
			if (i == 7) != errors.Is(err, errBroken) {
				t.Errorf("group %d: element %d came with %v", group, i, err)
			}
			got = append(got, i)
		}
		if diff := cmp.Diff([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, got); diff != "" || !ended {
			t.Errorf("group %d: ended %v: %s", group, ended, diff)
		}
	}
}

func TestOfEndsWithItsReader(t *testing.T) {
	var ended bool
	for i, err := range ahead.Of(t.Context(), 2, numbers(1_000_000, -1, &ended)) {
		if err != nil {
			t.Fatal(err)
		}
		if i == 3 {
			break
		}
	}
	if !ended {
		t.Error("the stream goes on after its reader has left")
	}
}

func TestOfIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var ended bool
	var last error
	for i, err := range ahead.Of(ctx, 1, numbers(1_000_000, -1, &ended)) {
		if i == 3 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || !ended {
		t.Errorf("ended %v with %v", ended, last)
	}
}
