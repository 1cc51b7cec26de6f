package search

import (
	"encoding/json"
	"iter"
	"sync"
	"testing"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

var loadLexicon = sync.OnceValues(lexicon.Load)

// numbers numbers the ids of a fixed list by their place in it.
type numbers map[graph.ID]int32

func (n numbers) Number(id graph.ID) (int32, bool) {
	i, ok := n[id]
	return i, ok
}

func numbered(nodes []graph.Node) numbers {
	n := make(numbers, len(nodes))
	for _, node := range nodes {
		if _, ok := n[node.ID]; !ok {
			n[node.ID] = int32(len(n))
		}
	}
	return n
}

// node makes a node with a name and a summary.
func node(id, name, summary string) graph.Node {
	n := graph.Node{ID: graph.ID("t:" + id), Kind: graph.KindInstitute, Name: name}
	if summary != "" {
		n.Properties = graph.Properties{"summary": summary}
	}
	return n
}

// options are those of an index in memory that numbers the nodes.
func options(tb testing.TB, nodes []graph.Node) Options {
	tb.Helper()
	l, err := loadLexicon()
	if err != nil {
		tb.Fatal(err)
	}
	return Options{Lexicon: l, Schema: graph.BuiltinSchema(), Numbering: numbered(nodes)}
}

func open(tb testing.TB, opts Options) *Index {
	tb.Helper()
	ix, err := Open(tb.Context(), opts)
	if err != nil {
		tb.Fatal(err)
	}
	ix.homophones = sharedHomophones // made once, as they take a tenth of a second
	tb.Cleanup(func() { closed(tb, ix) })
	return ix
}

var sharedHomophones = sync.OnceValue(func() *homophones {
	l, err := loadLexicon()
	if err != nil {
		panic(err)
	}
	return newHomophones((&analyser{lexicon: l}).spellings)
})

func read(tb testing.TB, ix *Index) *Reader {
	tb.Helper()
	r, err := ix.Reader()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { closed(tb, r) })
	return r
}

func update(tb testing.TB, ix *Index, position graph.Revision, put ...graph.Node) {
	tb.Helper()
	if err := ix.Update(tb.Context(), put, nil, position); err != nil {
		tb.Fatal(err)
	}
}

// indexed returns a reader of an index in memory with the nodes, written one by one.
func indexed(tb testing.TB, nodes ...graph.Node) *Reader {
	tb.Helper()
	ix := open(tb, options(tb, nodes))
	update(tb, ix, 1, nodes...)
	return read(tb, ix)
}

func sequence(nodes []graph.Node) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		for _, n := range nodes {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func ask(tb testing.TB, r *Reader, query Query, v View) Result {
	tb.Helper()
	result, err := r.Search(tb.Context(), query, v)
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// found returns the values of the ids found, best first.
func found(tb testing.TB, r *Reader, text string) []string {
	tb.Helper()
	var ids []string
	for _, h := range ask(tb, r, Query{Text: text}, View{}).Hits {
		ids = append(ids, graph.ID(h.ID).Value())
	}
	return ids
}

// everything asks a reader a number of things and returns the answers as text.
func everything(tb testing.TB, r *Reader, questions []string, v View) string {
	tb.Helper()
	var answers []any
	for _, text := range questions {
		for _, mode := range []Mode{ModeFind, ModeRelated} {
			answers = append(answers, ask(tb, r, Query{Text: text, Mode: mode, Explain: true, Limit: 5}, v))
		}
		names, err := r.Names(tb.Context(), text, 5, v)
		if err != nil {
			tb.Fatal(err)
		}
		scores, err := r.Scores(tb.Context(), text, v)
		if err != nil {
			tb.Fatal(err)
		}
		counts := make(map[string]int)
		terms := r.Terms(text, FieldBigrams, FieldWords, FieldEnglish)
		err = r.Postings(tb.Context(), terms, v, func(t Term, p []Posting) error {
			counts[t.Field.String()+" "+t.Text] = len(p)
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
		answers = append(answers, names, scores, counts, r.Lengths(FieldWords, v).Total)
	}
	text, err := json.MarshalIndent(answers, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// corpus is a small network of made-up bodies.
func corpus() []graph.Node {
	return []graph.Node{
		node("sic", "碳化硅外延技术研究院", "从事碳化硅外延片的生长、检测和中试，拥有高温外延炉"),
		node("weld", "华东焊接材料研究所", "研究镍基焊丝、耐腐蚀焊材和焊接工艺"),
		node("track", "长江橡胶制品有限公司", "生产橡胶履带、减震垫和密封件"),
		node("ai", "南京人工智能芯片创新研究院", "边缘计算芯片、图像识别算法"),
		node("univ", "南京大学", "综合性大学，物理、化学、计算机科学与技术"),
		node("hospital", "重庆长安医院", "临床试验、肿瘤靶向药物"),
		node("ocean", "厦门海洋勘探设计院", "海底管道检测，水下机器人"),
		{
			ID: "t:english", Kind: graph.KindFacility, Name: "Dust Accelerator Facility", NameEn: "Dust Accelerator Facility",
			Common: graph.Common{Properties: graph.Properties{
				"summary_en": "Hypervelocity impact experiments for space weathering and mass spectrometry.",
				"keywords":   []string{"Micrometeoroids", "Mass spectrometry"},
			}},
		},
		{
			ID: "t:mixed", Kind: graph.KindInstitute, Name: "材料表征中心", NameEn: "Materials Characterisation Centre",
			Aliases: []string{"MCC", "表征中心"},
			Common: graph.Common{Properties: graph.Properties{
				"summary":  "提供XRD、SEM和TEM测试，PM2.5分析，JSM-7800F扫描电镜",
				"keywords": []string{"扫描电镜", "X射线衍射"},
			}},
		},
	}
}

var questions = []string{
	"碳化硅外延", "焊丝", "南京大学", "南京", "想找能做橡胶履带的单位", "mass spectrometry", "nanjing", "njrg", "钢",
	"海底管到检测", "X射线", "", "JSM-7800F", "研究院 芯片", "重庆长安医院有没有肿瘤药物", "长江橡胶制品有限公词",
}

// drawn are texts a random corpus is made of.
var drawn = []string{
	"碳化硅", "外延", "焊接", "材料", "检测", "南京", "大学", "研究院", "芯片", "技术", "laser", "Welding", "XRD", "5G", "的", "人工智能", "设备",
}
