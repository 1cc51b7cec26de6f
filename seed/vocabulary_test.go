package seed

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chuangmai/graph"
)

func TestVocabulary(t *testing.T) {
	items := Vocabulary(VocabularySource{
		Version:     "7",
		Disciplines: []Discipline{{ID: "disc:0802", Name: "机械工程", NameEn: "mechanical engineering", Standard: "学位授予和人才培养学科目录"}},
		Areas: []Area{
			{ID: "cap:welding", Name: "焊接", NameEn: "welding", AlsoCalled: []string{"连接技术"}, Field: "field:manufacturing", Disciplines: []graph.ID{"disc:0802", "disc:unknown"}, Related: []graph.ID{"cap:ndt"}, Stages: []graph.ID{"stage:applied_development"}},
			{ID: "cap:ndt", Name: "无损检测", NameEn: "non-destructive testing"},
		},
	})
	checkItems(t, slices.Values(items))
	perKind := make(map[graph.Kind]int)
	var edges []string
	for _, it := range items {
		if it.Node != nil {
			perKind[it.Node.Kind]++
			if it.Node.Sources[0].Title != "vocabulary of the lexicon 7" {
				t.Errorf("%s comes from %v", it.Node.ID, it.Node.Sources)
			}
			continue
		}
		edges = append(edges, string(it.Edge.Relation)+" "+string(it.Edge.From)+" "+string(it.Edge.To))
	}
	if diff := cmp.Diff(map[graph.Kind]int{graph.KindField: 6, graph.KindStage: 7, graph.KindDiscipline: 1, graph.KindCapability: 2}, perKind); diff != "" {
		t.Errorf("kinds (-want +got)\n%s", diff)
	}
	want := []string{"IN_FIELD cap:welding field:manufacturing", "BROADER cap:welding disc:0802", "AT_STAGE cap:welding stage:applied_development"}
	if diff := cmp.Diff(want, edges); diff != "" {
		t.Errorf("edges (-want +got)\n%s", diff)
	}
}

func TestFieldsAndStages(t *testing.T) {
	var ids []graph.ID
	for _, f := range Fields() {
		ids = append(ids, f.ID)
	}
	for i, s := range Stages() {
		ids = append(ids, s.ID)
		if s.Order != i+1 || s.NameEn == "" {
			t.Errorf("stage %+v", s)
		}
	}
	want := []graph.ID{
		"field:information", "field:biomedicine", "field:manufacturing", "field:energy_environment", "field:materials", "field:frontier", "stage:applied_basic_research",
		"stage:source_innovation", "stage:pilot_maturation", "stage:applied_development", "stage:transfer", "stage:industrialisation", "stage:incubation",
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
