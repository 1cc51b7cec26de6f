package need

import (
	"regexp"
	"strconv"
	"strings"

	"chuangmai/graph"
)

// dateForm is one way to write by when something is needed. read gets the submatches and returns the date, the zero Date
// for none.
type dateForm struct {
	form *regexp.Regexp
	// sure is true when the form itself says that it is a deadline (年底前, by the end of March); else words around it
	// must.
	sure bool
	// absolute is true when the form may name its year, so that it can be read without a day of reading.
	absolute bool
	read     func(c calendar, m []string) graph.Date
}

const (
	monthNumber  = `(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])`
	englishMonth = `(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?`
	byWhen       = `(?:by|before|until|till|no later than|not later than|due|due by|due in|deadline:?|in|for) +`
)

// dateForms are tried in order at all places; a form does not read what an earlier one has read.
var dateForms = []dateForm{
	{
		regexp.MustCompile(`(20\d\d) ?[年./-] ?(1[0-2]|0?[1-9]) ?[月./-] ?(3[01]|[12]\d|0?[1-9])(?:日|号|\b)`), false, true,
		func(_ calendar, m []string) graph.Date { return day(atoi(m[1]), atoi(m[2]), atoi(m[3])) },
	},
	{
		regexp.MustCompile(`(20\d\d)年 ?` + monthNumber + `月份?(?:底|末|中旬|初|上旬|下旬)?`), false, true,
		func(_ calendar, m []string) graph.Date { return month(atoi(m[1]), chineseInt(m[2])) },
	},
	{
		regexp.MustCompile(`\b(20\d\d)[./-](1[0-2]|0?[1-9])\b`), false, true,
		func(_ calendar, m []string) graph.Date { return month(atoi(m[1]), atoi(m[2])) },
	},
	{
		regexp.MustCompile(`(20\d\d)年?(?:第?([一二三四1-4])个?季度|q([1-4]))`), false, true,
		func(c calendar, m []string) graph.Date { return c.quarter(atoi(m[1]), chineseInt(m[2]+m[3])) },
	},
	{
		regexp.MustCompile(`(20\d\d)年?(上半年|下半年|年?底|年?末|年内|年初)`), false, true,
		func(_ calendar, m []string) graph.Date { return partOfYear(atoi(m[1]), m[2]) },
	},
	{
		regexp.MustCompile(`(20\d\d)年(?:以前|之前|前|以内|内)`), true, true,
		func(_ calendar, m []string) graph.Date { return graph.MustDate(m[1]) },
	},

	{
		regexp.MustCompile(byWhen + `(?:the )?(?:end of |mid-?|early |late )?(3[01]|[12]?\d)?(?:st|nd|rd|th)? ?` + englishMonth + ` ?(3[01]|[12]?\d)?(?:st|nd|rd|th)?,? ?(20\d\d)?\b`),
		true, true, englishDate,
	},
	{
		regexp.MustCompile(byWhen + `(?:the )?(?:end of )?q([1-4])(?: (20\d\d))?\b`), true, true,
		func(c calendar, m []string) graph.Date { return c.quarter(atoi(m[2]), atoi(m[1])) },
	},
	{
		regexp.MustCompile(byWhen + `(?:the )?end of (20\d\d)\b`), true, true,
		func(_ calendar, m []string) graph.Date { return month(atoi(m[1]), 12) },
	},
	{
		regexp.MustCompile(`(?:by|before|until|till) +(20\d\d)\b`), true, true,
		func(_ calendar, m []string) graph.Date { return graph.MustDate(m[1]) },
	},
	{
		regexp.MustCompile(`(?:by |before )?(?:the )?(?:end of (?:the |this )?year|year[ -]end|this year)\b`), true, false,
		func(c calendar, _ []string) graph.Date { return month(c.today.Year(), 12) },
	},
	{regexp.MustCompile(`(?:by |before )?(?:the )?(?:end of |early |late )?(this|the|next) (week|month|quarter|year)\b`), true, false, englishRelative},

	{
		regexp.MustCompile(`(明|后|今)年 ?` + monthNumber + `月份?(?:底|末|中旬|初|上旬|下旬)?`), false, false,
		func(c calendar, m []string) graph.Date { return month(c.yearOf(m[1]), chineseInt(m[2])) },
	},
	{
		regexp.MustCompile(`(明|后|今)年(?:第?([一二三四1-4])个?季度|q([1-4]))`), false, false,
		func(c calendar, m []string) graph.Date { return c.quarter(c.yearOf(m[1]), chineseInt(m[2]+m[3])) },
	},
	{
		regexp.MustCompile(`(明|后|今)年?(上半年|下半年|年?底|年?末|年?内|年?初)`), false, false,
		func(c calendar, m []string) graph.Date { return partOfYear(c.yearOf(m[1]), m[2]) },
	},
	{
		regexp.MustCompile(`\b(1[0-2]|[1-9])月(3[01]|[12]\d|0?[1-9])[日号]`), false, false,
		func(c calendar, m []string) graph.Date { return c.nextDay(atoi(m[1]), atoi(m[2])) },
	},
	{
		regexp.MustCompile(`(这个|本|下下个?|下个?)月(?:底|末|初|中旬|份)?`), false, false,
		func(c calendar, m []string) graph.Date {
			return month(c.today.Year(), int(c.today.Month())+strings.Count(m[1], "下"))
		},
	},
	{regexp.MustCompile(`(当|今|明|后)[天日]`), false, false, nearDay},
	{
		regexp.MustCompile(monthNumber + `月份?(?:底|末|中旬|初|上旬|下旬)?`), false, false,
		func(c calendar, m []string) graph.Date { return c.nextMonth(chineseInt(m[1])) },
	},
	{
		regexp.MustCompile(`月底|月末`), false, false,
		func(c calendar, _ []string) graph.Date { return month(c.today.Year(), int(c.today.Month())) },
	},
	{
		regexp.MustCompile(`年底|年末|年内|岁末`), false, false,
		func(c calendar, _ []string) graph.Date { return month(c.today.Year(), 12) },
	},
	{
		regexp.MustCompile(`(上|下)半年`), false, false,
		func(c calendar, m []string) graph.Date { return c.nextMonth(map[string]int{"上": 6, "下": 12}[m[1]]) },
	},
	{
		regexp.MustCompile(`(本|这个|下个?)季度`), false, false,
		func(c calendar, m []string) graph.Date {
			return month(c.today.Year(), (int(c.today.Month())+2)/3*3+3*strings.Count(m[1], "下"))
		},
	},
	{
		regexp.MustCompile(`第?([一二三四1-4])季度|\bq([1-4])\b`), false, false,
		func(c calendar, m []string) graph.Date { return c.quarter(0, chineseInt(m[1]+m[2])) },
	},
	{
		regexp.MustCompile(`(本|这|下下|下)(?:个)?(?:周|星期|礼拜)([一二三四五六日天末])?`), false, false,
		func(c calendar, m []string) graph.Date {
			return c.weekday(strings.Count(m[1], "下"), weekdayOf(m[2]))
		},
	},
	{regexp.MustCompile(`元旦|春节|过年|年关|五一|国庆|十一`), false, false, holiday},
}

