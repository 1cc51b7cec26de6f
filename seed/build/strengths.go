package main

import (
	"regexp"
	"strings"
)

// strength is one statement of what a school is strong in.
type strength struct {
	of                           *body
	words                        string // discipline or field by name
	evidence, grade, round, note string
	sources                      []source
}

// evidences maps the collected kinds of evidence to the schema's; a kind without an
// entry never makes a discipline.
var evidences = map[string]struct{ code, round string }{
	"fourth_round_A":             {"fourth_round", "第四轮(2017)"},
	"fourth_round_B":             {"fourth_round", "第四轮(2017)"},
	"fourth_round_C":             {"fourth_round", "第四轮(2017)"},
	"fifth_round_announced":      {"fifth_round", "第五轮(学校公布)"},
	"double_first_class_2022":    {"double_first_class", "第二轮(2022)"},
	"provincial_peak_discipline": {"peak_discipline", ""},
	"national_key_discipline":    {"key_discipline", ""},
	"esi_top":                    {"esi", ""},
	"world_subject_ranking_2022": {"world_ranking", "2022"},
	"school_type":                {"school", ""},
}

var letterGrade = regexp.MustCompile(`^[ABC][+-]?`)

func (w *world) addStrengths(shared string) error {
	rows, err := readCSV(shared, "jiangsu/university_strengths.csv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		school := w.find(r["university"])
		if school == nil {
			w.fail("no school %q", r["university"])
			continue
		}
		e := evidences[r["evidence_kind"]]
		s := strength{of: school, words: r["discipline_or_field"], evidence: e.code, round: e.round, sources: rowSources(r)}
		level := r["level_or_grade"]
		switch s.evidence {
		case "fourth_round", "fifth_round":
			s.grade = letterGrade.FindString(level)
			if s.grade != level { // "A类", "A档" are no grades of the scale
				s.note = level
			}
		case "double_first_class", "school", "esi":
		case "":
			if s.words == "" {
				s.words = level + "(2021)" // of the whole school
			}
		default:
			s.round = strings.TrimSpace(strings.Join([]string{s.round, level}, " "))
		}
		if strings.HasPrefix(r["note"], "单一转录") {
			s.note = "单一转录"
		}
		w.extra = append(w.extra, s)
	}
	return nil
}
