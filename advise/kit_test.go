package advise_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"chuangmai/advise"
	"chuangmai/configs"
	"chuangmai/graph/snapshot"
	"chuangmai/internal/app"
)

// sample is the network that all tests ask; it is not changed.
var sample *app.Sample

func TestMain(m *testing.M) {
	os.Exit(withSample(m.Run))
}

func withSample(do func() int) int {
	settings, err := configs.Load("", nil)
	if err == nil {
		sample, err = app.OpenSample(context.Background(), settings, false, app.Options{Clock: today})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := do()
	if err := sample.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// today is the tests' clock.
func today() time.Time { return time.Date(2026, time.November, 22, 8, 0, 0, 0, time.UTC) }

// public is what anybody may see, today.
var public = advise.Scope{Audience: snapshot.AudiencePublic}

func recommend(tb testing.TB, q advise.Query, scope advise.Scope) advise.Answer {
	tb.Helper()
	answer, err := sample.Advisor.Recommend(tb.Context(), q, scope)
	if err != nil {
		tb.Fatalf("%q: %v", q.Text, err)
	}
	return answer
}

// scores are those of all hits shown, by id.
func scores(a advise.Answer) map[string]float64 {
	out := make(map[string]float64)
	for _, g := range a.Groups {
		for _, h := range g.Hits {
			out[string(h.ID)] = h.Score
		}
	}
	return out
}
