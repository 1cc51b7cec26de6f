package graph

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits on the size of a record.
const (
	MaxName       = 500    // characters of a name or alias
	MaxText       = 20_000 // characters of one text
	MaxList       = 1_000  // values of a list, aliases, sources
	MaxProperties = 200    // properties of a record
)

var regionCode = regexp.MustCompile(`^([1-9][0-9]{5}|[A-Z]{2}[0-9A-Z]{0,3})$`)

// maxIdentifier is the greatest length of the name of a kind, relation or property.
const maxIdentifier = 64

// isIdentifier reports whether s is a letter followed by letters, digits and
// underscores, all letters lying between first and last.
func isIdentifier(s string, first, last byte) bool {
	for i := range len(s) {
		c := s[i]
		if (c < first || c > last) && (i == 0 || (c < '0' || c > '9') && c != '_') {
			return false
		}
	}
	return s != "" && len(s) <= maxIdentifier
}

// problems collects what is wrong below a pointer, whose text is made only when
// something is.
type problems struct {
	list  *[]Problem
	under *problems
	part  string
	place int // an index from 1; 0: part counts
}

func (p problems) in(part string) problems { return problems{list: p.list, under: &p, part: part} }

func (p problems) index(i int) problems { return problems{list: p.list, under: &p, place: i + 1} }

// pointer returns the JSON pointer. The outermost problems stand for the whole input.
func (p *problems) pointer() string {
	switch {
	case p.under == nil:
		return ""
	case p.place > 0:
		return p.under.pointer() + "/" + strconv.Itoa(p.place-1)
	}
	return p.under.pointer() + "/" + strings.ReplaceAll(strings.ReplaceAll(p.part, "~", "~0"), "/", "~1")
}

// add notes a problem; params alternate names and values.
func (p problems) add(code string, params ...string) {
	problem := Problem{Pointer: p.pointer(), Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if problem.Params == nil {
			problem.Params = make(map[string]string, len(params)/2)
		}
		problem.Params[params[i]] = params[i+1]
	}
	*p.list = append(*p.list, problem)
}

// Normalise brings the node into the form in which it is stored: texts in normal
// form C and trimmed, empty lists absent, visibility stated, and version and
// revision, which a store sets, at zero. It does not check; see [Batch.Check].
func (n *Node) Normalise() {
	n.Name, n.NameEn = tidy(n.Name), tidy(n.NameEn)
	aliases := make([]string, 0, len(n.Aliases))
	for _, alias := range n.Aliases {
		if alias = tidy(alias); alias != "" && alias != n.Name && !slices.Contains(aliases, alias) {
			aliases = append(aliases, alias)
		}
	}
	n.Aliases = aliases
	if len(aliases) == 0 {
		n.Aliases = nil
	}
	n.normalise()
}

// Normalise is [Node.Normalise] for an edge; an edge without an id gets the one of
// [Edge.GenerateID].
func (e *Edge) Normalise() {
	e.normalise()
	if e.ID == "" {
		e.ID = e.GenerateID()
	}
}

func (c *Common) normalise() {
	if c.Visibility == "" {
		c.Visibility = VisibilityPublic
	}
	if len(c.Sources) == 0 {
		c.Sources = nil
	}
	if len(c.Properties) == 0 {
		c.Properties = nil
	}
	for name, value := range c.Properties {
		switch v := value.(type) {
		case string:
			if notNormal(v) {
				c.Properties[name] = norm.NFC.String(v)
			}
		case []string:
			if !slices.ContainsFunc(v, notNormal) && v != nil {
				continue
			}
			list := make([]string, len(v))
			for i, text := range v {
				list[i] = norm.NFC.String(text)
			}
			c.Properties[name] = list
		}
	}
	c.Version, c.Revision = 0, 0
}

func notNormal(s string) bool { return !norm.NFC.IsNormalString(s) }

