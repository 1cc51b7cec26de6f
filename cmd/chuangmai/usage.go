package main

import (
	"errors"
	"fmt"
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

// misused is [wrongUse] in words of its own.
func misused(zh, en string, args ...any) error {
	return &usageError{phrase.Text{Zh: fmt.Sprintf(zh, args...), En: fmt.Sprintf(en, args...)}}
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
		return misused("选项 %[2]s 不接受值“%[1]s”", "flag %[2]s does not take the value %[1]q", valued.GetValue(), flag)
	case !errors.As(err, &named):
		return misused("选项写法有误：%v", "flags cannot be read: %v", err)
	case strings.Contains(text, "needs an argument"):
		return misused("选项 %s 缺少值", "flag %s needs a value", dashed(named.GetSpecifiedName()))
	}
	return misused("没有 %s 这一选项", "there is no flag %s", dashed(named.GetSpecifiedName()))
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
			return misused("该命令不接受参数“%s”", "the command takes no argument %q", args[0])
		case len(args) > most:
			return misused("参数过多：最多 %d 个，给出 %d 个（带空格的内容请加引号）", "too many arguments: at most %d, have %d (quote what holds blanks)", most, len(args))
		case len(args) < least:
			return misused("参数不足：需要 %d 个，给出 %d 个", "arguments missing: %d needed, have %d", least, len(args))
		}
		return nil
	}
}

// unknownCommand says that there is no such command and what may have been meant.
func unknownCommand(root *cobra.Command, name string) error {
	zh, en := "没有“%s”这一命令", "there is no command %q"
	args := []any{name}
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(name); len(near) > 0 {
		zh, en = zh+"；是否要用：%s", en+"; did you mean: %s"
		args = append(args, strings.Join(near, ", "))
	}
	return misused(zh, en, args...)
}

// knownLanguage checks the value of --lang.
func knownLanguage(cmd *cobra.Command, _ []string) error {
	flag := cmd.Flags().Lookup("lang")
	if flag == nil || !flag.Changed {
		return nil
	}
	if _, known := pickLanguage(flag.Value.String()); !known {
		return misused("--lang 应为 zh 或 en，而不是“%s”", "--lang must be zh or en, not %q", flag.Value.String())
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
			return nil, misused("没有“%s”这一类型（%s）", "there is no kind %q (%s)", name, list)
		}
		out = append(out, graph.Kind(name))
	}
	return out, nil
}

// translate words what cobra adds itself.
func (c *cli) translate(root *cobra.Command) {
	flagsWord := phrase.Text{Zh: "[选项]", En: "[flags]"}.In(c.lang)
	root.SetUsageTemplate(strings.NewReplacer(
		"Usage:", c.say("cli.help.usage"), "Available Commands:", c.say("cli.help.commands"), "Global Flags:", c.say("cli.help.global_flags"),
		"Flags:", c.say("cli.help.flags"), "Aliases:", c.say("cli.help.aliases"), "Examples:", c.say("cli.help.examples"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, c.say("cli.help.more"),
		"{{.CommandPath}} [command]", "{{.CommandPath}} "+phrase.Text{Zh: "[命令]", En: "[command]"}.In(c.lang),
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
	root.SetHelpCommand(&cobra.Command{Use: "help " + phrase.Text{Zh: "[命令]", En: "[command]"}.In(c.lang), Short: c.say("cli.help.short"), RunE: func(_ *cobra.Command, args []string) error {
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
	completion.Short = phrase.Text{Zh: "输出命令补全脚本", En: "print a completion script for a shell"}.In(c.lang)
	completion.Long = ""
	for _, shell := range completion.Commands() {
		shell.Short = fmt.Sprintf(phrase.Text{Zh: "输出 %s 的命令补全脚本", En: "print the completion script for %s"}.In(c.lang), shell.Name())
		shell.Long = ""
		if flag := shell.Flags().Lookup("no-descriptions"); flag != nil {
			flag.Usage = phrase.Text{Zh: "不带说明", En: "without descriptions"}.In(c.lang)
		}
	}
}
