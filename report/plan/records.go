package plan

import (
	"chuangmai/advise"
	"chuangmai/coverage"
	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/planner"
	"chuangmai/report"
)

// Records is [planner.RecordsAnswer] with its words: one page of the records behind a
// number.
type Records struct {
	Region       MatrixRegion `json:"region"`
	Column       MatrixColumn `json:"column"`
	Measure      string       `json:"measure"`
	MeasureLabel string       `json:"measure_label"`
	Total        int          `json:"total"`
	Items        []Record     `json:"items"`
	// Sum, Basis and Points are there for the index: what the addends sum to, and the
	// reference points with their weights.
	Sum    *float64      `json:"sum,omitempty"`
	Basis  string        `json:"basis,omitempty"`
	Points []RecordPoint `json:"points,omitempty"`
	// Next leads to the next page, "" for none.
	Next string `json:"next,omitempty"`
	advise.Meta
}

// RecordPoint is a reference point of a region's index.
type RecordPoint struct {
	Region MatrixRegion `json:"region"`
	Weight float64      `json:"weight"`
	Firms  int32        `json:"firms"`
	Index  float64      `json:"index"`
}

// Named is a record with its names.
type Named struct {
	ID        graph.ID   `json:"id"`
	Kind      graph.Kind `json:"kind"`
	KindLabel string     `json:"kind_label"`
	Name      string     `json:"name"`
	NameEn    string     `json:"name_en,omitempty"`
	Label     string     `json:"label"`
	Synthetic bool       `json:"synthetic"`
}

// Record is one record behind a number.
type Record struct {
	Named
	Region MatrixRegion `json:"region"`
	// Supply is there for supplies.
	Supply *RecordSupply `json:"supply,omitempty"`
	// Addend is there for the index.
	Addend *RecordAddend `json:"addend,omitempty"`
}

// RecordSupply is what a supply is counted with.
type RecordSupply struct {
	Body         *Named          `json:"body"`
	PlaceFrom    string          `json:"place_from"`
	Parts        []RecordPart    `json:"parts"`
	Openness     float64         `json:"openness"`
	OpenState    string          `json:"open_state"`
	OpenFrom     string          `json:"open_from"`
	OpenLabel    string          `json:"open_label"`
	Fresh        graph.Date      `json:"fresh,omitzero"`
	Stale        bool            `json:"stale"`
	Quality      float64         `json:"quality"`
	QualityBy    string          `json:"quality_by"`
	Capabilities []RecordAbility `json:"capabilities"`
}

// RecordPart is what a supply is in one field.
type RecordPart struct {
	Field      string   `json:"field"`
	FieldLabel string   `json:"field_label"`
	Share      float64  `json:"share"`
	Stages     []string `json:"stages"`
	Quality    float64  `json:"quality"`
	QualityBy  string   `json:"quality_by"`
	// Read: the field was only read from the record's name and words.
	Read bool `json:"read"`
}

// RecordAbility is a capability of a supply.
type RecordAbility struct {
	Named
	Weight float64 `json:"weight"`
	Read   bool    `json:"read"`
}

// RecordAddend is one product of the index: weight x quality x openness x decay = value.
type RecordAddend struct {
	Point        MatrixRegion `json:"point"`
	Weight       float64      `json:"weight"`
	Quality      float64      `json:"quality"`
	QualityBy    string       `json:"quality_by"`
	QualityLabel string       `json:"quality_label"`
	Openness     float64      `json:"openness"`
	OpenFrom     string       `json:"open_from"`
	OpenLabel    string       `json:"open_label"`
	Km           float64      `json:"km"`
	ReachKm      float64      `json:"reach_km"`
	Decay        float64      `json:"decay"`
	Value        float64      `json:"value"`
	Read         bool         `json:"read"`
}

// NewRecords words the page of records that begins at offset.
func NewRecords(a planner.RecordsAnswer, offset, limit int, l report.Language) Records {
	w := words{a.Inventory, l}
	out := Records{
		Region: w.region(a.Region), Column: w.column(a.Column), Measure: a.Measure, MeasureLabel: w.say("coverage.measure." + a.Measure),
		Items: []Record{}, Meta: a.Meta,
	}
	if e := a.Explanation; e != nil {
		out.Total, out.Sum, out.Basis = len(e.Addends), &e.Index, e.Basis
		out.Points = w.points(e.Points)
		for _, add := range page(e.Addends, offset, limit) {
			out.Items = append(out.Items, w.addend(add))
		}
		return out
	}
	out.Total = len(a.IDs)
	for _, id := range page(a.IDs, offset, limit) {
		out.Items = append(out.Items, w.record(id))
	}
	return out
}

