package briefing

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Format is a form in which a document is written.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	HTML Format = "html"
)

// UnknownFormatError is a name that no format has.
type UnknownFormatError struct{ Name string }

// Error implements error.
func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("no format %q: want xlsx, csv or html", e.Name)
}

// FormatOf reads a format off the ending of a file's name. The error is an
// [*UnknownFormatError].
func FormatOf(path string) (Format, error) {
	f := Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
	if f == "htm" {
		f = HTML
	}
	if f.MediaType() == "" {
		return "", &UnknownFormatError{string(f)}
	}
	return f, nil
}

// MediaType is the format's type for HTTP, "" for no format.
func (f Format) MediaType() string {
	switch f {
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case CSV:
		return "text/csv; charset=utf-8"
	case HTML:
		return "text/html; charset=utf-8"
	}
	return ""
}

// Write writes a document in a format. The error for a name that is none is an
// [*UnknownFormatError].
func Write(w io.Writer, f Format, d Document) error {
	switch f {
	case XLSX:
		return WriteXLSX(w, d)
	case CSV:
		return WriteCSV(w, d)
	case HTML:
		return WriteHTML(w, d)
	}
	return &UnknownFormatError{string(f)}
}
