package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/graph"
	"chuangmai/graph/neo4jstore"
	"chuangmai/internal/app"
	"chuangmai/phrase"
)

func (c *cli) reconcile() *cobra.Command {
	var how app.ReconcileOptions
	var asJSON bool
	cmd := &cobra.Command{Use: "reconcile", Short: c.say("cli.reconcile.short"), Long: c.say("cli.reconcile.long"), Args: between(0, 0)}
	flags := cmd.Flags()
	flags.BoolVar(&how.Apply, "apply", false, c.say("cli.flag.apply"))
	flags.StringVar(&how.Reason, "reason", "", c.say("cli.flag.reason"))
	flags.BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if c.sample {
			return wrongUse("cli.needs_data")
		}
		settings, err := c.settings()
		if err != nil {
			return err
		}
		bar := c.progress()
		report, err := app.Reconcile(cmd.Context(), settings, how, app.Options{Clock: time.Now, Logger: c.quiet(), Progress: bar.show})
		bar.done()
		if errors.Is(err, app.ErrNotEdited) {
			return wrongUse("cli.reconcile.local")
		}
		if report == nil {
			return err
		}
		if asJSON {
			err = errors.Join(err, c.reconcileJSON(report))
		} else {
			c.reconcileReport(report, how.Apply)
		}
		switch n := report.Refused + report.Left; {
		case err != nil:
			return err
		case how.Apply && n > 0:
			return refuse("cli.reconcile.unfinished", "n", n)
		case n > 0:
			return refuse("cli.reconcile.waiting", "n", n)
		}
		return nil
	}
	return cmd
}

func (c *cli) reconcileReport(r *app.ReconcileReport, applied bool) {
	for i := range r.Edits {
		c.showEdit(&r.Edits[i], applied)
	}
	if len(r.Edits) == 0 {
		c.printf("%s\n", c.say("cli.reconcile.none", "revision", int64(r.Head)))
	} else {
		counts := make(map[neo4jstore.EditOp]int)
		for i := range r.Edits {
			counts[r.Edits[i].Op]++
		}
		c.printf("%s\n", c.say("cli.reconcile.counts", "added", counts[neo4jstore.EditAdded], "changed", counts[neo4jstore.EditChanged],
			"deleted", counts[neo4jstore.EditDeleted], "refused", r.Refused))
	}
	if r.First > 1 {
		c.printf("%s\n", c.say("cli.reconcile.trimmed", "first", int64(r.First)))
	}
	if !applied {
		return
	}
	if r.Taken > 0 {
		c.printf("%s\n", c.say("cli.reconcile.taken", "n", r.Taken, "revision", int64(r.Head), "relinked", r.Relinked))
	}
	if r.Relink {
		c.printf("%s\n", c.say("cli.reconcile.relink"))
	}
}

// showEdit prints one edit, and below it why it cannot be taken in.
func (c *cli) showEdit(e *neo4jstore.Edit, applied bool) {
	parts := []string{c.say("cli.reconcile." + string(e.Op))}
	what := []string{orDash(string(e.Kind)), orDash(string(e.ID))}
	if e.IsEdge() {
		what = []string{string(e.Relation), orDash(string(e.ID)), orDash(string(e.From)) + " → " + orDash(string(e.To))}
	} else if e.Name != "" {
		what = append(what, e.Name)
	}
	parts = append(parts, what...)
	if len(e.Fields) > 0 {
		parts = append(parts, c.say("cli.reconcile.fields", "names", strings.Join(e.Fields, ", ")))
	} else if e.Op == neo4jstore.EditChanged {
		parts = append(parts, c.say("cli.reconcile.fields_unknown"))
	}
	if applied && !e.Applied && len(e.Problems) == 0 {
		parts = append(parts, c.say("cli.reconcile.moved"))
	}
	c.printf("%s\n", strings.Join(parts, "  "))
	for _, p := range e.Problems {
		pointer := p.Pointer
		if pointer == "" {
			pointer = "/"
		}
		c.printf("    %s\n", c.say("cli.reconcile.refused", "pointer", pointer, "text", c.problem(p)))
	}
}

// reconcileJSON prints the report for scripts.
func (c *cli) reconcileJSON(r *app.ReconcileReport) error {
	type problem struct {
		Pointer string            `json:"pointer"`
		Code    string            `json:"code"`
		Params  map[string]string `json:"params,omitempty"`
		Text    string            `json:"text"`
	}
	type edit struct {
		Op       neo4jstore.EditOp `json:"op"`
		ID       graph.ID          `json:"id"`
		Kind     graph.Kind        `json:"kind,omitempty"`
		Name     string            `json:"name,omitempty"`
		Relation graph.Relation    `json:"relation,omitempty"`
		From     graph.ID          `json:"from,omitempty"`
		To       graph.ID          `json:"to,omitempty"`
		Fields   []string          `json:"fields,omitempty"`
		Applied  bool              `json:"applied"`
		Problems []problem         `json:"problems,omitempty"`
	}
	out := struct {
		Lang     phrase.Lang `json:"lang"`
		First    int64       `json:"first"`
		Head     int64       `json:"head"`
		Taken    int         `json:"taken"`
		Refused  int         `json:"refused"`
		Left     int         `json:"left"`
		Relinked int         `json:"relinked"`
		Relink   bool        `json:"relink"`
		Edits    []edit      `json:"edits"`
	}{c.lang, int64(r.First), int64(r.Head), r.Taken, r.Refused, r.Left, r.Relinked, r.Relink, []edit{}}
	for i := range r.Edits {
		e := &r.Edits[i]
		one := edit{e.Op, e.ID, e.Kind, e.Name, e.Relation, e.From, e.To, e.Fields, e.Applied, nil}
		for _, p := range e.Problems {
			one.Problems = append(one.Problems, problem{p.Pointer, p.Code, p.Params, c.problem(p)})
		}
		out.Edits = append(out.Edits, one)
	}
	return c.encode(out)
}