func page[T any](list []T, offset, limit int) []T {
	from := min(max(0, offset), len(list))
	return list[from:min(len(list), from+max(0, limit))]
}

func (w words) points(list []coverage.PointPart) []RecordPoint {
	out := make([]RecordPoint, len(list))
	for i, p := range list {
		out[i] = RecordPoint{w.region(p.Place), p.Weight, p.Firms, p.Index}
	}
	return out
}

// named names a node; an id that the view does not have stands for itself.
func (w words) named(id graph.ID) Named {
	n, known := w.inv.View.Lookup(id)
	if !known {
		return Named{ID: id, Name: string(id), Label: string(id)}
	}
	v := w.inv.View
	out := Named{ID: id, Kind: v.Kind(n), KindLabel: kindName(v.Kind(n), w.l.Lang), Name: v.Name(n), NameEn: v.NameEn(n), Synthetic: v.Synthetic(n)}
	out.Label = out.Name
	if w.l.Lang != "zh" && out.NameEn != "" {
		out.Label = out.NameEn
	}
	return out
}

func (w words) record(id graph.ID) Record {
	out := Record{Named: w.named(id)}
	n, known := w.inv.View.Lookup(id)
	if !known {
		return out
	}
	if s, is := w.inv.At(n); is {
		out.Region, out.Supply = w.region(s.Place), w.supply(s)
		return out
	}
	at, _ := w.inv.Regions.Locate(w.inv.View.Region(n))
	out.Region = w.region(at)
	return out
}

func (w words) supply(s *supply.Supply) *RecordSupply {
	out := &RecordSupply{
		PlaceFrom: s.PlaceFrom.String(), Parts: []RecordPart{}, Openness: s.Openness, OpenState: s.OpenState.String(), OpenFrom: s.OpenFrom.String(),
		OpenLabel: w.say("coverage.open." + s.OpenState.String()), Quality: s.Quality, QualityBy: s.QualityBy.String(), Capabilities: []RecordAbility{},
	}
	if s.Body != supply.NoNode {
		body := w.named(w.inv.View.ID(s.Body))
		out.Body = &body
	}
	if age, dated := supply.Age(s.Fresh, w.inv.View.Day()); dated {
		out.Fresh, out.Stale = s.Fresh.Date(), age > w.inv.Settings.StaleDays
	}
	for _, p := range s.Parts {
		code := coverage.FieldCodes()[p.Field]
		out.Parts = append(out.Parts, RecordPart{
			Field: code, FieldLabel: w.field(code), Share: widen(p.Share), Stages: stageCodes(p.Stages), Quality: p.Quality, QualityBy: p.QualityBy.String(), Read: p.Read,
		})
	}
	for _, a := range s.Abilities {
		out.Capabilities = append(out.Capabilities, RecordAbility{w.named(w.inv.View.ID(a.Capability)), widen(a.Weight), a.Read})
	}
	return out
}

func stageCodes(set supply.StageSet) []string {
	out := []string{}
	for i, code := range coverage.StageCodes() {
		if set.Has(i) {
			out = append(out, code)
		}
	}
	return out
}

// widen gives a figure that is kept in half the room the digits it was written with.
func widen(x float32) float64 { return float64(int64(float64(x)*1e6+0.5)) / 1e6 }

func (w words) addend(a coverage.Addend) Record {
	return Record{
		Named: w.named(a.ID), Region: w.region(a.From),
		Addend: &RecordAddend{
			Point: w.region(a.Point), Weight: a.Weight, Quality: a.Quality, QualityBy: a.QualityBy.String(), QualityLabel: w.say("coverage.quality." + a.QualityBy.String()),
			Openness: a.Openness, OpenFrom: a.OpenFrom.String(), OpenLabel: w.say("coverage.open_from." + a.OpenFrom.String()),
			Km: a.Km, ReachKm: a.Reach, Decay: supply.Decay(a.Km, a.Reach), Value: a.Value, Read: a.Read,
		},
	}
}
