package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"chuangmai/phrase"
)

// commands lists all commands as the words that call them, hidden ones too.
func commands(tb testing.TB, lang phrase.Lang) map[string]*cobra.Command {
	tb.Helper()
	c := &cli{streams: streams{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer)}, lang: lang, overrides: make(map[string]string)}
	all := make(map[string]*cobra.Command)
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		all[strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "chuangmai"))] = cmd
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(c.root())
	return all
}

// The help of every command is all in the asked language.
func TestHelp(t *testing.T) {
	t.Parallel()
	all := commands(t, phrase.En)
	if len(all) < 15 {
		t.Fatalf("only %d commands", len(all))
	}
	for path := range all {
		words := strings.Fields(path)
		en := invoke(t, append([]string{"--lang", "en"}, append(words, "--help")...)...).exits(exitDone)
		if hasHan(en.out) || !strings.Contains(en.out, "Usage:") {
			t.Errorf("%s: English help holds Chinese, or nothing:\n%s", path, en.out)
		}
		zh := invoke(t, append([]string{"--lang=zh"}, append(words, "--help")...)...).exits(exitDone)
		for _, word := range []string{"Usage", "Flags", "Commands", "help for", "[flags]", "[command]", "for more information"} {
			if strings.Contains(zh.out, word) {
				t.Errorf("%s: Chinese help holds %q:\n%s", path, word, zh.out)
			}
		}
		for line := range strings.Lines(zh.out) {
			if strings.TrimSpace(line) != "" && !hasHan(line) && !strings.HasPrefix(line, "  chuangmai") {
				t.Errorf("%s: a line of the Chinese help is not Chinese: %s", path, line)
			}
		}
	}
	for _, path := range []string{"", "match", "completion zsh"} {
		words := strings.Fields(path)
		asked := invoke(t, append([]string{"help", "--lang", "zh"}, words...)...).exits(exitDone)
		if want := invoke(t, append(words, "--help", "--lang", "zh")...); asked.out != want.out {
			t.Errorf("help %s says other than --help:\n%s", path, asked.out)
		}
	}
}

// Every command describes itself in both languages.
func TestDescriptions(t *testing.T) {
	for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
		for path, cmd := range commands(t, lang) {
			if cmd.Short == "" || hasHan(cmd.Short) != (lang == phrase.Zh) || cmd.Long != "" && hasHan(cmd.Long) != (lang == phrase.Zh) {
				t.Errorf("%s in %s: %q, %q", path, lang, cmd.Short, cmd.Long)
			}
		}
	}
}

// A wrong use exits with 2, says what is wrong in the asked language and where help is.
func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   string
		zh, en string
	}{
		{"nonsense", "没有“nonsense”这一命令", `there is no command "nonsense"`},
		{"serch", "是否要用：search", "did you mean: search"},
		{"help nonsense", "没有“nonsense”", "nonsense"},
		{"demo --bogus", "没有 --bogus 这一选项", "no flag --bogus"},
		{"--bogus", "没有 --bogus", "no flag --bogus"},
		{"demo -q", "没有 -q", "no flag -q"},
		{"match --limit many x", "选项 --limit 不接受值“many”", `flag --limit does not take the value "many"`},
		{"match x --limit", "选项 --limit 缺少值", "flag --limit needs a value"},
		{"generate --seed -1", "选项 --seed 不接受", "flag --seed does not take"},
		{"lexicon", "参数不足", "arguments missing"},
		{"lexicon a b", "参数过多", "too many arguments"},
		{"match one two", "参数过多", "too many arguments"},
		{"version now", "不接受参数“now”", `takes no argument "now"`},
		{"match", "请给出一句话", "give a sentence"},
		{"match --group make x", "没有“make”这一分组", `no group "make"`},
		{"match --kind robot x", "没有“robot”这一类型", `no kind "robot"`},
		{"search --kind robot x", "没有“robot”这一类型", `no kind "robot"`},
		{"export --kind robot", "没有“robot”这一类型", `no kind "robot"`},
		{"match --as-of yesterday x", "日期“yesterday”", `date "yesterday"`},
		{"demo --as-of 2021-13 --once", "日期“2021-13”", `date "2021-13"`},
		{"search --as-of 2021-02-30 x", "日期“2021-02-30”", `date "2021-02-30"`},
		{"match --sample --data d x", "只能用一个", "exclude each other"},
		{"demo --data d", "不接受 --data", "takes no --data"},
		{"undo x --sample", "不能用于 --sample", "not on --sample"},
		{"load", "请给出一个文件", "name one file"},
		{"load --sample --dry-run", "不能同时使用", "exclude each other"},
		{"export --audience all-of-us", "没有“all-of-us”这一对象", `no audience "all-of-us"`},
		{"rank firms", "应为 partners", "must be partners"},
		{"rank partners", "--queries", "--queries"},
		{"rank partners --queries q --doc title", "--doc 应为", "--doc must be"},
		{"evaluate", "需要 --run 和 --qrels", "are needed"},
		{"evaluate --run r --qrels q --where a=b", "--where 需要 --queries", "--where needs --queries"},
	} {
		for _, lang := range []phrase.Lang{phrase.Zh, phrase.En} {
			o := invoke(t, append([]string{"--lang", string(lang)}, strings.Fields(c.args)...)...).exits(exitWrongUse)
			want := phrase.Text{Zh: c.zh, En: c.en}.In(lang)
			o.complains(want, "chuangmai help")
			if hasHan(o.err) != (lang == phrase.Zh) || o.out != "" {
				t.Errorf("%s in %s: %s%s", c.args, lang, o.out, o.err)
			}
		}
	}
	invoke(t, "--lang", "fr", "version").exits(exitWrongUse).complains("--lang")
}

