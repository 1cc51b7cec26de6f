// Package ahead lets a stream run ahead of whoever reads it.
package ahead

import (
	"context"
	"iter"
)

// Of returns the stream made by a goroutine that is up to two groups of so many elements
// ahead of the reader. The goroutine has ended when the returned stream has; the stream's
// context is cancelled when the reader stops early. An error is yielded in its place; a
// stream cut short by ctx ends with the context's error.
func Of[T any](ctx context.Context, group int, stream func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		running, cancel := context.WithCancel(ctx)
		groups := make(chan []element[T], 1)
		go func() {
			defer close(groups)
			produce(running, group, stream(running), groups)
		}()
		defer func() {
			cancel()
			for range groups { // waits for the goroutine
			}
		}()
		for elements := range groups {
			for _, e := range elements {
				if !yield(e.value, e.err) {
					return
				}
			}
		}
		if err := ctx.Err(); err != nil {
			var zero T
			yield(zero, err)
		}
	}
}

type element[T any] struct {
	value T
	err   error
}

func produce[T any](ctx context.Context, group int, stream iter.Seq2[T, error], groups chan<- []element[T]) {
	var elements []element[T]
	send := func() bool {
		select {
		case groups <- elements:
			elements = make([]element[T], 0, group)
			return true
		case <-ctx.Done():
			return false
		}
	}
	for value, err := range stream {
		elements = append(elements, element[T]{value, err})
		if len(elements) == group && !send() {
			return
		}
	}
	if len(elements) > 0 {
		send()
	}
}
