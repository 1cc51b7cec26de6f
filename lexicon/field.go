package lexicon

// Field is one of the six technology fields.
type Field struct {
	// Code is the stable name: [FieldInformation] and so on.
	Code string
	// Name and NameEn are what people read.
	Name, NameEn string
}

// Codes of the six technology fields.
const (
	FieldInformation       = "information"
	FieldBiomedicine       = "biomedicine"
	FieldManufacturing     = "manufacturing"
	FieldEnergyEnvironment = "energy_environment"
	FieldMaterials         = "materials"
	FieldFrontier          = "frontier"
)

// fields is the fixed table, in the order lists show them. The further spellings are how records and people call them.
var fields = [...]struct {
	Field
	spellings []string
}{
	{
		Field{FieldInformation, "信息技术", "information technology"},
		[]string{"信息技术", "新一代信息技术", "电子信息", "信息产业", "information technology"},
	},
	{
		Field{FieldBiomedicine, "生物医药", "biomedicine"},
		[]string{"生物医药", "生物与新医药", "生物技术", "医药健康", "大健康", "生命健康", "biomedicine"},
	},
	{
		Field{FieldManufacturing, "装备制造", "equipment manufacturing"},
		[]string{"装备制造", "先进制造", "高端装备", "智能制造", "高端制造", "equipment manufacturing", "advanced manufacturing"},
	},
	{
		Field{FieldEnergyEnvironment, "能源环境", "energy and environment"},
		[]string{"能源环境", "新能源", "节能环保", "环境保护", "资源环境", "energy and environment", "new energy"},
	},
	{
		Field{FieldMaterials, "新材料", "new materials"},
		[]string{"新材料", "先进材料", "材料科学", "new materials", "advanced materials"},
	},
	{
		Field{FieldFrontier, "前瞻技术", "frontier technology"},
		[]string{"前瞻技术", "前沿技术", "未来产业", "未来技术", "frontier technology", "frontier technologies"},
	},
}

// Fields returns the six technology fields in their fixed order.
func Fields() []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = f.Field
	}
	return out
}

// FieldByCode returns the field with that code.
func FieldByCode(code string) (Field, bool) {
	for _, f := range fields {
		if f.Code == code {
			return f.Field, true
		}
	}
	return Field{}, false
}

// FieldByName returns the field called so in Chinese or English, in any spelling that records use.
func FieldByName(name string) (Field, bool) {
	name = Fold(name)
	for _, f := range fields {
		if name == f.Code || name == f.Name || name == f.NameEn {
			return f.Field, true
		}
		for _, s := range f.spellings {
			if name == s {
				return f.Field, true
			}
		}
	}
	return Field{}, false
}

// stages maps the innovation-chain stages as the vocabulary writes them to their codes.
var stages = map[string]string{
	"应用基础研究": "applied_basic_research",
	"源头技术创新": "source_innovation",
	"中试熟化":   "pilot_maturation",
	"应用技术开发": "applied_development",
	"转移转化":   "transfer",
	"产业化":    "industrialisation",
	"孵化":     "incubation",
}
