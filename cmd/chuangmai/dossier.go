package main

import (
	"io"

	"github.com/spf13/cobra"

	"chuangmai/briefing"
	"chuangmai/graph"
	"chuangmai/internal/app"
	"chuangmai/planner"
	"chuangmai/report"
	"chuangmai/report/plan"
	"chuangmai/rules/dossier"
)

func (c *cli) dossier() *cobra.Command {
	var a asking
	var form, format, out string
	var q planner.DossierQuery
	cmd := &cobra.Command{Use: "dossier " + c.say("cli.arg.centre"), Short: c.say("cli.dossier.short"), Long: c.say("cli.dossier.long"), Args: between(1, 1)}
	flags := cmd.Flags()
	flags.StringVar(&form, "form", string(dossier.FormPlan), c.say("cli.flag.dossier_form"))
	flags.IntVar(&q.Year, "year", 0, c.say("cli.flag.dossier_year"))
	flags.StringVar(&format, "format", "text", c.say("cli.flag.dossier_format"))
	flags.StringVar(&out, "out", "-", c.say("cli.flag.out"))
	flags.BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
	a.addDate(c, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		scope, err := a.scope()
		if err != nil {
			return err
		}
		q.Centre, q.Form = graph.ID(args[0]), dossier.Form(form)
		switch {
		case q.Form != dossier.FormPlan && q.Form != dossier.FormReport:
			return wrongUse("cli.dossier.form", "value", form)
		case q.Year != 0 && (q.Form == dossier.FormPlan || q.Year < planner.FirstReportYear || q.Year > planner.LastReportYear):
			return wrongUse("cli.dossier.year", "first", planner.FirstReportYear, "last", planner.LastReportYear)
		case format != "text" && format != "html" && format != "json":
			return wrongUse("cli.dossier.format", "value", format)
		}
		return c.with(cmd.Context(), func(s *app.Service) error {
			answer, err := s.Planner.Dossier(q, scope)
			if err != nil {
				return err
			}
			return c.toFile(out, func(w io.Writer) error {
				switch format {
				case "json":
					return encodeTo(w, plan.NewDossier(answer, report.Language{Lang: c.lang, Both: a.both}))
				case "html":
					return briefing.WriteHTML(w, plan.DossierDocument(answer, c.lang))
				}
				return plan.WriteDossier(w, answer, c.lang)
			})
		})
	}
	return cmd
}
