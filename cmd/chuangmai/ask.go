package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/internal/app"
	"chuangmai/lexicon"
	"chuangmai/match"
	"chuangmai/phrase"
	"chuangmai/report"
	"chuangmai/search"
)

// encode prints a value as indented JSON.
func (c *cli) encode(value any) error { return encodeTo(c.out, value) }

// asking are the flags of commands that ask the network.
type asking struct {
	json, both bool
	asOf       string
	limit      int
}

// add adds the flags of a command that prints JSON in one language or both.
func (a *asking) add(c *cli, cmd *cobra.Command) {
	a.addPlain(c, cmd)
	cmd.Flags().BoolVar(&a.both, "both", false, c.say("cli.flag.both"))
}

// addPlain adds the flags of a command whose JSON has no sentences.
func (a *asking) addPlain(c *cli, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.json, "json", false, c.say("cli.flag.json"))
	a.addDate(c, cmd)
}

func (a *asking) addDate(c *cli, cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.asOf, "as-of", "", c.say("cli.flag.as_of"))
}

func (a *asking) addLimit(c *cli, cmd *cobra.Command, limit int) {
	cmd.Flags().IntVar(&a.limit, "limit", limit, c.say("cli.flag.limit"))
}

// scope is what a person at the machine sees: everything.
func (a *asking) scope() (advise.Scope, error) {
	date, err := graph.ParseDate(a.asOf)
	if err != nil {
		return advise.Scope{}, wrongUse("cli.bad_date", "value", a.asOf)
	}
	return advise.Scope{AsOf: date, Audience: snapshot.AudienceAll}, nil
}

// show asks the network and prints the answer: as JSON when that is asked for, else as text.
func show[A, J any](
	c *cli, cmd *cobra.Command, a *asking, ask func(*app.Service, advise.Scope) (A, error),
	asJSON func(A, report.Language) J, asText func(io.Writer, A, phrase.Lang) error,
) error {
	scope, err := a.scope()
	if err != nil {
		return err
	}
	return c.with(cmd.Context(), func(s *app.Service) error {
		answer, err := ask(s, scope)
		if err != nil {
			return err
		}
		if a.json {
			return c.encode(asJSON(answer, report.Language{Lang: c.lang, Both: a.both}))
		}
		return asText(c.out, answer, c.lang)
	})
}

func (c *cli) match() *cobra.Command {
	var a asking
	var q advise.Query
	var requester, kinds string
	cmd := &cobra.Command{
		Use: "match " + c.say("cli.arg.sentence"), Short: c.say("cli.match.short"), Long: c.say("cli.match.long"),
		Args: between(0, 1),
	}
	a.add(c, cmd)
	a.addLimit(c, cmd, 5)
	cmd.Flags().StringVar(&q.Field, "field", "", c.say("cli.flag.field"))
	cmd.Flags().StringVar(&q.Profile.City, "city", "", c.say("cli.flag.city"))
	cmd.Flags().StringVar(&q.Profile.Industry, "industry", "", c.say("cli.flag.industry"))
	cmd.Flags().StringVar(&q.Profile.Size, "size", "", c.say("cli.flag.size"))
	cmd.Flags().StringVar(&requester, "requester", "", c.say("cli.flag.requester"))
	cmd.Flags().StringSliceVar(&q.Groups, "group", nil, c.say("cli.flag.group"))
	cmd.Flags().StringVar(&kinds, "kind", "", c.say("cli.flag.kind"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains([]string{"", "micro", "small", "medium", "large"}, q.Profile.Size) {
			return wrongUse("cli.bad_size", "value", q.Profile.Size)
		}
		if len(args) == 0 && requester == "" && q.Profile.Industry == "" {
			return wrongUse("cli.match.nothing")
		}
		q.Text, q.Requester, q.Limit = strings.Join(args, ""), graph.ID(requester), a.limit
		var err error
		if q.Kinds, err = kindList(kinds); err != nil {
			return err
		}
		for _, g := range q.Groups {
			if !isGroup(g) {
				return wrongUse("cli.bad_group", "value", g)
			}
		}
		q.Filter.FactsOnly = c.factsOnly
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (advise.Answer, error) {
			return s.Advisor.Recommend(cmd.Context(), q, scope)
		}, report.NewAnswer, report.WriteAnswer)
	}
	return cmd
}

func isGroup(g string) bool {
	for _, known := range match.AllGroups() {
		if g == known {
			return true
		}
	}
	return false
}

func (c *cli) search() *cobra.Command {
	var a asking
	var related bool
	var kinds, region string
	cmd := &cobra.Command{Use: "search " + c.say("cli.arg.words"), Short: c.say("cli.search.short"), Args: between(1, 1)}
	a.addPlain(c, cmd)
	a.addLimit(c, cmd, 10)
	cmd.Flags().BoolVar(&related, "related", false, c.say("cli.flag.related"))
	cmd.Flags().StringVar(&kinds, "kind", "", c.say("cli.flag.kind"))
	cmd.Flags().StringVar(&region, "region", "", c.say("cli.flag.region"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q := advise.SearchQuery{Text: args[0], Limit: a.limit, Filter: advise.Filter{FactsOnly: c.factsOnly}}
		var err error
		if q.Filter.Kinds, err = kindList(kinds); err != nil {
			return err
		}
		if related {
			q.Mode = search.ModeRelated
		}
		return show(c, cmd, &a, func(s *app.Service, scope advise.Scope) (advise.SearchAnswer, error) {
			if region != "" {
				code, err := regionCode(s.Lexicon, region)
				if err != nil {
					return advise.SearchAnswer{}, err
				}
				q.Filter.Regions = []string{code}
			}
			return s.Advisor.Search(cmd.Context(), q, scope)
		}, func(a advise.SearchAnswer, _ report.Language) report.SearchPage { return report.NewSearchPage(a) }, report.WriteSearch)
	}
	return cmd
}

// regionCode reads a region: a code, or the name of a place in the gazetteer.
func regionCode(lex *lexicon.Lexicon, text string) (string, error) {
	if _, known := lex.Place(text); known {
		return text, nil
	}
	place, known := lex.PlaceByName(text)
	if !known {
		return "", &advise.UnknownPlaceError{Name: text}
	}
	return place.Code, nil
}

func (c *cli) lexicon() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{Use: "lexicon " + c.say("cli.arg.word"), Short: c.say("cli.lexicon.short"), Args: between(1, 1)}
	cmd.Flags().BoolVar(&asJSON, "json", false, c.say("cli.flag.json"))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		explanation, err := app.ExplainWord(args[0])
		if err != nil {
			return err
		}
		if asJSON {
			return c.encode(report.NewWord(explanation))
		}
		return report.WriteWord(c.out, explanation, c.lang)
	}
	return cmd
}
