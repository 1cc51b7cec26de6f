package need

import (
	"fmt"
	"time"

	"chuangmai/graph"
)

// calendar computes dates from the day on which a text is read; the zero value knows no such day.
type calendar struct {
	today time.Time
	known bool
}

func newCalendar(today graph.Date) calendar {
	if today.IsZero() {
		return calendar{}
	}
	return calendar{today: time.Unix(int64(today.First())*86400, 0).UTC(), known: true}
}

// day returns a full date; the zero Date for one that does not exist.
func day(year, month, dayOfMonth int) graph.Date {
	d, err := graph.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, dayOfMonth))
	if err != nil {
		return graph.Date{}
	}
	return d
}

// month returns a date known to the month; months beyond the year run into the next ones.
func month(year, m int) graph.Date {
	year, m = year+(m-1)/12, (m-1)%12+1
	d, err := graph.ParseDate(fmt.Sprintf("%04d-%02d", year, m))
	if err != nil {
		return graph.Date{}
	}
	return d
}

// inDays returns the day that many days from today.
func (c calendar) inDays(n int) graph.Date { return graph.DateOf(c.today.AddDate(0, 0, n)) }

// inMonths returns the same day some months from today, or the last one of that month where there is none.
func (c calendar) inMonths(n int) graph.Date {
	first := time.Date(c.today.Year(), c.today.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return graph.DateOf(first.AddDate(0, 0, min(c.today.Day(), last)-1))
}

// nextMonth returns the month with that number that is now or comes next.
func (c calendar) nextMonth(m int) graph.Date {
	year := c.today.Year()
	if m < int(c.today.Month()) {
		year++
	}
	return month(year, m)
}

// nextDay returns the next day with that month and day, today included.
func (c calendar) nextDay(m, d int) graph.Date {
	year := c.today.Year()
	if found := day(year, m, d); !found.IsZero() && found.Last() >= graph.DayOf(c.today) {
		return found
	}
	return day(year+1, m, d)
}

// quarter returns the last month of a quarter of a year; year 0 means the one that is now or comes next.
func (c calendar) quarter(year, q int) graph.Date {
	if year == 0 {
		return c.nextMonth(q * 3)
	}
	return month(year, q*3)
}

// weekday returns that day (1 Monday to 7 Sunday) of this week or of one of the following.
func (c calendar) weekday(weeks, d int) graph.Date {
	today := (int(c.today.Weekday()) + 6) % 7 // days since Monday
	return c.inDays(7*weeks + d - 1 - today)
}

// springFestivals are the days of the lunar new year.
var springFestivals = []string{
	"2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11",
	"2033-01-31", "2034-02-19", "2035-02-08",
}

// springFestival returns the next lunar new year; the zero Date when it is beyond the table.
func (c calendar) springFestival() graph.Date {
	for _, s := range springFestivals {
		if d := graph.MustDate(s); d.First() >= graph.DayOf(c.today) {
			return d
		}
	}
	return graph.Date{}
}
