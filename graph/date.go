package graph

import (
	"fmt"
	"math"
	"time"
)

// Date is a partial calendar date: a year, a month of a year, or a day. The zero
// Date means "not stated".
type Date struct {
	year       int16
	month, day uint8
}

// Day counts days since 1970-01-01 (UTC, proleptic Gregorian calendar).
type Day int32

// Bounds of an open interval: a validity that states no beginning starts at
// [DayMin], one that states no end runs to [DayMax].
const (
	DayMin Day = math.MinInt32
	DayMax Day = math.MaxInt32
)

// ParseDate reads "2021", "2021-03" or "2021-03-05". The empty string is the zero
// Date. Years run from 1000 to 9999.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	year, okYear := digits(s, 0, 4)
	month, okMonth := digits(s, 5, 7)
	day, okDay := digits(s, 8, 10)
	switch {
	case !okYear || year < 1000:
	case len(s) == 4:
		return Date{year: int16(year)}, nil //nolint:gosec // four digits
	case s[4] != '-' || !okMonth || month < 1 || month > 12:
	case len(s) == 7:
		return Date{year: int16(year), month: uint8(month)}, nil //nolint:gosec // see above
	case s[7] != '-' || !okDay || day < 1 || day > daysIn(year, month) || len(s) > 10:
	default:
		return Date{year: int16(year), month: uint8(month), day: uint8(day)}, nil //nolint:gosec // see above
	}
	return Date{}, fmt.Errorf("%q is not a date: want YYYY, YYYY-MM or YYYY-MM-DD", s)
}

// digits reads s[from:to] as a number; false when that is not all digits.
func digits(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for i := from; i < to; i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MustDate is [ParseDate] for constants in tests and tables; it panics on a bad text.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the calendar date of t in its own location.
func DateOf(t time.Time) Date {
	return Date{year: int16(t.Year()), month: uint8(t.Month()), day: uint8(t.Day())} //nolint:gosec // calendar parts
}

// IsZero reports whether the date is not stated.
func (d Date) IsZero() bool { return d == Date{} }

// Equal reports whether both say the same, as precisely.
func (d Date) Equal(other Date) bool { return d == other }

// Year returns the year, 0 when the date is not stated.
func (d Date) Year() int { return int(d.year) }

// String writes the date as precisely as it is known; "" when it is not stated.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	default:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	}
}

// First returns the first day the date can mean; [DayMin] when it is not stated.
func (d Date) First() Day {
	if d.IsZero() {
		return DayMin
	}
	return dayOf(int(d.year), max(int(d.month), 1), max(int(d.day), 1))
}

// Last returns the last day the date can mean; [DayMax] when it is not stated.
func (d Date) Last() Day {
	switch {
	case d.IsZero():
		return DayMax
	case d.month == 0:
		return dayOf(int(d.year), 12, 31)
	case d.day == 0:
		return dayOf(int(d.year), int(d.month)+1, 0)
	default:
		return dayOf(int(d.year), int(d.month), int(d.day))
	}
}

// Date returns the calendar day; the zero Date for the two open bounds.
func (d Day) Date() Date {
	if d == DayMin || d == DayMax {
		return Date{}
	}
	return DateOf(time.Unix(int64(d)*86400, 0).UTC())
}

// DayOf returns the calendar day of t in its own location.
func DayOf(t time.Time) Day { return dayOf(t.Year(), int(t.Month()), t.Day()) }

func dayOf(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400) //nolint:gosec // years 1000 to 9999
}

// MarshalText writes the date for JSON and other text formats.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] writes.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
