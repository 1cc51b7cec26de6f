package graph

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]struct {
		first, last string
		year        int
	}{
		"2021":       {"2021-01-01", "2021-12-31", 2021},
		"2021-02":    {"2021-02-01", "2021-02-28", 2021},
		"2024-02":    {"2024-02-01", "2024-02-29", 2024},
		"2021-12":    {"2021-12-01", "2021-12-31", 2021},
		"2021-03-05": {"2021-03-05", "2021-03-05", 2021},
		"2024-02-29": {"2024-02-29", "2024-02-29", 2024},
		"2000-02-29": {"2000-02-29", "2000-02-29", 2000},
		"1000":       {"1000-01-01", "1000-12-31", 1000},
		"9999-12-31": {"9999-12-31", "9999-12-31", 9999},
		"1949-10-01": {"1949-10-01", "1949-10-01", 1949},
	} {
		d, err := ParseDate(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if first, last := d.First().Date().String(), d.Last().Date().String(); first != want.first || last != want.last || d.Year() != want.year || d.String() != text {
			t.Errorf("%s: from %s to %s, year %d, written %s", text, first, last, d.Year(), d)
		}
	}
	for _, text := range []string{
		"0", "999", "0999", "0000", "10000", "21", "2021-", "2021-0", "2021-00", "2021-13", "2021-1-1", "2021-01-", "2021-01-00", "2021-01-32", "2021-02-29",
		"1900-02-29", "2021/01", "2021-01/01", "2021-01-01 ", " 2021", "2021-01-01T00:00:00Z", "２０２１", "abcd", "+021", "-021", "2021-+1", "20 1", "2021年",
	} {
		if d, err := ParseDate(text); err == nil || !d.IsZero() {
			t.Errorf("%q was read as %s, %v", text, d, err)
		}
	}
}

func TestZeroDate(t *testing.T) {
	d, err := ParseDate("")
	if err != nil || !d.IsZero() || d.String() != "" || d.First() != DayMin || d.Last() != DayMax || d.Year() != 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if !DayMin.Date().IsZero() || !DayMax.Date().IsZero() {
		t.Error("an open bound has a date")
	}
}

func TestDateOf(t *testing.T) {
	beijing := time.FixedZone("", 8*3600)
	at := time.Date(2025, time.May, 31, 23, 0, 0, 0, time.UTC)
	if DateOf(at).String() != "2025-05-31" || DateOf(at.In(beijing)).String() != "2025-06-01" {
		t.Errorf("%s, %s", DateOf(at), DateOf(at.In(beijing)))
	}
	if DayOf(at) != MustDate("2025-05-31").First() || DayOf(at.In(beijing)) != MustDate("2025-06-01").First() {
		t.Errorf("%d, %d", DayOf(at), DayOf(at.In(beijing)))
	}
	if day := DayOf(time.Unix(0, 0).UTC()); day != 0 {
		t.Errorf("1970-01-01 is day %d", day)
	}
	defer func() {
		if recover() == nil {
			t.Error("MustDate took a bad text")
		}
	}()
	MustDate("2021-02-30")
}

func TestDateJSON(t *testing.T) {
	var s struct {
		D Date `json:"d,omitzero"`
	}
	for _, text := range []string{`{"d":"2021-03"}`, `{}`} {
		s.D = Date{}
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		if have, err := json.Marshal(s); err != nil || string(have) != text {
			t.Errorf("%s became %s, %v", text, have, err)
		}
	}
	if err := json.Unmarshal([]byte(`{"d":"21"}`), &s); err == nil {
		t.Error("a bad date was read")
	}
}

// Dates of the same precision order like their texts, and a day is within its month.
func TestDateOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := Day(rapid.Int32Range(-300_000, 2_900_000).Draw(t, "a")), Day(rapid.Int32Range(-300_000, 2_900_000).Draw(t, "b"))
		x, y := a.Date(), b.Date()
		if (a < b) != (x.String() < y.String()) || x.First() != a || x.Last() != a {
			t.Fatalf("days %d and %d are %s and %s", a, b, x, y)
		}
		month, err := ParseDate(x.String()[:7])
		if err != nil || month.First() > a || month.Last() < a {
			t.Fatalf("%s is not within %s, %v", x, month, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"", "2021", "2021-03", "2021-03-05", "2024-02-29", "0999", "2021-13"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if err == nil && d.String() != text {
			t.Errorf("%q is written %q", text, d)
		}
		// The standard library reads the same.
		layouts := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}
		at, stdErr := time.Parse(layouts[len(text)], text)
		if sound := text == "" || layouts[len(text)] != "" && stdErr == nil && at.Year() >= 1000; sound != (err == nil) {
			t.Errorf("%q: %v, the standard library says %v", text, err, stdErr)
		}
	})
}
