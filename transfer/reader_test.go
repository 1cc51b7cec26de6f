package transfer

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readLines returns the lines with their numbers, "!" for one that is too long.
func readLines(t *testing.T, in io.Reader) ([]string, error) {
	t.Helper()
	l, err := newLines(in)
	if err != nil {
		return nil, err
	}
	var list []string
	for {
		number, text, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return list, nil
		case errors.Is(err, errLongLine):
			list = append(list, fmt.Sprintf("%d !", number))
		case err != nil:
			return list, err
		case len(text) > 20:
			list = append(list, fmt.Sprintf("%d %d bytes", number, len(text)))
		default:
			list = append(list, fmt.Sprintf("%d %s", number, text))
		}
	}
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", MaxLine-1)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":                {"", nil},
		"one byte":             {"a", []string{"1 a"}},
		"blank":                {"\n  \n\t\r\n", nil},
		"no line break":        {"a\nb", []string{"1 a", "2 b"}},
		"numbers":              {"\n\na\n\n b \r\n", []string{"3 a", "5 b"}},
		"byte order mark":      {"\xef\xbb\xbfa\nb\n", []string{"1 a", "2 b"}},
		"only a mark":          {"\xef\xbb\xbf", nil},
		"mark within":          {"a\n\xef\xbb\xbfb\n", []string{"1 a", "2 \xef\xbb\xbfb"}},
		"longer than a buffer": {strings.Repeat("y", lineBuffer+1) + "\nb\n", []string{fmt.Sprintf("1 %d bytes", lineBuffer+1), "2 b"}},
		"longest":              {long + "\nb", []string{fmt.Sprintf("1 %d bytes", MaxLine-1), "2 b"}},
		"too long":             {"a\n" + long + "xx\nb\n", []string{"1 a", "2 !", "3 b"}},
		"too long at the end":  {"a\n" + long + "xx", []string{"1 a", "2 !"}},
		"far too long":         {strings.Repeat("z", 3*MaxLine) + "\nb", []string{"1 !", "2 b"}},
	} {
		for _, zipped := range []bool{false, true} {
			var in io.Reader = strings.NewReader(c.text)
			if zipped {
				in = zip(t, c.text)
			}
			have, err := readLines(t, in)
			if err != nil {
				t.Errorf("%s, compressed %v: %v", name, zipped, err)
			}
			if diff := cmp.Diff(c.want, have); diff != "" {
				t.Errorf("%s, compressed %v (-want +have):\n%s", name, zipped, diff)
			}
		}
	}
}

func zip(t *testing.T, text string) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestBrokenFiles(t *testing.T) {
	cut := zip(t, strings.Repeat("a line that is there\n", 1000))
	cut.Truncate(cut.Len() / 2)
	if _, err := readLines(t, cut); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut gzip: %v", err)
	}
	if _, err := readLines(t, strings.NewReader("\x1f\x8bno gzip at all")); err == nil {
		t.Error("a false gzip was read")
	}
	if _, err := readLines(t, io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(io.ErrClosedPipe))); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("broken pipe: %v", err)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\n\nb\r\n"))
	f.Add([]byte("\xef\xbb\xbfx"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := readLines(t, bytes.NewReader(text))
		if err == nil && len(list) > bytes.Count(text, []byte("\n"))+1 && (len(text) < 2 || text[0] != 0x1f) {
			t.Errorf("%d lines of %q", len(list), text)
		}
	})
}
