package phrase_test

import (
	"errors"
	"fmt"
	"testing"

	"chuangmai/phrase"
)

func TestQuestionError(t *testing.T) {
	err := fmt.Errorf("asked: %w", phrase.Wrong("n", "sites.error.bounds", "value", 21, "max", 20))
	var wrong *phrase.QuestionError
	if !errors.As(err, &wrong) || wrong.Parameter != "n" || wrong.Unknown || wrong.Reason.Code != "sites.error.bounds" {
		t.Fatalf("%+v", wrong)
	}
	if got, want := wrong.Error(), "n: "+wrong.Reason.Render(phrase.En); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