// A file that cannot be read, a place or a body that is not there: exit code 1.
func TestFailures(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	long := strings.Repeat("x", 501)
	for _, c := range []struct{ args, zh, en string }{
		{args: "load none.jsonl --data " + data, zh: "没有 none.jsonl 这一文件"},
		{args: "load . --data " + data, zh: "是目录"},
		{args: "load - --load-id " + long + " --data " + data, zh: "/load：", en: ""},
		{args: "undo nothing --data " + data, zh: "没有导入 nothing"},
		{args: "match 焊接 --city 无此城 --data " + data, zh: "地名库中没有“无此城”"},
		{args: "match --requester local:nobody --data " + data, en: "no body local:nobody"},
		{args: "search 焊接 --region 无此城 --data " + data, zh: "地名库中没有“无此城”"},
		{args: "match ！！ --data " + data, zh: "句子为空"},
		{args: "generate --nodes 3", en: "error"},
		{args: "loads --config none.yaml", zh: "没有 none.yaml", en: "no file or folder none.yaml"},
		{args: "evaluate --run none --qrels none", zh: "没有 none 这一文件", en: "no file or folder none"},
		{args: "rank partners --queries . --candidates none", zh: "没有 none 这一文件", en: "no file or folder none"},
		{args: "serve --listen 192.0.2.1:1 --data " + data, zh: "192.0.2.1:1"},
		{args: "serve --listen nowhere --data " + data, zh: "应写作 主机:端口", en: "HOST:PORT"},
		{args: "export --out /none/at/all --data " + data, en: "no file or folder /none/at/all"},
	} {
		if c.zh != "" {
			invoke(t, append(strings.Fields(c.args), "--lang", "zh")...).exits(exitFailed).complains(strings.ReplaceAll(c.zh, "：", ""))
		}
		if c.en != "" {
			invoke(t, append(strings.Fields(c.args), "--lang", "en")...).exits(exitFailed).complains(c.en)
		}
	}
}

// The language is that of --lang, else of the environment, else Chinese.
func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		args, environ []string
		want          phrase.Lang
	}{
		{nil, nil, phrase.Zh},
		{[]string{"--lang", "en"}, nil, phrase.En},
		{[]string{"--lang=en_GB"}, []string{"LANG=zh_CN.UTF-8"}, phrase.En},
		{nil, []string{"LANG=en_US.UTF-8"}, phrase.En},
		{nil, []string{"LANG=C.UTF-8"}, phrase.Zh},
		{nil, []string{"LANG=en_US.UTF-8", "CHUANGMAI_LANG=zh"}, phrase.Zh},
		{nil, []string{"LANG=zh_CN", "LC_ALL=en_GB"}, phrase.En},
		{[]string{"match", "--lang"}, nil, phrase.Zh},
	} {
		if have := language(c.args, c.environ); have != c.want {
			t.Errorf("%v %v: %s, want %s", c.args, c.environ, have, c.want)
		}
	}
}

// A result that cannot be written is a failure.
func TestFullOutput(t *testing.T) {
	var errs bytes.Buffer
	code := run(t.Context(), []string{"version", "--lang", "en"}, nil, streams{in: strings.NewReader(""), out: refusing{}, err: &errs})
	if code != exitFailed || !strings.Contains(errs.String(), "could not be written") {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }
