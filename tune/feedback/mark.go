package feedback

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"chuangmai/graph"
	"chuangmai/need"
)

// What a mark says of a hit.
const (
	Suitable    = "suitable"
	NotSuitable = "not_suitable"
)

// Why a hit does not suit.
const (
	ReasonOtherField = "other_field" // it works on something else
	ReasonCannot     = "cannot_do"   // the field is right, but it cannot do this
	ReasonTooFar     = "too_far"
	ReasonNotOpen    = "not_open"      // it does not take outside work
	ReasonTooDear    = "too_dear"      // beyond the budget
	ReasonKnown      = "already_known" // nothing new to whom asks
	ReasonConflict   = "conflict"      // a competitor, or interests that collide
	ReasonOutdated   = "outdated"      // what is recorded no longer holds
	ReasonOther      = "other"         // said in the mark's own words
)

// Reasons are all reasons, in the order in which they are offered.
func Reasons() []string {
	return []string{
		ReasonOtherField, ReasonCannot, ReasonTooFar, ReasonNotOpen, ReasonTooDear, ReasonKnown, ReasonConflict, ReasonOutdated, ReasonOther,
	}
}

// OfRanking reports whether a reason speaks against ranking the hit high for the question.
// A hit that is known already, in conflict or wrongly recorded was found well.
func OfRanking(reason string) bool {
	return !slices.Contains([]string{ReasonKnown, ReasonConflict, ReasonOutdated}, reason)
}

// Mark is what was said of a hit. At least one of Text, Need and Requester says what was
// asked.
type Mark struct {
	ID graph.ID // of the node that keeps it
	// Text is the sentence that was asked, Need what was read from it or stated instead.
	Text string
	Need *need.Need
	// Requester is the body that asked, "" when nobody said.
	Requester graph.ID
	Hit       graph.ID
	Verdict   string
	// Reason is one of [Reasons], "" for a hit that suits; Because says it in own words.
	Reason  string
	Because string
	Day     graph.Date
}

// Question is equal for marks of one question: the same words, need and requester. Blanks
// and capital letters do not count.
func (m Mark) Question() string {
	h := sha256.New()
	for _, part := range []string{strings.ToLower(strings.Join(strings.Fields(m.Text), " ")), needText(m.Need), string(m.Requester)} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// needText is a need as it is kept: without the places it was read from, as these are said
// by the text.
func needText(n *need.Need) string {
	if n == nil {
		return ""
	}
	short := *n
	short.Text, short.Unread = "", nil
	short.Capabilities = slices.Clone(short.Capabilities)
	for i := range short.Capabilities {
		short.Capabilities[i].Spans = nil
	}
	short.Terms = slices.Clone(short.Terms)
	for i := range short.Terms {
		short.Terms[i].Spans = nil
	}
	short.Disciplines = slices.Clone(short.Disciplines)
	for i := range short.Disciplines {
		short.Disciplines[i].Spans = nil
	}
	data, err := json.Marshal(short)
	if err != nil { // every number of a need is finite
		return err.Error()
	}
	return string(data)
}
