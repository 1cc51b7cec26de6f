package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/configs"
	"chuangmai/internal/app"
	"chuangmai/phrase"
)

// Exit codes.
const (
	exitDone     = 0
	exitFailed   = 1
	exitWrongUse = 2
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// cli is what all commands share.
type cli struct {
	streams
	lang phrase.Lang
	// flags of every command
	config, data string
	sample       bool
	factsOnly    bool
	verbose      bool
	overrides    map[string]string
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args, environ []string, s streams) int {
	out := &watched{Writer: s.out}
	s.out = out
	c := &cli{streams: s, lang: language(args, environ), overrides: make(map[string]string)}
	root := c.root() //nolint:contextcheck // cobra hands the context to the command
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil && out.failed == nil {
		return exitDone
	}
	if err == nil {
		err = refuse("cli.output_failed", "error", out.failed.Error())
	}
	c.note("cli.error", "text", c.words(err))
	var wrong *usageError
	if errors.As(err, &wrong) {
		c.note("cli.see_help")
		return exitWrongUse
	}
	return exitFailed
}

// watched remembers the first error of a writer, so that a result that was lost is not
// taken for success.
type watched struct {
	io.Writer
	failed error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.failed == nil {
		w.failed = err
	}
	return n, err
}

// language is that of --lang, else of CHUANGMAI_LANG, else Chinese unless the locale is
// English.
func language(args, environ []string) phrase.Lang {
	for i, a := range args {
		value, joined := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, joined = args[i+1], true
		}
		if lang, known := pickLanguage(value); joined && known {
			return lang
		}
	}
	for _, name := range []string{"CHUANGMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, e := range environ {
			if value, found := strings.CutPrefix(e, name+"="); found {
				if lang, known := pickLanguage(value); known {
					return lang
				}
			}
		}
	}
	return phrase.Zh
}

// pickLanguage reads the name of a language or locale.
func pickLanguage(s string) (phrase.Lang, bool) {
	switch s = strings.ToLower(s); {
	case strings.HasPrefix(s, "zh"):
		return phrase.Zh, true
	case strings.HasPrefix(s, "en"):
		return phrase.En, true
	}
	return "", false
}

func (c *cli) say(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(c.lang) }

func (c *cli) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format, args...) // out remembers its failures
}

// note writes a line beside the result, on the error stream.
func (c *cli) note(code string, pairs ...any) { c.remark(c.say(code, pairs...)) }

// remark writes a line on the error stream; where that is closed nobody can be told.
func (c *cli) remark(text string) { _, _ = fmt.Fprintln(c.err, text) }

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use: "chuangmai", Short: c.say("cli.root.short"), Long: c.say("cli.root.long"),
		SilenceErrors: true, SilenceUsage: true,
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	flags := root.PersistentFlags()
	flags.String("lang", "", c.say("cli.flag.lang"))
	flags.StringVar(&c.config, "config", "", c.say("cli.flag.config"))
	flags.StringVar(&c.data, "data", "", c.say("cli.flag.data"))
	flags.BoolVar(&c.sample, "sample", false, c.say("cli.flag.sample"))
	flags.BoolVar(&c.factsOnly, "facts-only", false, c.say("cli.flag.facts_only"))
	flags.BoolVar(&c.verbose, "verbose", false, c.say("cli.flag.verbose"))
	root.AddCommand(c.demo(), c.serve(), c.load(), c.undo(), c.loads(), c.export(), c.match(), c.search(), c.rank(), c.evaluate(), c.tune(),
		c.lexicon(), c.relink(), c.copy(), c.verify(), c.reconcile(), c.doctor(), c.generate(), c.version())
	root.AddCommand(c.teams(), c.complement(), c.paths())
	root.AddCommand(c.merge(), c.health())
	root.AddCommand(c.checks(), c.dossier(), c.policies(), c.briefing())
	root.AddCommand(c.coverage(), c.sites(), c.chains(), c.fragility())
	root.CompletionOptions.HiddenDefaultCmd = true
	c.translate(root)
	return root
}

// settings reads the settings with the flags over them.
func (c *cli) settings() (configs.Settings, error) {
	if c.data != "" {
		c.overrides["store.data_dir"] = c.data
	}
	return configs.Load(c.config, c.overrides)
}

func (c *cli) logger(settings configs.Settings) *slog.Logger {
	level := slog.LevelInfo
	if err := level.UnmarshalText([]byte(settings.Log.Level)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if settings.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(c.err, options))
	}
	return slog.New(slog.NewTextHandler(c.err, options))
}

// quiet logs only what an interactive command should show.
func (c *cli) quiet() *slog.Logger {
	level := slog.LevelError
	if c.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: level}))
}

// open opens the network a command asks about: the sample, or the data folder. It
// returns when the network can answer.
func (c *cli) open(ctx context.Context) (service *app.Service, done func() error, err error) {
	if c.sample && c.data != "" {
		return nil, nil, wrongUse("cli.sample_or_data")
	}
	settings, err := c.settings()
	if err != nil {
		return nil, nil, err
	}
	bar := c.progress()
	defer bar.done()
	options := app.Options{Logger: c.quiet(), Clock: time.Now, Progress: bar.show}
	if c.sample {
		sample, err := app.OpenSample(ctx, settings, c.factsOnly, options)
		if err != nil {
			return nil, nil, err
		}
		return sample.Service, sample.Close, nil
	}
	service, err = app.Open(ctx, settings, options)
	if err != nil {
		return nil, nil, err
	}
	if err := service.WaitIndexed(ctx); err != nil {
		return nil, nil, errors.Join(err, service.Close())
	}
	return service, service.Close, nil
}

// with opens the network, runs do, and closes it.
func (c *cli) with(ctx context.Context, do func(*app.Service) error) error {
	service, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(service), done())
}