func tidy(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// Check reports everything about the batch that breaks the rules which hold for
// every store and schema: ids, dates, texts, sizes, value types. The error is nil or an
// [*InvalidError] with pointers such as "/items/3/node/name".
func (b Batch) Check() error {
	var list []Problem
	root := problems{list: &list}
	items := root.in("items")
	if len(b.Items) == 0 {
		items.add(CodeEmptyBatch)
	}
	if len(b.Items) > MaxBatch {
		items.add(CodeBatchTooLarge, "max", strconv.Itoa(MaxBatch))
		return &InvalidError{Problems: list}
	}
	for _, part := range []struct{ name, text string }{{"actor", b.Actor}, {"reason", b.Reason}, {"key", b.Key}, {"load", b.Load}} {
		checkText(root.in(part.name), part.text, MaxName)
	}
	seen := make(map[string]bool, len(b.Items))
	for i, item := range b.Items {
		item.check(items.index(i), seen)
	}
	if len(list) > 0 {
		return &InvalidError{Problems: list}
	}
	return nil
}

func (it Item) check(at problems, seen map[string]bool) {
	var key string
	switch {
	case it.Op == OpPutNode && it.Node != nil:
		it.Node.check(at.in("node"))
		key = "n" + string(it.Node.ID)
	case it.Op == OpPutEdge && it.Edge != nil:
		it.Edge.check(at.in("edge"))
		key = "e" + string(it.Edge.ID)
	case it.Op == OpDeleteNode:
		checkIDAt(at.in("delete").in("node"), it.ID, false)
		key = "n" + string(it.ID)
	case it.Op == OpDeleteEdge:
		checkIDAt(at.in("delete").in("edge"), it.ID, true)
		if it.Relation == "" {
			at.in("delete").in("relation").add(CodeMissing)
		}
		key = "e" + string(it.ID)
	default:
		at.add(CodeUnknownOperation)
		return
	}
	if it.Expect != nil && *it.Expect < 0 {
		at.in("expect").add(CodeNegative)
	}
	if seen[key] {
		at.add(CodeRepeated, "id", key[1:])
	}
	seen[key] = true
}

func checkIDAt(at problems, id ID, edge bool) {
	if code := checkID(id, edge); code != "" {
		at.add(code, "value", string(id))
	}
}

func (n Node) check(at problems) {
	checkIDAt(at.in("id"), n.ID, false)
	if n.Kind == "" {
		at.in("kind").add(CodeMissing)
	} else if !isIdentifier(string(n.Kind), 'a', 'z') {
		at.in("kind").add(CodeBadName, "value", string(n.Kind))
	}
	if strings.TrimSpace(n.Name) == "" {
		at.in("name").add(CodeMissing)
	}
	checkText(at.in("name"), n.Name, MaxName)
	checkText(at.in("name_en"), n.NameEn, MaxName)
	if len(n.Aliases) > MaxList {
		at.in("aliases").add(CodeTooMany, "max", strconv.Itoa(MaxList))
	}
	for i, alias := range n.Aliases {
		checkText(at.in("aliases").index(i), alias, MaxName)
	}
	if n.Region != "" && !regionCode.MatchString(n.Region) {
		at.in("region").add(CodeBadRegion, "value", n.Region)
	}
	n.Common.check(at)
}

func (e Edge) check(at problems) {
	checkIDAt(at.in("id"), e.ID, true)
	if e.Relation == "" {
		at.in("relation").add(CodeMissing)
	} else if !isIdentifier(string(e.Relation), 'A', 'Z') {
		at.in("relation").add(CodeBadName, "value", string(e.Relation))
	}
	checkIDAt(at.in("from"), e.From, false)
	checkIDAt(at.in("to"), e.To, false)
	e.Common.check(at)
}

func (c Common) check(at problems) {
	if !c.ValidFrom.IsZero() && !c.ValidTo.IsZero() && c.ValidTo.Last() < c.ValidFrom.First() {
		at.in("valid_to").add(CodeDateOrder)
	}
	switch c.Visibility {
	case VisibilityPublic, VisibilityMembers, VisibilityParties:
	default:
		at.in("visibility").add(CodeUnknownTerm, "value", string(c.Visibility), "allowed", "public, members, parties")
	}
	if len(c.Sources) > MaxList {
		at.in("sources").add(CodeTooMany, "max", strconv.Itoa(MaxList))
	}
	for i, s := range c.Sources {
		s.check(at.in("sources").index(i))
	}
	if len(c.Properties) > MaxProperties {
		at.in("properties").add(CodeTooMany, "max", strconv.Itoa(MaxProperties))
	}
	for _, name := range c.Properties.Names() {
		checkValue(at.in("properties").in(name), name, c.Properties[name])
	}
}

func (s Source) check(at problems) {
	if strings.TrimSpace(s.Title) == "" && strings.TrimSpace(s.Address) == "" {
		at.add(CodeSourceEmpty)
	}
	checkText(at.in("title"), s.Title, MaxText)
	checkText(at.in("address"), s.Address, MaxText)
	// An address is shown as a link, so it must not be anything a browser would run.
	if s.Address != "" && !isWebAddress(s.Address) {
		at.in("address").add(CodeBadURL, "value", s.Address)
	}
	switch s.Confidence {
	case "", ConfidenceHigh, ConfidenceMedium, ConfidenceLow:
	default:
		at.in("confidence").add(CodeUnknownTerm, "value", string(s.Confidence), "allowed", "high, medium, low")
	}
}

// isWebAddress reports whether the text is an http or https address.
func isWebAddress(s string) bool {
	scheme, rest, found := strings.Cut(s, "://")
	return found && (scheme == "http" || scheme == "https") && rest != "" && rest[0] != '/'
}

func checkValue(at problems, name string, value any) {
	if !isIdentifier(name, 'a', 'z') {
		at.add(CodeBadName, "value", name)
	}
	switch v := value.(type) {
	case string:
		checkText(at, v, MaxText)
	case []string:
		checkLen(at, len(v))
		for i, s := range v {
			checkText(at.index(i), s, MaxText)
		}
	case float64:
		checkFinite(at, v)
	case []float64:
		checkLen(at, len(v))
		for i, f := range v {
			checkFinite(at.index(i), f)
		}
	case []int64:
		checkLen(at, len(v))
	case []bool:
		checkLen(at, len(v))
	case int64, bool:
	default:
		at.add(CodeWrongType, "want", "string, integer, number, boolean or a list of one of these", "have", fmt.Sprintf("%T", value))
	}
}

func checkLen(at problems, n int) {
	if n > MaxList {
		at.add(CodeTooMany, "max", strconv.Itoa(MaxList))
	}
}

func checkFinite(at problems, f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		at.add(CodeNotFinite)
	}
}

func checkText(at problems, s string, limit int) {
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, badControl):
		at.add(CodeBadText)
	case len(s) > limit && utf8.RuneCountInString(s) > limit:
		at.add(CodeTooLong, "max", strconv.Itoa(limit))
	}
}

func badControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
}
