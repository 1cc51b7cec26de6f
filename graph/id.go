package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ID identifies a node or an edge: "scheme:value", for example "ror:00073tb80",
// "local:wx-01" or "cap:welding". Case is kept and distinguishes.
type ID string

// MaxIDValue is the greatest number of characters after the colon of an [ID].
const MaxIDValue = 200

// Scheme returns the part of the id before its first colon, or "" when there is none.
func (id ID) Scheme() string {
	scheme, _, found := strings.Cut(string(id), ":")
	if !found {
		return ""
	}
	return scheme
}

// Value returns the part of the id after its first colon.
func (id ID) Value() string {
	_, value, _ := strings.Cut(string(id), ":")
	return value
}

// checkID reports why id is not well formed: a problem code, or "" when it is.
// The scheme is a lower-case letter followed by lower-case letters and digits; the
// schemes of edges may also hold underscores, as a generated one names its relation.
func checkID(id ID, edge bool) string {
	scheme, value, found := strings.Cut(string(id), ":")
	switch {
	case id == "":
		return CodeMissing
	case !found || !isScheme(scheme, edge):
		return CodeBadIDScheme
	case value == "":
		return CodeBadIDValue
	case !utf8.ValidString(value) || !norm.NFC.IsNormalString(value):
		return CodeBadIDForm
	case utf8.RuneCountInString(value) > MaxIDValue:
		return CodeTooLong
	}
	for _, r := range value {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r >= '一' && r <= '鿿' {
			continue // nearly all there are
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/?#%\`, r) {
			return CodeBadIDValue
		}
	}
	return ""
}

func isScheme(s string, edge bool) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || edge && c == '_'):
		default:
			return false
		}
	}
	return s != ""
}
