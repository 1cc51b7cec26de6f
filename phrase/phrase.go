// Package phrase holds every sentence that a person reads, in Chinese and English.
// Engines return a code and parameters; the edge renders them in the asked language.
//
// A message is written once per language with parameters in braces:
//
//	{name}            the parameter as it is; a list is joined with the language's comma
//	{km|1}            a number with one digit after the point
//	{n#hit|hits}      the noun that goes with the number n (the number is not written)
package phrase

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed messages/*.json
var files embed.FS

// Lang is a language of the interface.
type Lang string

// The languages.
const (
	Zh Lang = "zh"
	En Lang = "en"
)

// Text is a text in both languages; as a parameter it shows in the message's language.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// In returns the text in one language.
func (t Text) In(lang Lang) string {
	if lang == En {
		return t.En
	}
	return t.Zh
}

// Message is a sentence before it is worded. A parameter is a string, a number, a
// [Text], a Message, or a list of strings or Texts.
type Message struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// New returns a message; pairs alternate names and values.
func New(code string, pairs ...any) Message {
	m := Message{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Params == nil {
			m.Params = make(map[string]any, len(pairs)/2)
		}
		name, _ := pairs[i].(string)
		m.Params[name] = pairs[i+1]
	}
	return m
}

// Render words the message. A code that no table has renders as itself, a missing
// parameter as its name in braces: visible, never a panic.
func (m Message) Render(lang Lang) string {
	text, known := table()[m.Code]
	if !known {
		return m.Code
	}
	return placeholder.ReplaceAllStringFunc(text.In(lang), func(hole string) string {
		return m.fill(hole, lang)
	})
}

// Both words the message in both languages.
func (m Message) Both() Text { return Text{Zh: m.Render(Zh), En: m.Render(En)} }

// Known reports whether a table has the code.
func Known(code string) bool {
	_, known := table()[code]
	return known
}

// Codes returns all codes in ascending order.
func Codes() []string { return slices.Sorted(maps.Keys(table())) }

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)(?:\|([0-9]+))?(?:#([^{}|]*)\|([^{}]*))?\}`)

func (m Message) fill(hole string, lang Lang) string {
	part := placeholder.FindStringSubmatch(hole)
	value, present := m.Params[part[1]]
	if !present {
		return hole
	}
	if strings.Contains(hole, "#") {
		if number, ok := toFloat(value); ok && number == 1 {
			return part[3]
		}
		return part[4]
	}
	if digits, err := strconv.Atoi(part[2]); err == nil {
		if number, ok := toFloat(value); ok {
			return strconv.FormatFloat(number, 'f', digits, 64)
		}
	}
	return word(value, lang)
}

func word(value any, lang Lang) string {
	switch v := value.(type) {
	case string:
		return v
	case Text:
		return v.In(lang)
	case Message:
		return v.Render(lang)
	case []string:
		return Join(v, lang)
	case []Text:
		words := make([]string, len(v))
		for i, t := range v {
			words[i] = t.In(lang)
		}
		return Join(words, lang)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		words := make([]string, len(v))
		for i, item := range v {
			words[i] = word(item, lang)
		}
		return Join(words, lang)
	}
	return fmt.Sprint(value)
}

// Join writes a list with the comma of the language.
func Join(words []string, lang Lang) string {
	if lang == En {
		return strings.Join(words, ", ")
	}
	return strings.Join(words, "、")
}

// Capital begins a text with a capital letter, for a label that elsewhere stands within a
// sentence.
func Capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

func toFloat(value any) (float64, bool) {
	switch v := value.(type) {
	case int:
		return float64(v), true
	case int32:
		return float64(v), true
	case int64:
		return float64(v), true
	case float32:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// table reads the embedded files once; it never changes afterwards.
var table = sync.OnceValue(func() map[string]Text {
	out, err := load(files)
	if err != nil {
		panic(err) // the embedded files are part of the program and tested
	}
	return out
})

func load(dir fs.FS) (map[string]Text, error) {
	out := make(map[string]Text)
	names, err := fs.Glob(dir, "messages/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		var part map[string]Text
		if err := json.Unmarshal(data, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for code, text := range part {
			if _, twice := out[code]; twice {
				return nil, fmt.Errorf("%s: message %s stands twice", name, code)
			}
			out[code] = text
		}
	}
	return out, nil
}
