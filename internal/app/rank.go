package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/internal/evaluation"
	"chuangmai/match"
	"chuangmai/search"
)

// What batch ranking can rank.
const (
	RankPartners  = "partners"
	RankResources = "resources"
	RankSearch    = "search"
)

// RankOptions say what a batch ranks and how it is written.
type RankOptions struct {
	What string // RankPartners, RankResources or RankSearch
	// Candidates are names or ids; only these are ranked, printed as they stand here. Nil for
	// all.
	Candidates []string
	// Doc says how a node is printed when no candidates are given: id, name or local (the
	// id without its scheme).
	Doc string
	// Depth is how many are printed per query; 0 means 100.
	Depth int
	// Kinds restricts the candidates to some kinds; nil for all.
	Kinds []graph.Kind
	// NewOnly leaves out those who worked with the requester before; Exclude leaves out pairs
	// of query and candidate, named like the candidates.
	NewOnly bool
	Exclude evaluation.Exclusions
	// IgnoreRequester ranks as if nothing were known of who asks.
	IgnoreRequester bool
	// Set names a set of weights; "" lets the question decide.
	Set string
	// Where keeps the queries whose fields meet the conditions.
	Where evaluation.Conditions
	Mode  search.Mode
	Tag   string
	// Warn is told of what was passed over; nil for nobody.
	Warn func(text string)
	// Progress is told how many queries are done; nil for nobody.
	Progress func(done int)
}

// WeightSets names the sets of weights that ranking can use.
func WeightSets() []string {
	return append([]string{match.SetPartners, match.SetResources}, match.NetworkSets()...)
}

// RankReport counts what a batch did.
type RankReport struct {
	Queries    int
	Empty      int // queries without any hit
	Unresolved int // candidates that are no node
}

// batchQuery is one line of a queries file. Other fields may stand beside these.
type batchQuery struct {
	QID   string `json:"qid"`
	Text  string `json:"text"`
	Field string `json:"field"`
	City  string `json:"city"`
	// Requester is an id, with or without its scheme; the others say where it is, also when
	// the network does not have it.
	Requester        string `json:"requester"`
	RequesterCountry string `json:"requester_country"`
	RequesterNUTS    string `json:"requester_nuts"`
	// RequesterGeo is "latitude,longitude" in degrees.
	RequesterGeo string `json:"requester_geo"`
}

// Rank ranks every query of a file and writes tab-separated TREC lines.
func (s *Service) Rank(ctx context.Context, queries io.Reader, name string, out io.Writer, opts RankOptions) (RankReport, error) {
	b := &batch{service: s, opts: opts, out: bufio.NewWriter(out)}
	if err := b.prepare(); err != nil {
		return b.report, err
	}
	err := eachQuery(queries, name, opts.Where, func(q batchQuery) error { return b.line(ctx, q) })
	return b.report, errors.Join(err, b.out.Flush())
}

