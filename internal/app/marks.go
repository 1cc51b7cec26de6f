package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Mark says that a hit does not suit a query, and why.
type Mark struct {
	Query   string `json:"query"` // the qid
	ID      string `json:"id"`    // name or id of the hit
	Because string `json:"because"`
}

// ReadMarks reads marks, one JSON object a line. A mark without a reason is an error, as
// is one without a query or a hit.
func ReadMarks(r io.Reader, name string) ([]Mark, error) {
	var out []Mark
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), 1<<20)
	for n := 1; scanner.Scan(); n++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		m, err := parseMark(scanner.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, m)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

func parseMark(line []byte) (Mark, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	var m Mark
	if err := dec.Decode(&m); err != nil {
		return m, err
	}
	if dec.More() {
		return m, errors.New("more than one object in a line")
	}
	m.Query, m.ID, m.Because = strings.TrimSpace(m.Query), strings.TrimSpace(m.ID), strings.TrimSpace(m.Because)
	if m.Query == "" || m.ID == "" || m.Because == "" {
		return m, errors.New("query, id and because must not be empty")
	}
	return m, nil
}
