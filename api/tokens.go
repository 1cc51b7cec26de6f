package api

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tokens are the bearer tokens that are accepted, as hashes. They are immutable.
type Tokens struct {
	entries []tokenEntry
}

type tokenEntry struct {
	hash [sha256.Size]byte
	who  principal
}

const maxLabel = 100

// ReadTokens reads a tokens file: one token a line, as role, SHA-256 of the token in
// hexadecimal and a label, separated by blanks. Empty lines and lines that begin with #
// are passed over. An error names the line.
//
//	# who may write
//	editor 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 city office
func ReadTokens(r io.Reader) (*Tokens, error) {
	t := new(Tokens)
	seen := make(map[[sha256.Size]byte]int)
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		entry, err := readToken(text)
		if err != nil {
			return nil, fmt.Errorf("tokens, line %d: %w", n, err)
		}
		if first := seen[entry.hash]; first > 0 {
			return nil, fmt.Errorf("tokens, line %d: the token of line %d again", n, first)
		}
		seen[entry.hash] = n
		t.entries = append(t.entries, entry)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	return t, nil
}

func readToken(line string) (tokenEntry, error) {
	var e tokenEntry
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return e, errors.New("want role, SHA-256 of the token and a label")
	}
	role, err := ParseRole(fields[0])
	if err != nil {
		return e, err
	}
	hash, err := hex.DecodeString(fields[1])
	if err != nil || len(hash) != sha256.Size {
		return e, errors.New("the second column must be a SHA-256 in hexadecimal, 64 digits; never the token itself")
	}
	label := strings.Join(fields[2:], " ")
	if !utf8.ValidString(label) || utf8.RuneCountInString(label) > maxLabel || strings.ContainsFunc(label, unicode.IsControl) {
		return e, fmt.Errorf("the label must be plain text of at most %d characters", maxLabel)
	}
	e.hash, e.who = [sha256.Size]byte(hash), principal{role: role, label: label}
	return e, nil
}

// LoadTokens reads the tokens file at path.
func LoadTokens(path string) (*Tokens, error) {
	f, err := os.Open(path) //nolint:gosec // a file the operator names
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	t, err := ReadTokens(f)
	return t, errors.Join(err, f.Close())
}

// Len returns the number of tokens.
func (t *Tokens) Len() int { return len(t.entries) }

// find returns whose token it is. It takes the same time whichever it is, and whether
// or not it is one.
func (t *Tokens) find(token string) (principal, bool) {
	hash := sha256.Sum256([]byte(token))
	found := -1
	for i := range t.entries {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(hash[:], t.entries[i].hash[:]), i, found)
	}
	if found < 0 {
		return principal{}, false
	}
	return t.entries[found].who, true
}
