package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"chuangmai/advise"
	"chuangmai/api"
	"chuangmai/configs"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/internal/app"
	"chuangmai/report"
	"chuangmai/seed"
)

// demoSentences are what the demonstration asks: one that the made-up part of the sample
// answers best, and one that recorded facts answer.
func demoSentences() []string {
	return []string{
		"铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位，最好在苏州附近",
		"重组蛋白小试没问题，一放大到几百升就掉活性，想借条线试几批",
	}
}

const demoHits = 3 // per group

func (c *cli) demo() *cobra.Command {
	var once bool
	var listen, asOf string
	cmd := &cobra.Command{Use: "demo", Short: c.say("cli.demo.short"), Long: c.say("cli.demo.long"), Args: between(0, 0)}
	cmd.Flags().BoolVar(&once, "once", false, c.say("cli.flag.once"))
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", c.say("cli.flag.listen"))
	cmd.Flags().StringVar(&asOf, "as-of", "", c.say("cli.flag.as_of"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if c.data != "" {
			return wrongUse("cli.demo.no_data")
		}
		date, err := graph.ParseDate(asOf)
		if err != nil {
			return wrongUse("cli.bad_date", "value", asOf)
		}
		c.overrides["server.listen"] = listen
		settings, err := c.settings()
		if err == nil && !once {
			err = mayListen(settings)
		}
		if err != nil {
			return err
		}
		bar := c.progress()
		sample, err := app.OpenSample(cmd.Context(), settings, c.factsOnly, app.Options{Logger: c.quiet(), Clock: time.Now, Progress: bar.show})
		bar.done()
		if err != nil {
			return err
		}
		err = c.show(cmd.Context(), sample, advise.Scope{AsOf: date, Audience: snapshot.AudiencePublic})
		if err == nil && !once {
			err = c.serveDemo(cmd.Context(), sample, listen)
		}
		return errors.Join(err, sample.Close())
	}
	return cmd
}

// show prints what the sample holds and two answers.
func (c *cli) show(ctx context.Context, sample *app.Sample, scope advise.Scope) error {
	c.stats(sample.Stats)
	for _, text := range demoSentences() {
		c.printf("\n━━ %s\n", text)
		answer, err := sample.Advisor.Recommend(ctx, advise.Query{Text: text, Limit: demoHits}, scope)
		if err != nil {
			return err
		}
		if err := report.WriteAnswer(c.out, answer, c.lang); err != nil {
			return err
		}
	}
	return nil
}

func (c *cli) stats(s seed.Stats) {
	nodes, edges := s.Totals()
	c.printf("%s\n", c.say("cli.demo.holds", "nodes", nodes.All, "edges", edges.All,
		"synthetic", 100*float64(nodes.Synthetic)/float64(max(nodes.All, 1)),
		"mirror", 100*float64(nodes.MirrorOnly)/float64(max(nodes.All-nodes.Synthetic, 1))))
}

func (c *cli) serveDemo(ctx context.Context, sample *app.Sample, listen string) error {
	server, err := sample.Server(app.ServerOptions{Logger: c.logger(sample.Settings), OpenWrites: true})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("%s: %w", c.say("cli.listen_failed", "address", listen), err)
	}
	c.printf("\n%s\n", c.say("cli.demo.serving", "address", "http://"+listener.Addr().String()))
	return server.Serve(ctx, listener)
}

func (c *cli) serve() *cobra.Command {
	var listen string
	cmd := &cobra.Command{Use: "serve", Short: c.say("cli.serve.short"), Long: c.say("cli.serve.long"), Args: between(0, 0)}
	cmd.Flags().StringVar(&listen, "listen", "", c.say("cli.flag.listen"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if listen != "" {
			c.overrides["server.listen"] = listen
		}
		settings, err := c.settings()
		if err == nil {
			err = mayListen(settings)
		}
		if err != nil {
			return err
		}
		log := c.logger(settings)
		service, err := app.Open(cmd.Context(), settings, app.Options{Logger: log, Clock: time.Now, Progress: c.progress().show, Await: true})
		if err != nil {
			return err
		}
		return errors.Join(c.listen(cmd.Context(), service, settings.Server.Listen), service.Close())
	}
	return cmd
}

// mayListen refuses an address that other machines can reach while nothing says who may
// do what.
func mayListen(settings configs.Settings) error {
	address := settings.Server.Listen
	if api.CheckListen(address, settings.Access.TokensFile) == nil {
		return nil
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		return refuse("cli.demo.bad_address", "address", address)
	}
	return refuse("cli.demo.open_address", "address", address)
}

func (c *cli) listen(ctx context.Context, service *app.Service, address string) error {
	server, err := service.Server(app.ServerOptions{Logger: c.logger(service.Settings)})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w", c.say("cli.listen_failed", "address", address), err)
	}
	if err := service.Announce("http://" + listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}
	c.printf("%s\n", c.say("cli.serve.serving", "address", "http://"+listener.Addr().String()))
	return server.Serve(ctx, listener)
}
