package transfer_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/transfer"
)

// everything is all that a store says, versions, log and loads included, as bytes.
func everything(tb testing.TB, s *localstore.Store) string {
	tb.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	note := func(what any) {
		if err := enc.Encode(what); err != nil {
			tb.Fatal(err)
		}
	}
	for _, n := range nodes(tb, s) {
		note(n)
	}
	for _, e := range edges(tb, s) {
		note(e)
	}
	for change, err := range s.Changes(tb.Context(), 0) {
		if err != nil {
			tb.Fatal(err)
		}
		note(change)
	}
	loads, err := s.Loads(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	note(loads)
	return out.String()
}

// loadFile writes the text to a file and loads that.
func loadFile(tb testing.TB, s transfer.Target, path, text string) (*transfer.Report, error) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return load(tb, s, transfer.File(path))
}

// first is a good row before the bad one, which is therefore in line 2.
const first = `{"node":{"id":"local:good","kind":"team","name":"组"}}`

// mutations are all lines that must be refused.
func mutations(tb testing.TB) []mutation {
	tb.Helper()
	return slices.Concat(cutLines(), wrongTypes(tb), wrongNames(tb), wrongValues())
}

// Every line of a thousand and more that are wrong in some way is refused with its
// number and a pointer to what is wrong, and nothing of its file is written.
func TestMutatedLines(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	for _, line := range validLines() {
		other := open(t)
		mustLoad(t, other, small())
		mustLoad(t, other, lines(first, line))
	}
	before := everything(t, s)
	path := filepath.Join(t.TempDir(), "bad.jsonl")
	done := 0
	for _, m := range mutations(t) {
		shown := m.what + ": " + m.line[:min(len(m.line), 300)]
		report, err := loadFile(t, s, path, first+"\n"+m.line+"\n")
		var rejected *transfer.RejectedError
		if !errors.As(err, &rejected) || rejected.Rejected != 1 || len(report.Errors) != 1 {
			t.Errorf("%s\nerror is %v, rows %v", shown, err, report.Errors)
			continue
		}
		if row := report.Errors[0]; row.Line != 2 || !m.says(row.Problems) {
			t.Errorf("%s\nline %d: %v, want %s at %q", shown, row.Line, row.Problems, m.code, m.at)
		}
		if after := everything(t, s); after != before {
			t.Fatalf("%s\nthe store was changed:\n%s", shown, after)
		}
		done++
	}
	t.Logf("%d malformed lines refused", done)
	if done < 1000 {
		t.Errorf("only %d malformed lines were tried", done)
	}
}

// says reports whether one of the problems is the one that is wanted.
func (m mutation) says(problems []graph.Problem) bool {
	return slices.ContainsFunc(problems, func(p graph.Problem) bool {
		within := p.Pointer == m.at || strings.HasPrefix(p.Pointer, m.at+"/") || m.loose && strings.HasPrefix(m.at, p.Pointer+"/")
		return within && (m.code == "" || p.Code == m.code)
	})
}

// All of them in one file are counted, and listed in order with their numbers.
func TestMutatedLinesTogether(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	before := everything(t, s)
	var all []string
	for _, m := range mutations(t) {
		if len(m.line) < 100_000 {
			all = append(all, m.line, "")
		}
	}
	report, err := loadFile(t, s, filepath.Join(t.TempDir(), "bad.jsonl"), strings.Join(all, "\n"))
	if !errors.Is(err, graph.ErrInvalid) {
		t.Fatal(err)
	}
	if report.Rejected != len(all)/2 || len(report.Errors) != transfer.MaxRowErrors || report.Rows != len(all)/2 {
		t.Errorf("%d of %d rows rejected, %d listed, want all %d", report.Rejected, report.Rows, len(report.Errors), len(all)/2)
	}
	for i, row := range report.Errors {
		if row.Line != 2*i+1 || len(row.Problems) == 0 {
			t.Fatalf("row %d is line %d with %d problems", i, row.Line, len(row.Problems))
		}
	}
	if everything(t, s) != before {
		t.Error("the store was changed")
	}
}

