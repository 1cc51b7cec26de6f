package main

import (
	"encoding/json"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"chuangmai/advise"
	"chuangmai/report"
)

// asked is the day of all questions whose answers are compared word by word.
const asked = "2026-11-22"

// sentence is what the product is made for: a problem, a test, a change of process, a place.
const sentence = "铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位，最好在苏州附近"

func TestDemo(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			o := invoke(t, "demo", "--once", "--as-of", asked, "--lang", lang).exits(exitDone)
			golden(t, "demo."+lang+".txt", o.out)
			if o.err != "" && !strings.Contains(o.err, "/s") {
				t.Errorf("beside the answers: %s", o.err)
			}
		})
	}
}

func TestLexicon(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		golden(t, "lexicon."+lang+".txt", invoke(t, "lexicon", "焊丝", "--lang", lang).exits(exitDone).out)
	}
	if !json.Valid([]byte(invoke(t, "lexicon", "焊丝", "--json").exits(exitDone).out)) {
		t.Error("not JSON")
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	golden(t, "version.zh.txt", invoke(t, "version").exits(exitDone).out)
	golden(t, "version.en.txt", invoke(t, "version", "--lang", "en").exits(exitDone).out)
}

// TestMatch: the sentence is read as it is meant, and each hit says in both languages why
// it stands where it does.
func TestMatch(t *testing.T) {
	t.Parallel()
	answer := decoded[report.Answer](invoke(t, "match", "--sample", "--json", "--both", "--as-of", asked, sentence).exits(exitDone))
	chips := make(map[string]float64)
	for i, c := range answer.Need.Capabilities {
		chips[string(c.ID)] = c.Confidence
		if c.Name == "" || c.NameEn == "" || len(c.Spans) == 0 {
			t.Errorf("capability %d: %+v", i, c)
		}
		for _, span := range c.Spans {
			if have := string([]rune(sentence)[span.Start:span.End]); have != span.Text {
				t.Errorf("%s: span %+v is %q", c.ID, span, have)
			}
		}
	}
	for _, id := range []string{"cap:non-destructive-testing", "cap:welding-and-joining"} {
		if chips[id] < 0.5 {
			t.Errorf("%s has confidence %v", id, chips[id])
		}
	}
	aluminium := false
	for _, term := range answer.Need.Terms {
		aluminium = aluminium || term.Text == "铝合金" && strings.Contains(term.TextEn, "alumin") && term.Sort == "material"
	}
	if !aluminium {
		t.Errorf("no aluminium among %+v", answer.Need.Terms)
	}
	if p := answer.Need.Places; len(p) != 1 || p[0].Code != "320500" || p[0].RadiusKm != 60 || p[0].Required || p[0].Own {
		t.Errorf("places are %+v", p)
	}
	if len(answer.Groups) != 4 || answer.Abstained != nil || answer.AsOf.String() != asked || len(answer.Degraded) > 0 {
		t.Errorf("%d groups, %+v, %+v", len(answer.Groups), answer.Abstained, answer.Meta)
	}
	checkHits(t, answer)
	tomography := false
	for _, hit := range answer.Groups[1].Hits {
		tomography = tomography || strings.Contains(hit.Name, "CT")
	}
	if !tomography {
		t.Error("no CT among what one can use")
	}
}

