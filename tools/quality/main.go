// Command quality turns the tables of the judged sets into what chuangmai reads: JSON lines of nodes, and of
// queries. measure.sh beside it makes every figure of docs/quality.md with it.
//
//	quality papers [-title] [-abstract] [-more TITLES.csv] PAPERS.csv   nodes csl:<id> of kind result
//	quality names NAMES.tsv                                             nodes local:<id> of kind institute
//	quality facilities FACILITIES.csv                                   nodes local:ri-0000 … of kind equipment
//	quality queries QUERIES.tsv                                         {"qid": …, "text": …}
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("want papers, names, facilities or queries")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	title := flags.Bool("title", false, "papers: the title alone")
	abstract := flags.Bool("abstract", false, "papers: the abstract alone")
	more := flags.String("more", "", "papers: a table of further titles")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("want one file")
	}
	buffered := bufio.NewWriter(out)
	w := lines{json.NewEncoder(buffered)}
	w.SetEscapeHTML(false)
	var err error
	switch name := flags.Arg(0); args[0] {
	case "papers":
		err = w.papers(name, *title, *abstract)
		if err == nil && *more != "" {
			err = w.titles(*more, *abstract)
		}
	case "names":
		err = pairs(name, func(id, text string) error { return w.node("local:"+id, "institute", text, "") })
	case "facilities":
		err = w.facilities(name)
	case "queries":
		err = pairs(name, func(id, text string) error {
			return w.Encode(map[string]string{"qid": id, "text": text})
		})
	default:
		err = fmt.Errorf("unknown %q", args[0])
	}
	return errors.Join(err, buffered.Flush())
}

type lines struct{ *json.Encoder }

// node writes one node; a summary that is empty is left out.
func (l lines) node(id, kind, name, summary string) error {
	node := map[string]any{
		"id": id, "kind": kind, "name": name,
		"sources": []map[string]string{{"title": "judged set", "seen": "2025"}},
	}
	if summary != "" {
		node["properties"] = map[string]string{"summary": summary}
	}
	return l.Encode(map[string]any{"node": node})
}

// papers writes title and abstract, or only one of them. What stands under the abstract alone is named by its id.
func (l lines) papers(name string, title, abstract bool) error {
	return table(name, func(row map[string]string) error {
		called, summary := row["title"], row["abstract"]
		switch {
		case title:
			summary = ""
		case abstract:
			called = row["id"]
		}
		return l.node("csl:"+row["id"], "result", called, summary)
	})
}

// titles writes the distractors tt-0000 …; where abstracts are searched, the title is their text.
func (l lines) titles(name string, abstract bool) error {
	n := -1
	return table(name, func(row map[string]string) error {
		n++
		id, called, summary := fmt.Sprintf("tt-%04d", n), row["title"], ""
		if abstract {
			called, summary = id, called
		}
		return l.node("csl:"+id, "result", called, summary)
	})
}

func (l lines) facilities(name string) error {
	n := -1
	return table(name, func(row map[string]string) error {
		n++
		id := fmt.Sprintf("ri-%04d", n)
		return l.node("local:"+id, "equipment", id, row["description"])
	})
}

// table calls each for every row of a CSV file with a header.
func table(name string, each func(map[string]string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		row := map[string]string{}
		for i, c := range cells {
			row[strings.TrimPrefix(head[i], "\ufeff")] = c
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

// pairs calls each for every line "id TAB text".
func pairs(name string, each func(id, text string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		id, text, ok := strings.Cut(s.Text(), "\t")
		if !ok {
			return fmt.Errorf("%s: no tab in %q", name, s.Text())
		}
		if err := each(id, text); err != nil {
			return err
		}
	}
	return s.Err()
}
