package seed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares the text with a file, or writes the file with -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// namedDisciplines resolves what the two discipline evaluations name.
func namedDisciplines(t *testing.T) (DisciplineResolver, []Discipline) {
	t.Helper()
	records, err := readTable("strengths.tsv")
	if err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]graph.ID)
	var list []Discipline
	for _, r := range records {
		if name := r["words"]; r["evidence"] == "fourth_round" && byName[name] == "" {
			byName[name] = graph.ID(fmt.Sprintf("disc:%04d", len(list)))
			list = append(list, Discipline{ID: byName[name], Name: name})
		}
	}
	return func(name string) (graph.ID, bool) {
		id, known := byName[name]
		return id, known
	}, list
}

// parts of the sample as a program would load them.
func sampleParts(t *testing.T) (vocabulary, facts, synthetic []graph.Item) {
	t.Helper()
	resolve, disciplines := namedDisciplines(t)
	facts, err := Facts(resolve)
	if err != nil {
		t.Fatal(err)
	}
	synthetic, err = Synthetic(rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	return Vocabulary(VocabularySource{Disciplines: disciplines}), facts, synthetic
}

func wholeSample(t *testing.T) []graph.Item {
	t.Helper()
	vocabulary, facts, synthetic := sampleParts(t)
	return slices.Concat(vocabulary, facts, synthetic)
}

// checkItems runs every check of a store over the items, with all ends known.
func checkItems(t *testing.T, items iter.Seq[graph.Item]) {
	t.Helper()
	kinds := make(map[graph.ID]graph.Kind)
	edges := make(map[graph.ID]bool)
	var batch graph.Batch
	flush := func() {
		if len(batch.Items) == 0 {
			return
		}
		if err := batch.Check(); err != nil {
			t.Errorf("check: %.2000v", err)
		}
		if err := graph.BuiltinSchema().Conform(batch, func(id graph.ID) graph.Kind { return kinds[id] }); err != nil {
			t.Errorf("conform: %.2000v", err)
		}
		batch.Items = nil
	}
	for it := range items {
		if it.Node != nil {
			if kinds[it.Node.ID] != "" {
				t.Errorf("node %s twice", it.Node.ID)
			}
			kinds[it.Node.ID] = it.Node.Kind
		} else {
			if len(edges) == 0 { // all nodes come first
				flush()
			}
			if edges[it.Edge.ID] {
				t.Errorf("edge %s twice", it.Edge.ID)
			}
			edges[it.Edge.ID] = true
		}
		if batch.Items = append(batch.Items, it); len(batch.Items) == graph.MaxBatch {
			flush()
		}
	}
	flush()
}

func TestSampleConforms(t *testing.T) {
	items := wholeSample(t)
	slices.SortStableFunc(items, func(a, b graph.Item) int { return strings.Compare(string(b.Op), string(a.Op)) }) // nodes first
	checkItems(t, slices.Values(items))
}

func TestPropertiesAreDeclared(t *testing.T) {
	schema := graph.BuiltinSchema()
	for _, it := range wholeSample(t) {
		if n := it.Node; n != nil {
			for _, name := range n.Properties.Names() {
				if schema.NodeProperty(n.Kind, name) == nil {
					t.Errorf("%s %s: property %s is not declared", n.Kind, n.ID, name)
				}
			}
			continue
		}
		for _, name := range it.Edge.Properties.Names() {
			if schema.EdgeProperty(it.Edge.Relation, name) == nil && name != "note" {
				t.Errorf("%s: property %s is not declared", it.Edge.ID, name)
			}
		}
	}
}

func TestEveryRecordHasASource(t *testing.T) {
	for _, it := range wholeSample(t) {
		var id graph.ID
		var common graph.Common
		if it.Node != nil {
			id, common = it.Node.ID, it.Node.Common
		} else {
			id, common = it.Edge.ID, it.Edge.Common
		}
		if len(common.Sources) == 0 {
			t.Errorf("%s has no source", id)
		}
		for _, s := range common.Sources {
			if s.Confidence == "" {
				t.Errorf("%s: source %q without confidence", id, s.Title+s.Address)
			}
		}
	}
}

func TestNamesResolve(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "names.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	wanted, err := parseTable(string(text))
	if err != nil {
		t.Fatal(err)
	}
	_, facts, _ := sampleParts(t)
	byName := make(map[string][]graph.ID)
	for _, it := range facts {
		if it.Node == nil || it.Node.Kind == graph.KindRegion {
			continue
		}
		for _, name := range append(it.Node.Aliases, it.Node.Name) {
			if !slices.Contains(byName[name], it.Node.ID) {
				byName[name] = append(byName[name], it.Node.ID)
			}
		}
	}
	if len(wanted) < 600 {
		t.Fatalf("only %d names to resolve", len(wanted))
	}
	for _, r := range wanted {
		switch found := byName[r["name"]]; len(found) {
		case 1:
		case 0:
			t.Errorf("%s: no node is called %q", r["file"], r["name"])
		default:
			t.Errorf("%s: %q is the name of %v", r["file"], r["name"], found)
		}
	}
}

func TestMirrorsAreNeverLinks(t *testing.T) {
	_, facts, _ := sampleParts(t)
	mirrors := make(map[string]bool)
	each := func(do func(graph.Common)) {
		for _, it := range facts {
			if it.Node != nil {
				do(it.Node.Common)
			} else {
				do(it.Edge.Common)
			}
		}
	}
	each(func(c graph.Common) {
		for _, s := range c.Sources {
			if at, err := url.Parse(s.Address); err == nil && s.Mirror && at.Host != "" {
				mirrors[at.Host] = true
			}
		}
	})
	if len(mirrors) < 50 {
		t.Fatalf("only %d mirror hosts", len(mirrors))
	}
	links := 0
	each(func(c graph.Common) {
		for _, name := range []string{"website", "booking_url", "contact_page", "address"} {
			text := c.Properties.Text(name)
			if text == "" {
				continue
			}
			links++
			at, err := url.Parse(text)
			if err != nil || mirrors[at.Host] {
				t.Errorf("%s %q leads to a mirror: %v", name, text, err)
			}
			if !slices.ContainsFunc(c.Sources, func(s graph.Source) bool { return strings.HasPrefix(s.Address, "https://ror.org/") }) {
				t.Errorf("%s %q is not from the registry", name, text)
			}
		}
	})
	if links < 100 {
		t.Errorf("only %d links", links)
	}
}

// Patterns of what no record may hold.
var personal = map[string]*regexp.Regexp{
	"e-mail":           regexp.MustCompile(`[\w.+-]+@[\w-]+\.[A-Za-z]`),
	"mobile phone":     regexp.MustCompile(`(?:^|\D)1[3-9]\d{9}(?:\D|$)`),
	"fixed phone":      regexp.MustCompile(`(?:^|\D)0\d{2,3}[- ]\d{7,8}(?:\D|$)`),
	"country code":     regexp.MustCompile(`\+86`),
	"listing data set": regexp.MustCompile(`(?i)ChainKnowledgeGraph|liuhuanyong|A股上市公司`),
}

func TestNoPersonalData(t *testing.T) {
	texts := make(map[string]graph.ID) // every text once, with the first record that has it
	note := func(id graph.ID, list ...string) {
		for _, text := range list {
			if _, known := texts[text]; !known {
				texts[text] = id
			}
		}
	}
	for _, it := range wholeSample(t) {
		var id graph.ID
		var common graph.Common
		if n := it.Node; n != nil {
			id, common = n.ID, n.Common
			note(id, append(n.Aliases, string(n.ID), n.Name, n.NameEn)...)
		} else {
			id, common = it.Edge.ID, it.Edge.Common
		}
		for _, s := range common.Sources {
			note(id, s.Title, s.Address)
		}
		for _, name := range common.Properties.Names() {
			note(id, common.Properties.Texts(name)...)
		}
	}
	for text, id := range texts {
		for what, pattern := range personal {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %s %q in %q", id, what, found, text)
			}
		}
	}
}

