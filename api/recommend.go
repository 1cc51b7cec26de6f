package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"chuangmai/advise"
	"chuangmai/graph"
	"chuangmai/report"
)

// Recommend recommends in all groups.
func (h *handlers) Recommend(ctx context.Context, r RecommendRequestObject) (RecommendResponseObject, error) {
	answer, err := h.recommend(ctx, *r.Body, allGroups)
	return Recommend200JSONResponse{RecommendationsJSONResponse(answer)}, err
}

// RecommendPartners recommends whom to work with.
func (h *handlers) RecommendPartners(ctx context.Context, r RecommendPartnersRequestObject) (RecommendPartnersResponseObject, error) {
	answer, err := h.recommend(ctx, *r.Body, partnerGroups)
	return RecommendPartners200JSONResponse{RecommendationsJSONResponse(answer)}, err
}

// RecommendResources recommends what to use.
func (h *handlers) RecommendResources(ctx context.Context, r RecommendResourcesRequestObject) (RecommendResourcesResponseObject, error) {
	answer, err := h.recommend(ctx, *r.Body, resourceGroups)
	return RecommendResources200JSONResponse{RecommendationsJSONResponse(answer)}, err
}

// part is the part of the answer that an operation gives.
type part struct {
	groups []string
	kinds  []graph.Kind // only these; nil for all
}

// Which part each operation gives.
var (
	allGroups      = part{groups: []string{"do", "use", "ask", "join"}}
	partnerGroups  = part{groups: []string{"do", "ask", "join"}}
	resourceGroups = part{
		groups: []string{"do", "use"},
		kinds:  []graph.Kind{graph.KindService, graph.KindEquipment, graph.KindFacility, graph.KindPlatform},
	}
)

func (h *handlers) recommend(ctx context.Context, body RecommendationRequest, p part) (Recommendations, error) {
	c := callOf(ctx)
	query, err := h.query(c, body, p)
	if err != nil {
		return Recommendations{}, err
	}
	answer, err := h.advisor.Recommend(ctx, query, c.scope)
	if err != nil {
		return Recommendations{}, err
	}
	out := report.NewAnswer(answer, c.language)
	out.Next = c.nextHits(out, query.Offset)
	return out, nil
}

// nextHits returns the cursor of the next page of an answer's groups, "" when all of them
// have ended.
func (c *call) nextHits(a report.Answer, offset int) string {
	longest := 0
	for _, g := range a.Groups {
		if offset+len(g.Hits) < g.Total {
			longest = max(longest, len(g.Hits))
		}
	}
	if longest == 0 {
		return ""
	}
	return c.cursor(strconv.Itoa(offset + longest))
}

// query turns a request into a question and refuses what it cannot mean.
func (h *handlers) query(c *call, b RecommendationRequest, p part) (advise.Query, error) {
	c.question += "#" + digest(b)
	offset, err := c.offset(b.Cursor)
	if err != nil {
		return advise.Query{}, fail(codeInvalid).at("/cursor", codeBadCursor)
	}
	var wrong complaints
	if strings.TrimSpace(b.Text) == "" && b.Need == nil && b.Requester == "" && b.Profile.Industry == "" {
		wrong.at("", codeNothingAsked)
	}
	for i, g := range b.Groups {
		if !slices.Contains(p.groups, g) {
			wrong.at("/groups/"+strconv.Itoa(i), codeNotInThisGroup, "value", g, "allowed", strings.Join(p.groups, ", "))
		}
	}
	h.checkKinds(&wrong, "/kinds/", b.Kinds, p)
	h.checkKinds(&wrong, "/filter/kinds/", b.Filter.Kinds, p)
	if b.Need != nil {
		for i, k := range b.Need.Kinds {
			h.checkKind(&wrong, "/need/kinds/"+strconv.Itoa(i)+"/kind", k.Kind)
		}
	}
	q := advise.Query{
		Text: b.Text, Need: b.Need, Field: b.Field, Requester: b.Requester, Kinds: b.Kinds, Limit: b.Limit, Offset: offset,
		Profile: advise.Profile{City: b.Profile.City, Industry: b.Profile.Industry, Size: b.Profile.Size, SME: b.Profile.Sme},
		Filter: advise.Filter{
			Kinds: b.Filter.Kinds, Regions: b.Filter.Regions, Openness: b.Filter.Openness, FactsOnly: b.Filter.FactsOnly,
		},
		Groups: p.groups,
	}
	if len(b.Groups) > 0 {
		q.Groups = b.Groups
	}
	if len(q.Filter.Kinds) == 0 {
		q.Filter.Kinds = p.kinds
	}
	return q, wrong.as(codeInvalid)
}

func (h *handlers) checkKinds(wrong *complaints, under string, kinds []graph.Kind, p part) {
	for i, k := range kinds {
		at := under + strconv.Itoa(i)
		if h.checkKind(wrong, at, k) && p.kinds != nil && !slices.Contains(p.kinds, k) {
			wrong.at(at, codeNotAResource, "value", string(k), "allowed", joinKinds(p.kinds))
		}
	}
}

func (h *handlers) checkKind(wrong *complaints, at string, k graph.Kind) bool {
	if h.schema.Kind(k) == nil {
		wrong.at(at, graph.CodeUnknownKind, "value", string(k), "nearest", h.nearestKind(k))
		return false
	}
	return true
}

func joinKinds(kinds []graph.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// digest tells one request's body from another, whichever page of it is asked for.
func digest(b RecommendationRequest) string {
	b.Cursor, b.Limit = "", 0
	text, err := json.Marshal(b)
	if err != nil { // a body that was decoded can be encoded
		return err.Error()
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