// checkHits checks what holds for every hit.
func checkHits(t *testing.T, answer report.Answer) {
	t.Helper()
	hits, onFacts := 0, 0
	for _, group := range answer.Groups {
		before := math.Inf(1)
		for _, hit := range group.Hits {
			hits++
			if hit.RestsOnFacts {
				onFacts++
			}
			sum := 0.0
			for _, a := range hit.Addends {
				sum += a.Value
				if a.Reason.Zh == "" || a.Reason.En == "" || a.Reason.Zh == a.Reason.En {
					t.Errorf("%s, %s: reason is %+v", hit.ID, a.Signal, a.Reason)
				}
			}
			if math.Abs(sum-hit.Score) > 1e-9 {
				t.Errorf("%s: addends are %v together, the score %v", hit.ID, sum, hit.Score)
			}
			if !hasHan(hit.Because.Zh) || hit.Because.En == "" || hit.Because.En == hit.Because.Zh {
				t.Errorf("%s: because %+v", hit.ID, hit.Because)
			}
			if hit.Score > before {
				t.Errorf("%s: %v after %v", hit.ID, hit.Score, before)
			}
			if hit.Synthetic && hit.RestsOnFacts {
				t.Errorf("%s is made up and rests on facts", hit.ID)
			}
			before = hit.Score
		}
		if len(group.Hits) == 0 || len(group.Hits) > 5 || group.Total < len(group.Hits) || !hasHan(group.Label) {
			t.Errorf("%s: %d of %d hits, %q", group.Group, len(group.Hits), group.Total, group.Label)
		}
	}
	if hits != answer.Hits || onFacts != answer.OnFacts {
		t.Errorf("%d hits, %d on facts; the answer counts %d and %d", hits, onFacts, answer.Hits, answer.OnFacts)
	}
}

func TestFactsOnly(t *testing.T) {
	t.Parallel()
	answer := decoded[report.Answer](invoke(t, "match", "--sample", "--facts-only", "--json", "--limit", "200", sentence).exits(exitDone))
	if answer.Hits == 0 || answer.Hits != answer.OnFacts {
		t.Errorf("%d hits, %d on facts", answer.Hits, answer.OnFacts)
	}
	for _, group := range answer.Groups {
		for _, hit := range group.Hits {
			if hit.Synthetic || strings.Contains(hit.Name, "示例") || strings.HasPrefix(string(hit.ID), "local:sample") {
				t.Errorf("%s %s is made up", hit.ID, hit.Name)
			}
		}
	}
}

// TestSampleFolder asks the sample in a data folder, and takes it out again.
func TestSampleFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", "--sample", "--data", data).exits(exitDone).says("undo sample")
	invoke(t, "load", "--sample", "--data", data).exits(exitFailed).complains("已有示例网络")

	found := decoded[advise.SearchAnswer](invoke(t, "search", "焊接", "--json", "--limit", "3", "--data", data).exits(exitDone))
	if len(found.Items) != 3 || found.Total < 20 || len(found.Facets) == 0 {
		t.Errorf("%d of %d found", len(found.Items), found.Total)
	}
	for _, item := range found.Items {
		if len(item.Highlights) == 0 {
			t.Errorf("%s: nothing highlighted", item.ID)
		}
	}
	narrow := decoded[advise.SearchAnswer](invoke(t, "search", "焊接", "--json", "--limit", "50", "--facts-only", "--kind", "institute,university", "--data", data).exits(exitDone))
	for _, item := range narrow.Items {
		if item.Synthetic || item.Kind != "institute" && item.Kind != "university" {
			t.Errorf("%s is a %s, made up: %v", item.ID, item.Kind, item.Synthetic)
		}
	}
	byName := decoded[advise.SearchAnswer](invoke(t, "search", "大学", "--json", "--region", "苏州", "--kind", "university", "--data", data).exits(exitDone))
	if byName.Total == 0 {
		t.Error("no university in Suzhou")
	}
	for _, item := range byName.Items {
		if !strings.HasPrefix(item.Region, "3205") {
			t.Errorf("%s is in %s", item.ID, item.Region)
		}
	}

	// own records stay apart unless that is asked for
	own := ownNetwork(t)
	invoke(t, "load", own, "--data", data, "--lang", "en").exits(exitFailed).complains("do not mix")
	invoke(t, "load", own, "--with-sample", "--load-id", "own", "--data", data).exits(exitDone).says("新增 4")
	invoke(t, "undo", "sample", "--data", data, "--lang", "en").exits(exitDone).says("sample is undone")
	left := invoke(t, "export", "--data", data).exits(exitDone)
	if strings.Contains(left.out, `"synthetic":true`) || !strings.Contains(left.out, "local:lab") {
		t.Error("made-up records are left, or own ones gone")
	}
	invoke(t, "load", "--sample", "--data", data, "--lang", "en").exits(exitFailed).complains("do not mix")
}