// eachQuery reads queries, one JSON object a line, and hands on those whose fields meet
// the conditions. An error says in which line it is.
func eachQuery(queries io.Reader, name string, where evaluation.Conditions, do func(q batchQuery) error) error {
	scanner := bufio.NewScanner(queries)
	scanner.Buffer(make([]byte, 0, 64<<10), 4<<20)
	for n := 1; scanner.Scan(); n++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		q, keep, err := readQuery(scanner.Bytes(), where)
		if err == nil && keep {
			err = do(q)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func readQuery(data []byte, where evaluation.Conditions) (q batchQuery, keep bool, err error) {
	var fields map[string]any
	if err := errors.Join(json.Unmarshal(data, &fields), json.Unmarshal(data, &q)); err != nil {
		return q, false, err
	}
	if q.QID == "" {
		return q, false, errors.New("no qid")
	}
	keep, err = where.Match(fields)
	return q, keep, err
}

// batch is one run being made.
type batch struct {
	service *Service
	opts    RankOptions
	out     *bufio.Writer
	report  RankReport
	find    *finder
	history bool // the network has a history of joint projects
	among   []graph.ID
	printed map[graph.ID][]string // candidate's id → as it stands in the file
}

func (b *batch) prepare() error {
	if b.opts.Depth <= 0 {
		b.opts.Depth = evaluation.Depth
	}
	if b.opts.Warn == nil {
		b.opts.Warn = func(string) {}
	}
	view, _, release, err := b.service.Advisor.View(advise.Scope{})
	if err != nil {
		return err
	}
	b.find = newFinder(view)
	if b.history, err = b.service.Advisor.HasHistory(advise.Scope{}); err != nil {
		release()
		return err
	}
	defer release()
	if b.opts.Candidates == nil {
		return nil
	}
	b.printed = make(map[graph.ID][]string)
	for _, name := range b.opts.Candidates {
		id, known := b.find.id(name)
		if !known {
			b.report.Unresolved++
			b.opts.Warn("candidate not found: " + name)
			continue
		}
		if n, _ := view.Lookup(id); b.opts.Kinds != nil && !slices.Contains(b.opts.Kinds, view.Kind(n)) {
			continue
		}
		if len(b.printed[id]) == 0 {
			b.among = append(b.among, id)
		}
		b.printed[id] = append(b.printed[id], name)
	}
	if len(b.among) == 0 {
		return errors.New("no candidate is in the network")
	}
	return nil
}

func (b *batch) line(ctx context.Context, q batchQuery) error {
	ranked, err := b.rank(ctx, q)
	if err != nil {
		return fmt.Errorf("%s: %w", q.QID, err)
	}
	b.report.Queries++
	if len(ranked) == 0 {
		b.report.Empty++
	}
	for i, r := range ranked {
		for _, doc := range b.docs(r) {
			if _, err := fmt.Fprintf(b.out, "%s\tQ0\t%s\t%d\t%.6f\t%s\n", q.QID, doc, i+1, r.Score, b.opts.Tag); err != nil {
				return err
			}
		}
	}
	if b.opts.Progress != nil {
		b.opts.Progress(b.report.Queries)
	}
	return nil
}

func (b *batch) rank(ctx context.Context, q batchQuery) ([]advise.Ranked, error) {
	if b.opts.What == RankSearch {
		return b.search(ctx, q)
	}
	return withKnown(b, q, func(query advise.RankQuery) ([]advise.Ranked, error) {
		return b.service.Advisor.Rank(ctx, query, advise.Scope{})
	})
}

// search ranks by words alone.
func (b *batch) search(ctx context.Context, q batchQuery) ([]advise.Ranked, error) {
	var among map[graph.ID]bool
	if b.among != nil {
		among = make(map[graph.ID]bool)
		for _, id := range b.among {
			among[id] = true
		}
	}
	left := b.excluded(q.QID)
	query := advise.SearchQuery{
		Text: q.Text, Mode: b.opts.Mode, Limit: b.opts.Depth + len(left), Filter: advise.Filter{Kinds: b.opts.Kinds},
	}
	ranked, err := b.service.Advisor.RankSearch(ctx, query, among, advise.Scope{})
	if err != nil {
		return nil, err
	}
	ranked = slices.DeleteFunc(ranked, func(r advise.Ranked) bool { return slices.Contains(left, r.ID) })
	return ranked[:min(len(ranked), b.opts.Depth)], nil
}

// excluded are the nodes left out for a query, ordered by id.
func (b *batch) excluded(qid string) []graph.ID {
	var ids []graph.ID
	for doc := range b.opts.Exclude[qid] {
		if id, known := b.find.id(doc); known {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// withKnown asks what a line asks for; where its place or requester is not known, it says
// so and asks without.
func withKnown[T any](b *batch, q batchQuery, ask func(advise.RankQuery) (T, error)) (T, error) {
	query := b.query(q)
	answer, err := ask(query)
	var place *advise.UnknownPlaceError
	var requester *advise.UnknownRequesterError
	switch {
	case errors.As(err, &place):
		b.opts.Warn(q.QID + ": " + err.Error())
		query.Profile.City = ""
	case errors.As(err, &requester):
		b.opts.Warn(q.QID + ": " + err.Error())
		query.Requester = ""
	default:
		return answer, err
	}
	return ask(query)
}

// query says what one line asks for.
func (b *batch) query(q batchQuery) advise.RankQuery {
	query := advise.RankQuery{
		Query: advise.Query{Text: q.Text, Field: q.Field, Kinds: b.opts.Kinds}, Set: match.SetPartners,
		Among: b.among, Depth: b.opts.Depth, NewOnly: b.opts.NewOnly,
	}
	switch {
	case b.opts.Set != "":
		query.Set = b.opts.Set
	case b.opts.What == RankResources:
		query.Set = match.SetResources
	}
	switch {
	case b.among != nil || b.opts.Kinds != nil || b.history:
	case b.opts.What == RankPartners:
		query.Groups = []string{match.GroupDo, match.GroupAsk, match.GroupJoin}
	default:
		query.Groups = []string{match.GroupUse}
	}
	query.Exclude = b.excluded(q.QID)
	if b.opts.IgnoreRequester {
		return query
	}
	query.Profile.City = q.City
	query.Requester = graph.ID(q.Requester)
	if id, known := b.find.id(q.Requester); known {
		query.Requester = id
	}
	query.Country, query.Region = q.RequesterCountry, q.RequesterNUTS
	if q.RequesterGeo != "" {
		at, err := parsePoint(q.RequesterGeo)
		if err != nil {
			b.opts.Warn(q.QID + ": " + err.Error())
		}
		query.At = at
	}
	return query
}

// parsePoint reads "latitude,longitude" in degrees.
func parsePoint(text string) (*match.Point, error) {
	lat, lng, both := strings.Cut(text, ",")
	var p match.Point
	var errs [2]error
	p.Latitude, errs[0] = strconv.ParseFloat(strings.TrimSpace(lat), 64)
	p.Longitude, errs[1] = strconv.ParseFloat(strings.TrimSpace(lng), 64)
	if !both || errs[0] != nil || errs[1] != nil || !(math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180) {
		return nil, fmt.Errorf("requester_geo %q is not \"latitude,longitude\" in degrees", text)
	}
	return &p, nil
}

// docs are the forms in which a node is printed.
func (b *batch) docs(r advise.Ranked) []string {
	if names := b.printed[r.ID]; names != nil {
		return names
	}
	switch b.opts.Doc {
	case "name":
		return []string{r.Name}
	case "local":
		return []string{r.ID.Value()}
	}
	return []string{string(r.ID)}
}
