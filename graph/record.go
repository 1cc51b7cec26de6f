package graph

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// Kind names what a node is, for example [KindCenter]. Sub-types are a property
// "type", never a second kind.
type Kind string

// ClassifyingKinds returns the kinds that hold no records of their own but say what records are about.
func ClassifyingKinds() []Kind { return []Kind{KindField, KindStage, KindDiscipline, KindCapability} }

// Classifies reports whether k is one of [ClassifyingKinds].
func (k Kind) Classifies() bool { return slices.Contains(ClassifyingKinds(), k) }

// Relation names what an edge says, for example [RelHasCapability].
type Relation string

// Visibility says who may see a record.
type Visibility string

// The visibilities, from the widest to the narrowest circle.
const (
	VisibilityPublic  Visibility = "public"
	VisibilityMembers Visibility = "members"
	VisibilityParties Visibility = "parties"
)

// Confidence grades a source.
type Confidence string

// The grades of confidence.
const (
	ConfidenceHigh   Confidence = "high"
	ConfidenceMedium Confidence = "medium"
	ConfidenceLow    Confidence = "low"
)

// Source says where a record comes from. One of Title and Address is present.
// A mirror is a copy on a domain that is not the publisher's: evidence, never a link.
type Source struct {
	Title      string     `json:"title,omitempty"`
	Address    string     `json:"address,omitempty"`
	Seen       Date       `json:"seen,omitzero"`
	Confidence Confidence `json:"confidence,omitempty"`
	Mirror     bool       `json:"mirror,omitempty"`
}

// Common is what nodes and edges share.
type Common struct {
	// ValidFrom and ValidTo bound the record's validity in the real world, both
	// inclusive and as precise as known; zero means open on that side.
	ValidFrom Date `json:"valid_from,omitzero"`
	ValidTo   Date `json:"valid_to,omitzero"`
	// Sources are in the order given, at least one on a stored record.
	Sources []Source `json:"sources,omitempty"`
	// Visibility is [VisibilityPublic] unless stated.
	Visibility Visibility `json:"visibility,omitempty"`
	// Synthetic marks a made-up record of the sample.
	Synthetic  bool       `json:"synthetic,omitempty"`
	Properties Properties `json:"properties,omitempty"`
	// Version counts the changes of this record from 1; a store sets it.
	Version int64 `json:"version,omitempty"`
	// Revision is that of the last change of this record; a store sets it.
	Revision Revision `json:"revision,omitempty"`
}

// Node is a thing or body of the network.
type Node struct {
	ID      ID       `json:"id"`
	Kind    Kind     `json:"kind"`
	Name    string   `json:"name"`
	NameEn  string   `json:"name_en,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	// Region is a GB/T 2260 code of six digits (city or county) or a NUTS code; "" when
	// not recorded.
	Region string `json:"region,omitempty"`
	Common
}

// Edge is one fact that joins two nodes. Parallel edges are allowed: two
// collaborations between the same two bodies are two edges.
type Edge struct {
	ID       ID       `json:"id,omitempty"`
	Relation Relation `json:"relation"`
	From     ID       `json:"from"`
	To       ID       `json:"to"`
	Common
}

// edgeHashDigits is the length of the hash in a generated edge id: 60 bits, which
// the picture of the network keeps as one number.
const edgeHashDigits = 15

// GenerateID returns the id of an edge that was given none: its relation in lower
// case and a hash of its ends, validity and properties. Equal edges get equal ids.
func (e Edge) GenerateID() ID {
	props, err := e.Properties.MarshalJSON()
	if err != nil { // an unwritable value is refused by validation
		props = []byte(err.Error())
	}
	var text bytes.Buffer
	for _, part := range []string{string(e.Relation), string(e.From), string(e.To), e.ValidFrom.String(), e.ValidTo.String()} {
		text.WriteString(part)
		text.WriteByte(0)
	}
	json.HTMLEscape(&text, props)
	sum := sha256.Sum256(text.Bytes())
	return ID(strings.ToLower(string(e.Relation)) + ":" + hex.EncodeToString(sum[:])[:edgeHashDigits])
}

// Label returns the name in the asked language ("en" or "zh"); a node without an
// English name shows its Chinese one.
func (n Node) Label(lang string) string {
	if lang == "en" && n.NameEn != "" {
		return n.NameEn
	}
	return n.Name
}