// TestRankAndEvaluate ranks made-up needs over an own network and scores the order.
func TestRankAndEvaluate(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	invoke(t, "load", ownNetwork(t), "--data", data).exits(exitDone)
	queries := file(t, "queries.jsonl",
		`{"qid":"q1","text":"铝合金焊缝想做CT检测","city":"苏州","split":"dev"}`, ``,
		`{"qid":"q2","text":"想改进铝合金焊接工艺","field":"新材料/金属材料","split":"test"}`,
		`{"qid":"q3","text":"今天天气怎么样","split":"dev","city":"无此城"}`)
	runFile := filepath.Join(t.TempDir(), "run.txt")
	o := invoke(t, "rank", "partners", "--queries", queries, "--out", runFile, "--data", data, "--lang", "en").exits(exitDone).complains("3 queries ranked", "q3")
	if o.out != "" {
		t.Errorf("beside the file: %s", o.out)
	}
	o = invoke(t, "rank", "partners", "--queries", queries, "--tag", "mine", "--depth", "1", "--where", "split=test", "--doc", "name", "--data", data).exits(exitDone)
	if lines := strings.Split(strings.TrimSpace(o.out), "\n"); len(lines) != 1 || !strings.HasPrefix(lines[0], "q2\tQ0\t滨湖焊接技术研究所\t1\t") || !strings.HasSuffix(lines[0], "\tmine") {
		t.Errorf("ranked %q", o.out)
	}
	o = invoke(t, "rank", "resources", "--queries", queries, "--candidates", file(t, "candidates", "name", "工业CT检测系统", "无此物"), "--data", data).exits(exitDone)
	o.says("q1\tQ0\t工业CT检测系统\t1\t").complains("无此物")

	qrels := file(t, "qrels", "q1 0 local:lab 1", "q1 0 local:firm 0", "q2 0 local:lab 2")
	scores := decoded[map[string]any](invoke(t, "evaluate", "--run", runFile, "--qrels", qrels, "--baseline", runFile, "--json").exits(exitDone))
	if scores["queries"] != 2.0 || scores["hit@10"] != 1.0 || scores["MRR"] == nil || scores["compared"] == nil {
		t.Errorf("scores are %v", scores)
	}
	invoke(t, "evaluate", "--run", runFile, "--qrels", qrels, "--graded", "--lang", "en").exits(exitDone).says("queries 2", "nDCG@10")

	for name, bad := range map[string][]string{
		"no JSON": {`{"qid":"q1","text":"焊接"}`, `{"qid":`}, "no qid": {`{"qid":"q1","text":"焊接"}`, `{"text":"焊接"}`},
		"no text": {`{"qid":"q1","text":"焊接"}`, `{"qid":"q2","text":"……"}`},
	} {
		kept := file(t, "kept.txt", "as it was")
		path := file(t, "bad.jsonl", bad...)
		invoke(t, "rank", "partners", "--queries", path, "--out", kept, "--data", data).exits(exitFailed).complains("bad.jsonl:2")
		if text := read(t, kept); text != "as it was\n" {
			t.Errorf("%s: a run that failed wrote %q", name, text)
		}
	}
	for args, want := range map[string]string{
		"--qrels " + file(t, "qrels", "q1 0 a one"): "qrels:1", "--qrels " + file(t, "qrels", "q1 0 a 1", "q1 0 a 1"): "qrels:2", "--qrels " + file(t, "qrels", "q1 0 a"): "qrels:1",
		"--qrels " + qrels + " --candidates " + file(t, "few", "id", "local:firm"): "run.txt:", "--qrels " + qrels + " --exclude " + file(t, "ex", "a b c"): "ex:1",
	} {
		invoke(t, append([]string{"evaluate", "--run", runFile}, strings.Fields(args)...)...).exits(exitFailed).complains(want)
	}
}
