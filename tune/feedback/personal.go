package feedback

import "regexp"

// Forms of what leads to a person: an e-mail address, a mainland mobile or fixed-line
// number, a number with a country code, an identity card (GB 11643).
var personal = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}` +
	`|(?:^|\D)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?:\D|$)` +
	`|(?:^|\D)0\d{2,3}[ -]\d{7,8}(?:\D|$)` +
	`|\+\d{1,3}[ -]?\d[\d -]{6,14}\d` +
	`|(?:^|\D)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?:\D|$)`)

// Personal reports whether a text holds the address or number of a person.
func Personal(text string) bool { return personal.MatchString(text) }
