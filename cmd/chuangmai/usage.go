package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/phrase"
)

// usageError is a wrong use of the program, exit code 2.
type usageError struct{ text phrase.Text }

func (e *usageError) Error() string { return e.text.En }

func wrongUse(code string, pairs ...any) error {
	return &usageError{phrase.New(code, pairs...).Both()}
}

// refusal is a request that cannot be met, exit code 1.
type refusal struct{ text phrase.Text }

func (e *refusal) Error() string { return e.text.En }

func refuse(code string, pairs ...any) error { return &refusal{phrase.New(code, pairs...).Both()} }

// wrongFlag words what is wrong with the flags of a command line.
func wrongFlag(_ *cobra.Command, err error) error {
	var named interface{ GetSpecifiedName() string }
	var valued interface{ GetValue() string }
	switch text := err.Error(); {
	case errors.As(err, &valued):
		_, rest, _ := strings.Cut(text, `" for "`) // a quote within the value is escaped
		flag, _, _ := strings.Cut(rest, `"`)
		return wrongUse("cli.usage.flag_value", "value", valued.GetValue(), "flag", flag)
	case !errors.As(err, &named):
		return wrongUse("cli.usage.flags", "error", err.Error())
	case strings.Contains(text, "needs an argument"):
		return wrongUse("cli.usage.flag_needs_value", "flag", dashed(named.GetSpecifiedName()))
	}
	return wrongUse("cli.usage.no_flag", "flag", dashed(named.GetSpecifiedName()))
}

func dashed(flag string) string {
	if len(flag) == 1 {
		return "-" + flag
	}
	return "--" + flag
}

// between checks how many arguments a command was given.
func between(least, most int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) > most && most == 0:
			return wrongUse("cli.usage.no_arguments", "value", args[0])
		case len(args) > most:
			return wrongUse("cli.usage.too_many", "most", most, "have", len(args))
		case len(args) < least:
			return wrongUse("cli.usage.too_few", "least", least, "have", len(args))
		}
		return nil
	}
}

// unknownCommand says that there is no such command and what may have been meant.
func unknownCommand(root *cobra.Command, name string) error {
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(name); len(near) > 0 {
		return wrongUse("cli.usage.near_command", "value", name, "near", strings.Join(near, ", "))
	}
	return wrongUse("cli.usage.no_command", "value", name)
}

// knownLanguage checks the value of --lang.
func knownLanguage(cmd *cobra.Command, _ []string) error {
	flag := cmd.Flags().Lookup("lang")
	if flag == nil || !flag.Changed {
		return nil
	}
	if _, known := pickLanguage(flag.Value.String()); !known {
		return wrongUse("cli.usage.lang", "value", flag.Value.String())
	}
	return nil
}

// kindList reads kinds separated by commas.
func kindList(text string) ([]graph.Kind, error) {
	var out []graph.Kind
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if graph.BuiltinSchema().Kind(graph.Kind(name)) == nil {
			var all []string
			for _, k := range graph.BuiltinSchema().Kinds {
				all = append(all, string(k.Name))
			}
			list := strings.Join(all, ", ")
			return nil, wrongUse("cli.usage.no_kind", "value", name, "kinds", list)
		}
		out = append(out, graph.Kind(name))
	}
	return out, nil
}

// translate words what cobra adds itself.
func (c *cli) translate(root *cobra.Command) {
	flagsWord := c.say("cli.help.flags_word")
	root.SetUsageTemplate(strings.NewReplacer(
		"Usage:", c.say("cli.help.usage"), "Available Commands:", c.say("cli.help.commands"), "Global Flags:", c.say("cli.help.global_flags"),
		"Flags:", c.say("cli.help.flags"), "Aliases:", c.say("cli.help.aliases"), "Examples:", c.say("cli.help.examples"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, c.say("cli.help.more"),
		"{{.CommandPath}} [command]", "{{.CommandPath}} "+c.say("cli.help.command_word"),
		"{{if .Runnable}}", "{{if and .Runnable .HasParent}}",
	).Replace(root.UsageTemplate()))
	root.SetFlagErrorFunc(wrongFlag)
	root.PersistentPreRunE = knownLanguage
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(root, args[0])
		}
		return cmd.Help()
	}
	root.Args = cobra.ArbitraryArgs
	root.SetHelpCommand(&cobra.Command{Use: "help " + c.say("cli.help.command_word"), Short: c.say("cli.help.short"), RunE: func(_ *cobra.Command, args []string) error {
		target, left, err := root.Find(args)
		switch {
		case err != nil:
			return err
		case len(left) > 0:
			return unknownCommand(root, left[0])
		}
		return target.Help()
	}})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	c.translateCompletion(root)
	translateFlags(root, c.say("cli.flag.help"), flagsWord)
}

// translateFlags words the help flag and the usage line of a command and all below it.
func translateFlags(cmd *cobra.Command, help, flagsWord string) {
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = help
	if cmd.HasParent() && !cmd.DisableFlagsInUseLine {
		cmd.DisableFlagsInUseLine = true
		cmd.Use += " " + flagsWord
	}
	for _, child := range cmd.Commands() {
		translateFlags(child, help, flagsWord)
	}
}

// translateCompletion words the commands that print completion scripts.
func (c *cli) translateCompletion(root *cobra.Command) {
	completion, _, err := root.Find([]string{"completion"})
	if err != nil || completion == root {
		return
	}
	completion.Short = c.say("cli.completion.short")
	completion.Long = ""
	for _, shell := range completion.Commands() {
		shell.Short = c.say("cli.completion.shell", "shell", shell.Name())
		shell.Long = ""
		if flag := shell.Flags().Lookup("no-descriptions"); flag != nil {
			flag.Usage = c.say("cli.completion.plain")
		}
	}
}
