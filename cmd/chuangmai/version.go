package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/lexicon"
)

// release is set when a release is built (-ldflags "-X main.release=v1.2.3").
var release = "devel" //nolint:gochecknoglobals // the linker writes it once, before the program starts

func (c *cli) version() *cobra.Command {
	return &cobra.Command{Use: "version", Short: c.say("cli.version.short"), Args: between(0, 0), RunE: func(*cobra.Command, []string) error {
		lex, err := lexicon.Load()
		if err != nil {
			return err
		}
		goVersion := ""
		if info, ok := debug.ReadBuildInfo(); ok {
			goVersion = info.GoVersion
		}
		c.printf("chuangmai %s (%s)\n%s\n", release, goVersion, c.say("cli.version.parts", "schema", graph.BuiltinSchema().Version, "lexicon", lex.Version()))
		return nil
	}}
}
