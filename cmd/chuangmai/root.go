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

// usageError is a wrong use of the program, exit code 2.
type usageError struct{ message phrase.Message }

func (e *usageError) Error() string { return e.message.Render(phrase.En) }

func wrongUse(code string, pairs ...any) error { return &usageError{phrase.New(code, pairs...)} }

// run executes one command line and returns the exit code.
func run(ctx context.Context, args, environ []string, s streams) int {
	c := &cli{streams: s, lang: language(args, environ), overrides: make(map[string]string)}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(s.err, c.say("cli.error", "text", c.words(err)))
	var wrong *usageError
	if errors.As(err, &wrong) || isCobraUsage(err) {
		fmt.Fprintln(s.err, c.say("cli.see_help"))
		return exitWrongUse
	}
	return exitFailed
}

// isCobraUsage recognises the errors cobra makes of a wrong command line.
func isCobraUsage(err error) bool {
	text := err.Error()
	for _, start := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs", "invalid argument", "accepts ", "requires ", "required flag", "bad flag"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// language is that of --lang, else of CHUANGMAI_LANG, else Chinese unless the locale is
// English.
func language(args, environ []string) phrase.Lang {
	pick := func(s string) (phrase.Lang, bool) {
		switch s = strings.ToLower(s); {
		case strings.HasPrefix(s, "zh"):
			return phrase.Zh, true
		case strings.HasPrefix(s, "en"):
			return phrase.En, true
		}
		return "", false
	}
	for i, a := range args {
		value, joined := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, joined = args[i+1], true
		}
		if lang, known := pick(value); joined && known {
			return lang
		}
	}
	for _, name := range []string{"CHUANGMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, e := range environ {
			if value, found := strings.CutPrefix(e, name+"="); found {
				if lang, known := pick(value); known {
					return lang
				}
			}
		}
	}
	return phrase.Zh
}

func (c *cli) say(code string, pairs ...any) string { return phrase.New(code, pairs...).Render(c.lang) }

func (c *cli) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// note writes a line beside the result, on the error stream.
func (c *cli) note(code string, pairs ...any) { fmt.Fprintln(c.err, c.say(code, pairs...)) }

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use: "chuangmai", Short: c.say("cli.root.short"), Long: c.say("cli.root.long"),
		SilenceErrors: true, SilenceUsage: true,
	}
	flags := root.PersistentFlags()
	flags.String("lang", "", c.say("cli.flag.lang"))
	flags.StringVar(&c.config, "config", "", c.say("cli.flag.config"))
	flags.StringVar(&c.data, "data", "", c.say("cli.flag.data"))
	flags.BoolVar(&c.sample, "sample", false, c.say("cli.flag.sample"))
	flags.BoolVar(&c.factsOnly, "facts-only", false, c.say("cli.flag.facts_only"))
	flags.BoolVar(&c.verbose, "verbose", false, c.say("cli.flag.verbose"))
	root.AddCommand(c.demo(), c.serve(), c.load(), c.undo(), c.loads(), c.export(), c.match(), c.search(), c.rank(), c.evaluate(),
		c.lexicon(), c.relink(), c.generate(), c.version())
	root.CompletionOptions.HiddenDefaultCmd = true
	c.translate(root)
	return root
}

// translate words what cobra adds itself.
func (c *cli) translate(root *cobra.Command) {
	root.SetUsageTemplate(strings.NewReplacer(
		"Usage:", c.say("cli.help.usage"), "Available Commands:", c.say("cli.help.commands"), "Global Flags:", c.say("cli.help.global_flags"),
		"Flags:", c.say("cli.help.flags"), "Aliases:", c.say("cli.help.aliases"), "Examples:", c.say("cli.help.examples"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, c.say("cli.help.more"),
	).Replace(root.UsageTemplate()))
	root.SetHelpCommand(&cobra.Command{Use: "help", Short: c.say("cli.help.short"), RunE: func(cmd *cobra.Command, args []string) error {
		target, _, err := root.Find(args)
		if err != nil {
			return err
		}
		return target.Help()
	}})
	for _, cmd := range append(root.Commands(), root) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().Lookup("help").Usage = c.say("cli.flag.help")
	}
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