// atoi reads digits that a form has found; 0 for none.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// chineseInt reads a small number in digits or Chinese numerals; 0 for none.
func chineseInt(s string) int {
	if n, ok := numberAt(s, 0); ok {
		return int(n.value)
	}
	return 0
}

func (c calendar) yearOf(word string) int {
	return c.today.Year() + map[string]int{"今": 0, "明": 1, "后": 2}[word]
}

// partOfYear returns the month that a part of a year ends in.
func partOfYear(year int, part string) graph.Date {
	switch {
	case part == "上半年":
		return month(year, 6)
	case strings.HasSuffix(part, "初"):
		return month(year, 1)
	}
	return month(year, 12)
}

func nearDay(c calendar, m []string) graph.Date {
	return c.inDays(map[string]int{"明": 1, "后": 2}[m[1]])
}

func weekdayOf(s string) int {
	for i, name := range []string{"一", "二", "三", "四", "五", "六"} {
		if s == name {
			return i + 1
		}
	}
	return 7
}

func holiday(c calendar, m []string) graph.Date {
	switch m[0] {
	case "元旦":
		return c.nextDay(1, 1)
	case "五一":
		return c.nextDay(5, 1)
	case "国庆", "十一":
		return c.nextDay(10, 1)
	}
	return c.springFestival()
}

func englishMonthNumber(name string) int {
	for i, m := range []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"} {
		if strings.HasPrefix(name, m) {
			return i + 1
		}
	}
	return 0
}

func englishDate(c calendar, m []string) graph.Date {
	dayOfMonth, mon, year := atoi(m[1]+m[3]), englishMonthNumber(m[2]), atoi(m[4])
	switch {
	case year == 0 && !c.known:
		return graph.Date{}
	case year == 0 && dayOfMonth > 0:
		return c.nextDay(mon, dayOfMonth)
	case year == 0:
		return c.nextMonth(mon)
	case dayOfMonth > 0:
		return day(year, mon, dayOfMonth)
	}
	return month(year, mon)
}

func englishRelative(c calendar, m []string) graph.Date {
	next := 0
	if m[1] == "next" {
		next = 1
	}
	switch m[2] {
	case "week":
		return c.weekday(next, 7)
	case "month":
		return month(c.today.Year(), int(c.today.Month())+next)
	case "quarter":
		return month(c.today.Year(), (int(c.today.Month())+2)/3*3+3*next)
	}
	return month(c.today.Year()+next, 12)
}
