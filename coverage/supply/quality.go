package supply

import (
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
)

// rating is what is recorded of a body's quality: a level, and grades by field.
type rating struct {
	level   float64
	levelBy QualityOrigin
	grades  [Fields]float64 // 0 for none
}

// rate reads the rating of a record off its properties and disciplines.
func (b *builder) rate(n snapshot.N, k graph.Kind, disciplines []disciplineLink) rating {
	r := rating{level: b.unrated, levelBy: QualityUnrated}
	if q, known := b.set.grade(b.v.Text(n, "level")); known {
		r.level, r.levelBy = q, QualityLevel
	} else if q, known := b.set.grade(levelOfType(k, b.v.Text(n, "type"))); known {
		r.level, r.levelBy = q, QualityType
	}
	for _, d := range disciplines {
		q, known := b.set.grade(d.grade)
		if !known {
			continue
		}
		for f, w := range b.mean.disciplines[d.discipline] {
			if w >= minDisciplineField {
				r.grades[f] = max(r.grades[f], q)
			}
		}
	}
	return r
}

// minDisciplineField is the least weight with which a discipline serves a field for its
// grade to speak of that field.
const minDisciplineField = 0.5

// levelOfType is the level that a type implies, "" for none.
func levelOfType(k graph.Kind, t string) string {
	switch k {
	case graph.KindPlatform:
		switch t {
		case "national_laboratory", "state_key_laboratory", "enterprise_state_key_laboratory":
			return "national"
		case "ministry_key_laboratory":
			return "ministry"
		case "provincial_laboratory", "provincial_key_laboratory":
			return "provincial"
		case "municipal_key_laboratory":
			return "municipal"
		}
	case graph.KindInstitute:
		switch t {
		case "state":
			return "national"
		case "provincial":
			return "provincial"
		}
	case graph.KindRDUnit:
		if t == "jitri" {
			return "provincial"
		}
	default:
	}
	return ""
}

// quality is that of a supply in a field (FieldUnknown: in none): the best grade of its
// own, else its own level, else the same of its body, else unrated.
func quality(own, body rating, f Field) (float64, QualityOrigin) {
	if f < FieldUnknown && own.grades[f] > 0 {
		return own.grades[f], QualityGrade
	}
	if own.levelBy != QualityUnrated {
		return own.level, own.levelBy
	}
	if f < FieldUnknown && body.grades[f] > 0 {
		return body.grades[f], QualityBodyGrade
	}
	if body.levelBy != QualityUnrated {
		return body.level, QualityBodyLevel
	}
	return own.level, QualityUnrated
}
