package main

import (
	"time"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/internal/app"
)

func (c *cli) doctor() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{Use: "doctor", Short: c.say("cli.doctor.short"), Long: c.say("cli.doctor.long"), Args: between(0, 0)}
	cmd.Flags().BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if c.sample {
			return wrongUse("cli.needs_data")
		}
		checks := app.Doctor(cmd.Context(), c.settings, app.Options{Clock: time.Now, Logger: c.quiet()})
		if asJSON {
			if err := c.checksJSON(checks); err != nil {
				return err
			}
		} else {
			c.showChecks(checks)
		}
		failed := 0
		for _, check := range checks {
			if check.Level == graph.LevelFail {
				failed++
			}
		}
		if failed > 0 {
			return refuse("cli.doctor.failed", "n", failed)
		}
		return nil
	}
	return cmd
}

func (c *cli) showChecks(checks []app.Check) {
	for _, check := range checks {
		c.printf("[%s] %s\n", c.say("cli.doctor."+string(check.Level)), check.Text.Render(c.lang))
		if check.Remedy.Code != "" {
			c.printf("       %s\n", c.say("cli.doctor.remedy", "text", check.Remedy))
		}
	}
}

func (c *cli) checksJSON(checks []app.Check) error {
	type entry struct {
		Name   string         `json:"name"`
		Level  graph.Level    `json:"level"`
		Code   string         `json:"code"`
		Params map[string]any `json:"params,omitempty"`
		Text   string         `json:"text"`
		Remedy string         `json:"remedy,omitempty"`
	}
	out := make([]entry, len(checks))
	for i, check := range checks {
		out[i] = entry{check.Name, check.Level, check.Text.Code, check.Text.Params, check.Text.Render(c.lang), ""}
		if check.Remedy.Code != "" {
			out[i].Remedy = check.Remedy.Render(c.lang)
		}
	}
	return c.encode(out)
}