func TestSyntheticStandsApart(t *testing.T) {
	vocabulary, facts, synthetic := sampleParts(t)
	made := make(map[graph.ID]*graph.Node)
	for _, it := range synthetic {
		if it.Node != nil {
			made[it.Node.ID] = it.Node
		}
	}
	shared := map[graph.Kind]bool{graph.KindRegion: true, graph.KindZone: true, graph.KindIndustry: true, graph.KindField: true, graph.KindStage: true, graph.KindCapability: true, graph.KindDiscipline: true}
	ground := make(map[graph.ID]bool)
	for _, it := range slices.Concat(vocabulary, facts) {
		if it.Node != nil && shared[it.Node.Kind] {
			ground[it.Node.ID] = true
		}
		if it.Node != nil && it.Node.Synthetic || it.Edge != nil && it.Edge.Synthetic {
			t.Errorf("a real record is flagged as made up: %+v", it)
		}
		if it.Edge != nil && (made[it.Edge.From] != nil || made[it.Edge.To] != nil) {
			t.Errorf("a real edge ends at a made-up record: %s", it.Edge.ID)
		}
	}
	schema := graph.BuiltinSchema()
	for _, it := range synthetic {
		if n := it.Node; n != nil {
			if !n.Synthetic || n.Sources[0].Title != SyntheticSource {
				t.Errorf("%s is not marked as made up", n.ID)
			}
			if schema.Kind(n.Kind).Organisation && !strings.Contains(n.Name, "示例") {
				t.Errorf("%s: %q does not say 示例", n.ID, n.Name)
			}
			if n.NameEn == "" {
				t.Errorf("%s %q has no English name", n.ID, n.Name)
			}
			continue
		}
		e := it.Edge
		if !e.Synthetic {
			t.Errorf("%s is not flagged", e.ID)
		}
		if made[e.From] == nil || made[e.To] == nil && !ground[e.To] {
			t.Errorf("%s joins %s with %s", e.ID, e.From, e.To)
		}
	}
}

// digest hashes the items in order.
func digest(t *testing.T, items iter.Seq[graph.Item]) string {
	t.Helper()
	sum := sha256.New()
	for it := range items {
		text, err := json.Marshal(it.Node)
		if it.Edge != nil {
			text, err = json.Marshal(it.Edge)
		}
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func TestSampleIsDeterministic(t *testing.T) {
	var lines strings.Builder
	for _, name := range []string{"vocabulary", "facts", "synthetic"} {
		var sums []string
		for range 2 {
			vocabulary, facts, synthetic := sampleParts(t)
			sums = append(sums, digest(t, slices.Values(map[string][]graph.Item{"vocabulary": vocabulary, "facts": facts, "synthetic": synthetic}[name])))
		}
		if sums[0] != sums[1] {
			t.Errorf("%s differs from run to run", name)
		}
		fmt.Fprintf(&lines, "%s %s\n", name, sums[0])
	}
	golden(t, filepath.Join("testdata", "digests.txt"), lines.String())
}
