package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// marked returns a text with its highlights in brackets.
func marked(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "[" + text[s.Start:s.End] + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestHighlight(t *testing.T) {
	r := indexed(t)
	tests := map[string]struct{ text, query, want string }{
		"word":                 {"从事碳化硅外延片的生长", "碳化硅外延", "从事[碳化硅外延]片的生长"},
		"several places":       {"焊丝、焊接；焊丝", "焊丝", "[焊丝]、焊接；[焊丝]"},
		"traditional text":     {"生產橡膠履帶", "橡胶履带", "生產[橡膠履帶]"},
		"traditional question": {"生产橡胶履带", "橡膠履帶", "生产[橡胶履带]"},
		"full width":           {"用ＸＲＤ测试", "xrd", "用[ＸＲＤ]测试"},
		"stems":                {"Welding of welded pipes", "weld pipe", "[Welding] of [welded] [pipes]"},
		"not within a word":    {"cartilage and car", "car", "cartilage and [car]"},
		"function words":       {"the laser of the lab", "the laser", "the [laser] of the lab"},
		"everyday words":       {"这是一个焊丝厂", "一个焊丝厂的", "这是一个[焊丝]厂"},
		"one character":        {"高温炉和炉膛", "炉", "高温[炉]和[炉]膛"},
		"empty question":       {"焊丝", " ，", "焊丝"},
		"empty text":           {"", "焊丝", ""},
		"beyond the first":     {"𠮷野家的焊丝", "焊丝", "𠮷野家的[焊丝]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := marked(tt.text, r.Highlight(tt.text, tt.query)); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzHighlight: spans lie in the text, in order and apart, and cut no character.
func FuzzHighlight(f *testing.F) {
	r := indexed(f)
	f.Add("從事碳化硅外延片的生長", "碳化硅外延")
	f.Add("用ＸＲＤ测试 Welding of pipes", "xrd weld")
	f.Add("\xff焊\xe7\x84丝", "焊丝")
	f.Add("ﬁne ½ ㎏ é e\u0301 ½", "fine 1 kg é")
	f.Add("İstanbul ſtraße ꜰ", "istanbul straße")
	f.Fuzz(func(t *testing.T, text, query string) {
		end := -1
		for _, s := range r.Highlight(text, query) {
			if s.Start <= end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q, %q: span %v of %d bytes after %d", text, query, s, len(text), end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
				t.Errorf("%q, %q: span %v cuts a character", text, query, s)
			}
			end = s.End
		}
	})
}
