package seed

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

func TestParseTable(t *testing.T) {
	tests := []struct {
		name, text string
		want       []record
		fails      bool
	}{
		{"empty", "", nil, false},
		{"header only", "id\tname\n", nil, false},
		{"blank cells are absent", "id\tname\tnote\na\tb\t\n", []record{{"id": "a", "name": "b"}}, false},
		{"blank lines are passed over", "id\na\n\nb\n", []record{{"id": "a"}, {"id": "b"}}, false},
		{"too few cells", "id\tname\na\n", nil, true},
		{"too many cells", "id\na\tb\n", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseTable(tt.text)
			if (err != nil) != tt.fails {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestValue(t *testing.T) {
	def := func(typ graph.ValueType) *graph.Property { return &graph.Property{Name: "p", Type: typ} }
	tests := []struct {
		name  string
		def   *graph.Property
		cell  string
		want  any
		fails bool
	}{
		{"undeclared", nil, "12", "12", false},
		{"text", def(graph.TypeText), "a|b", "a|b", false},
		{"list", def(graph.TypeTextList), "a|b", []string{"a", "b"}, false},
		{"int", def(graph.TypeInt), "12", int64(12), false},
		{"float", def(graph.TypeFloat), "12", 12.0, false},
		{"bool", def(graph.TypeBool), "true", true, false},
		{"bad int", def(graph.TypeInt), "many", int64(0), true},
		{"bad bool", def(graph.TypeBool), "maybe", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := value(tt.def, tt.cell)
			if (err != nil) != tt.fails {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tt.want, got); err == nil && diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add("id\tname\na\tb\n")
	f.Add("")
	f.Add("a\ta\n\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		records, err := parseTable(text)
		if err != nil {
			return
		}
		header, _, _ := strings.Cut(text, "\n")
		for _, r := range records {
			for column, cell := range r {
				if cell == "" || !strings.Contains(header, column) {
					t.Fatalf("column %q holds %q", column, cell)
				}
			}
		}
	})
}

func FuzzParseService(f *testing.F) {
	f.Add("焊接工艺评定=welding procedure qualification@3800/项/10")
	f.Add("a=b@1/c")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := parseService(text); err == nil && s.nameEn == "" {
			t.Fatalf("%q gives a service without an English name", text)
		}
	})
}