// A row that comes twice is refused where it comes again.
func TestRowsThatComeTwice(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	before := everything(t, s)
	for i, line := range append(validLines(), first) {
		report, err := loadFile(t, s, filepath.Join(t.TempDir(), "twice.jsonl"), "\n"+line+"\n\n"+line)
		if err == nil || len(report.Errors) != 1 || report.Errors[0].Line != 4 || report.Errors[0].Problems[0].Code != graph.CodeRepeated || report.Errors[0].Problems[0].Params["line"] != "2" {
			t.Errorf("%d: %v %v", i, report.Errors, err)
		}
	}
	if everything(t, s) != before {
		t.Error("the store was changed")
	}
}

// packed is the text compressed with gzip.
func packed(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	if err = errors.Join(err, w.Close()); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// utf16File is the text as some spreadsheets save it.
func utf16File(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return string(out)
}

// Whole files that are odd are loaded where they can be read.
func TestOddFiles(t *testing.T) {
	row := validLines()[0]
	for name, c := range map[string]struct {
		text string
		rows int
	}{
		"empty": {"", 0}, "mark only": {"\xef\xbb\xbf", 0}, "blank": {" \r\n\t\n\n", 0}, "header only": {`{"meta":{"format":"chuangmai-network","revision":1}}`, 0},
		"mark": {"\xef\xbb\xbf" + row, 1}, "CRLF": {first + "\r\n" + row + "\r\n", 2}, "no line end": {row, 1}, "blanks around": {" \t" + row + "  \n", 1},
		"gzip": {packed(t, first+"\n"+row), 2}, "gzip with mark": {packed(t, "\xef\xbb\xbf"+row), 1}, "gzip of nothing": {packed(t, ""), 0}, "two gzip files in one": {packed(t, first+"\n") + packed(t, row), 2},
	} {
		s := open(t)
		report, err := loadFile(t, s, filepath.Join(t.TempDir(), "odd.jsonl"), c.text)
		if err != nil || report.Rows != c.rows || report.Written != c.rows || report.Total().New != c.rows {
			t.Errorf("%s: %+v, %v", name, report, err)
		}
	}
	s := open(t)
	for name, text := range map[string]string{
		"UTF-16": utf16File(row), "line ends of old computers": first + "\r" + row, "half a mark": "\xef\xbb" + row, "zip": "PK\x03\x04" + row, "GB 18030": "{\"node\":{\"name\":\"\xd6\xd0\"}}",
	} {
		report, err := loadFile(t, s, filepath.Join(t.TempDir(), "odd.jsonl"), text)
		if !errors.Is(err, graph.ErrInvalid) || len(report.Errors) == 0 || report.Errors[0].Line != 1 {
			t.Errorf("%s: %+v, %v", name, report, err)
		}
	}
	equal(t, "head", head(t, s), graph.Revision(0))
}

// A compressed file that is cut anywhere, or damaged, is refused as a whole.
func TestDamagedArchives(t *testing.T) {
	s := open(t)
	mustLoad(t, s, small())
	before := everything(t, s)
	whole := packed(t, strings.Join(append([]string{first}, validLines()...), "\n"))
	path := filepath.Join(t.TempDir(), "cut.jsonl.gz")
	for i := 1; i < len(whole); i++ {
		if _, err := loadFile(t, s, path, whole[:i]); err == nil {
			t.Errorf("cut at %d of %d: loaded", i, len(whole))
		}
	}
	for i := len(whole) - 8; i < len(whole); i++ { // checksum and length
		if _, err := loadFile(t, s, path, whole[:i]+string([]byte{whole[i] ^ 1})+whole[i+1:]); err == nil {
			t.Errorf("damaged at %d of %d: loaded", i, len(whole))
		}
	}
	if _, err := loadFile(t, s, path, whole+"garbage behind it"); err == nil {
		t.Error("garbage behind the archive: loaded")
	}
	for name, source := range map[string]transfer.Source{"no file": transfer.File(filepath.Join(t.TempDir(), "none")), "folder": transfer.File(t.TempDir())} {
		if _, err := load(t, s, source); err == nil || errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if everything(t, s) != before {
		t.Error("the store was changed")
	}
}
