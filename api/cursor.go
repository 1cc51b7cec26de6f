package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// A cursor says where the next page begins. It carries a checksum over the question it
// belongs to, so that one of another question, or one made up, is refused.

const cursorSum = 9 // bytes of the checksum

// cursor returns the text of a cursor to a place of the call's question.
func (c *call) cursor(place string) string {
	return base64.RawURLEncoding.EncodeToString(append(c.cursorSum(place), place...))
}

// place returns what a cursor leads to, "" for the first page.
func (c *call) place(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(data) <= cursorSum {
		return "", badCursor()
	}
	place := string(data[cursorSum:])
	if subtle.ConstantTimeCompare(data[:cursorSum], c.cursorSum(place)) != 1 {
		return "", badCursor()
	}
	return place, nil
}

// offset is place for a list that is cut by numbers.
func (c *call) offset(cursor string) (int, error) {
	place, err := c.place(cursor)
	if err != nil || place == "" {
		return 0, err
	}
	n, err := strconv.Atoi(place)
	if err != nil || n < 0 {
		return 0, badCursor()
	}
	return n, nil
}

// nextOffset returns the cursor of the page after one, "" after the last.
func (c *call) nextOffset(offset, shown, limit, total int) string {
	if shown < limit || offset+shown >= total {
		return ""
	}
	return c.cursor(strconv.Itoa(offset + shown))
}

func (c *call) cursorSum(place string) []byte {
	sum := sha256.Sum256([]byte("page\x00" + c.question + "\x00" + place))
	return sum[:cursorSum]
}

func badCursor() *failure { return fail(codeBadRequest).of("cursor", codeBadCursor) }

// questionOf tells what a request asks, whichever page of it and in whatever words.
func questionOf(path, rawQuery string) string {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return ""
	}
	for _, name := range []string{"cursor", "limit", "both", "min_revision"} {
		query.Del(name)
	}
	return strings.Join([]string{path, query.Encode()}, "?")
}
