package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/need"
	"chuangmai/tune/feedback"
)

// Mark says that a hit suits a question, or that it does not and why. It names a query of
// a file, or says what was asked.
type Mark struct {
	Query     string // the qid, "" when Text, Need or Requester say what was asked
	Text      string
	Need      *need.Need
	Requester graph.ID
	Hit       string // name or id
	Verdict   string // [feedback.Suitable] or [feedback.NotSuitable]
	Reason    string // one of [feedback.Reasons], "" when only Because says it
	Because   string
}

// ReadMarks reads marks, one JSON object a line: of a file's own (query, id, because) or
// as the API lists them. A mark of what does not suit must have a reason; one without a
// question or a hit is an error.
func ReadMarks(r io.Reader, name string) ([]Mark, error) {
	var out []Mark
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), 1<<20)
	for n := 1; scanner.Scan(); n++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		m, err := parseMark(scanner.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, m)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

func parseMark(line []byte) (Mark, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	var in struct {
		Query, ID, Hit, Because, Text, Verdict, Reason string
		Need                                           *need.Need
		Requester                                      graph.ID
		Question, Date                                 string // of the API; not needed here
	}
	if err := dec.Decode(&in); err != nil {
		return Mark{}, err
	}
	if dec.More() {
		return Mark{}, errors.New("more than one object in a line")
	}
	m := Mark{
		Query: strings.TrimSpace(in.Query), Text: strings.TrimSpace(in.Text), Need: in.Need, Requester: in.Requester,
		Hit: strings.TrimSpace(in.Hit), Verdict: in.Verdict, Reason: in.Reason, Because: strings.TrimSpace(in.Because),
	}
	if m.Hit == "" {
		m.Hit = strings.TrimSpace(in.ID)
	}
	if m.Verdict == "" {
		m.Verdict = feedback.NotSuitable
	}
	switch {
	case m.Hit == "" || m.Query == "" && m.Text == "" && m.Need == nil && m.Requester == "":
		return Mark{}, errors.New("query (or text) and id must not be empty")
	case m.Verdict != feedback.Suitable && m.Verdict != feedback.NotSuitable:
		return Mark{}, fmt.Errorf("verdict %q is neither %s nor %s", m.Verdict, feedback.Suitable, feedback.NotSuitable)
	case m.Reason != "" && !slices.Contains(feedback.Reasons(), m.Reason):
		return Mark{}, fmt.Errorf("reason %q is none of %s", m.Reason, strings.Join(feedback.Reasons(), ", "))
	case m.Verdict == feedback.NotSuitable && m.Reason == "" && m.Because == "":
		return Mark{}, errors.New("because must not be empty")
	}
	return m, nil
}

// marksAtOnce are read in one go.
const marksAtOnce = 500

// OwnMarks reads the marks that the network keeps.
func (s *Service) OwnMarks(ctx context.Context) ([]Mark, error) {
	var out []Mark
	for after := graph.ID(""); ; {
		list, next, err := feedback.Read(ctx, s.Store, after, marksAtOnce)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			out = append(out, Mark{
				Text: m.Text, Need: m.Need, Requester: m.Requester, Hit: string(m.Hit), Verdict: m.Verdict, Reason: m.Reason, Because: m.Because,
			})
		}
		if next == "" {
			return out, nil
		}
		after = next
	}
}

// votes are marks counted: for each question and hit those for it less those against it.
type votes struct {
	byQuery map[string]map[graph.ID]int
	byText  map[string]*askedInMarks // by question
	order   []string                 // keys of byText
}

type askedInMarks struct {
	mark  Mark // one of those of the question
	hits  map[graph.ID]int
	taken bool // a query of the file asks the same
}

// count counts marks. Those whose reason says nothing against the order are set aside, as
// are those of hits that are not known.
func (t *tuner) count(list []Mark) *votes {
	v := &votes{byQuery: make(map[string]map[graph.ID]int), byText: make(map[string]*askedInMarks)}
	for _, m := range list {
		if m.Verdict == feedback.NotSuitable && !feedback.OfRanking(m.Reason) {
			t.report.SetAside++
			continue
		}
		id, known := t.given.find.id(m.Hit)
		if !known {
			t.report.Unknown++
			continue
		}
		hits := v.hits(m)
		if m.Verdict == feedback.Suitable {
			hits[id]++
		} else {
			hits[id]--
		}
	}
	return v
}

func (v *votes) hits(m Mark) map[graph.ID]int {
	if m.Query != "" {
		if v.byQuery[m.Query] == nil {
			v.byQuery[m.Query] = make(map[graph.ID]int)
		}
		return v.byQuery[m.Query]
	}
	key := feedback.Mark{Text: m.Text, Need: m.Need, Requester: m.Requester}.Question()
	if v.byText[key] == nil {
		v.byText[key] = &askedInMarks{mark: m, hits: make(map[graph.ID]int)}
		v.order = append(v.order, key)
	}
	return v.byText[key].hits
}

// of are the votes for the hits of a query of the file: of marks that name it, and of those
// that ask the same words.
func (v *votes) of(q batchQuery) map[graph.ID]int {
	out := maps.Clone(v.byQuery[q.QID])
	for _, key := range v.order {
		asked := v.byText[key]
		if asked.mark.Need != nil || plainText(asked.mark.Text) != plainText(q.Text) || asked.mark.Requester != "" && string(asked.mark.Requester) != q.Requester {
			continue
		}
		asked.taken = true
		if out == nil {
			out = make(map[graph.ID]int)
		}
		for id, vote := range asked.hits {
			out[id] += vote
		}
	}
	return out
}

// What a mark is worth beside judgements: a hit that suits counts as good, one that does
// not costs where others bring nothing.
const (
	gradeSuits      = 2
	gradeUnsuitable = -1
)

// graded is the grade of a hit after the votes; a tie leaves it as it was.
func graded(vote, judged int) int {
	switch {
	case vote > 0:
		return max(judged, gradeSuits)
	case vote < 0:
		return gradeUnsuitable
	}
	return judged
}

// markedQuestions takes the questions that only marks know.
func (t *tuner) markedQuestions() {
	for _, key := range t.votes.order {
		asked := t.votes.byText[key]
		if asked.taken {
			continue
		}
		m := asked.mark
		q := t.given.query(batchQuery{QID: "mark:" + key[:16], Text: m.Text})
		q.Need, q.Requester = m.Need, m.Requester
		one := question{id: "mark:" + key[:16], stated: &q, scope: advise.Scope{}, grades: make(map[graph.ID]int)}
		for id, vote := range asked.hits {
			if grade := graded(vote, 0); grade != 0 {
				one.grades[id] = grade
			}
		}
		t.take(one)
	}
}
