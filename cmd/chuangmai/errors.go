package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/localstore"
	"chuangmai/internal/app"
	"chuangmai/need"
	"chuangmai/phrase"
	"chuangmai/planner"
	"chuangmai/transfer"
)

// words says an error in the asked language. What has no sentence of its own is shown
// as it is.
func (c *cli) words(err error) string {
	var wrong *usageError
	var refused *refusal
	var locked *localstore.LockedError
	var invalid *graph.InvalidError
	var rejected *transfer.RejectedError
	var conflicts *transfer.ConflictsError
	var place *advise.UnknownPlaceError
	var industry *advise.UnknownIndustryError
	var requester *advise.UnknownRequesterError
	switch {
	case errors.As(err, &wrong):
		return wrong.text.In(c.lang)
	case errors.As(err, &refused):
		return refused.text.In(c.lang)
	case errors.As(err, &locked):
		return c.say("cli.locked", "pid", locked.Owner.PID, "address", orDash(locked.Owner.Address))
	case errors.As(err, &rejected):
		return c.say("cli.rejected", "file", rejected.Source, "n", rejected.Rejected)
	case errors.As(err, &conflicts):
		return c.say("cli.undo.conflicts", "id", conflicts.Load, "n", conflicts.Total)
	case errors.As(err, &invalid):
		return c.problems(invalid.Problems)
	case errors.As(err, &place):
		return c.say("cli.unknown_place", "name", place.Name)
	case errors.As(err, &industry):
		return c.say("cli.unknown_industry", "name", industry.Name)
	case errors.As(err, &requester):
		return c.say("cli.unknown_requester", "id", string(requester.ID))
	}
	if m, known := questionWords(err); known {
		return m.Render(c.lang)
	}
	for target, code := range map[error]string{
		need.ErrEmpty: "cli.text_empty", need.ErrTooLong: "cli.text_too_long", need.ErrBadText: "cli.text_bad",
		graph.ErrNewerSchema: "cli.newer_schema", graph.ErrFull: "cli.disk_full", app.ErrMixed: "cli.mixed",
		context.Canceled: "cli.cancelled",
	} {
		if errors.Is(err, target) {
			return c.say(code)
		}
	}
	return c.systemWords(err)
}

// questionWords says what is wrong with a question to the engines.
func questionWords(err error) (phrase.Message, bool) {
	var question *phrase.QuestionError
	var node *planner.UnknownNodeError
	var kind *planner.WrongKindError
	var rule *planner.UnknownRuleError
	switch {
	case errors.As(err, &question):
		return question.Reason, true
	case errors.As(err, &node):
		return phrase.New("cli.no_node", "id", string(node.ID)), true
	case errors.As(err, &kind):
		return kind.Reason(), true
	case errors.As(err, &rule):
		return phrase.New("cli.no_rule", "id", rule.ID), true
	}
	return phrase.Message{}, false
}

// systemWords says what is wrong with a file; any other error is shown as it is.
func (c *cli) systemWords(err error) string {
	var path *fs.PathError
	if !errors.As(err, &path) {
		return err.Error()
	}
	for _, known := range []struct {
		err  error
		code string
	}{
		{fs.ErrNotExist, "cli.system.no_file"},
		{fs.ErrPermission, "cli.system.no_permission"},
		{syscall.EISDIR, "cli.system.folder"},
		{syscall.ENOTDIR, "cli.system.no_folder"},
	} {
		if errors.Is(err, known.err) {
			return c.say(known.code, "path", path.Path)
		}
	}
	return err.Error()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// problems words a list of problems, one a line.
func (c *cli) problems(list []graph.Problem) string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = p.Pointer + ": " + c.problem(p)
	}
	return strings.Join(lines, "\n")
}

func (c *cli) problem(p graph.Problem) string {
	m := phrase.Message{Code: "problem." + p.Code, Params: make(map[string]any, len(p.Params))}
	for k, v := range p.Params {
		m.Params[k] = v
	}
	if !phrase.Known(m.Code) {
		return fmt.Sprintf("%s %v", p.Code, p.Params)
	}
	return m.Render(c.lang)
}
