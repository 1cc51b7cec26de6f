package supply

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"chuangmai/graph"
)

// Settings are the numbers that quality, openness and reach are taken from. All of them
// are judgements of this project, none stands in the founding texts.
type Settings struct {
	// Grades are qualities in [0, 1] by discipline grade in lower case (a+ … c-), by level
	// (national, ministry, provincial, municipal, local), and "unrated".
	Grades map[string]float64
	// ReachKm is the distance in km over which the worth of a supply of a kind falls to
	// 1/e, by kind of node; "other" for kinds without an entry.
	ReachKm map[string]float64
	// Open are the values in [0, 1] of what is recorded of opening, by state: usable,
	// accessible, unknown, inside, closed.
	Open map[string]float64
	// MinShare is the least share of a supply's weight in a field with which it counts there.
	MinShare float64
	// StaleDays is the age in days beyond which a record counts as stale.
	StaleDays int
	// FarKm is the distance in km beyond which a supply is too far to serve a place.
	FarKm float64
	// CapacityHours is the hours a year that an instrument could run.
	CapacityHours float64
}

// Unrated is the key of the quality of what has no grade and no level.
const Unrated = "unrated"

// OtherKinds is the key of the reach of kinds without one of their own.
const OtherKinds = "other"

// DefaultSettings returns the numbers that the built-in settings file has.
func DefaultSettings() Settings {
	return Settings{
		Grades: map[string]float64{
			"a+": 1, "a": 0.95, "a-": 0.9, "b+": 0.8, "b": 0.75, "b-": 0.7, "c+": 0.6, "c": 0.55, "c-": 0.5,
			"national": 0.9, "ministry": 0.8, "provincial": 0.7, "municipal": 0.55, "local": 0.5, Unrated: 0.4,
		},
		ReachKm: map[string]float64{
			"university": 120, "institute": 100, string(graph.KindCenter): 100, "rd_unit": 80, "platform": 80, "joint_lab": 80, "consortium": 120,
			"enterprise": 80, "incubator": 30, "talent": 100, "team": 100, "equipment": 50, "facility": 80, "service": 80, "result": 200,
			OtherKinds: 80,
		},
		Open:     map[string]float64{"usable": 1, "accessible": 0.8, "unknown": 0.5, "inside": 0.1, "closed": 0},
		MinShare: 0.15, StaleDays: 1095, FarKm: 100, CapacityHours: 1600,
	}
}

// GradeKeys are the entries that Grades must have.
func GradeKeys() []string {
	return []string{"a+", "a", "a-", "b+", "b", "b-", "c+", "c", "c-", "national", "ministry", "provincial", "municipal", "local", Unrated}
}

// Check reports every entry that is missing or cannot work.
func (s Settings) Check() error {
	var errs []error
	unit := func(table string, values map[string]float64, keys []string) {
		for _, key := range keys {
			if _, there := values[key]; !there {
				errs = append(errs, fmt.Errorf("%s: no value for %s", table, key))
			}
		}
		for key, v := range values {
			if !(v >= 0 && v <= 1) {
				errs = append(errs, fmt.Errorf("%s: %s must lie between 0 and 1", table, key))
			}
		}
	}
	unit("grades", s.Grades, GradeKeys())
	unit("open", s.Open, []string{"usable", "accessible", "unknown", "inside", "closed"})
	if _, there := s.ReachKm[OtherKinds]; !there {
		errs = append(errs, fmt.Errorf("reach: no value for %s", OtherKinds))
	}
	for key, v := range s.ReachKm {
		if !(v > 0) || math.IsInf(v, 0) {
			errs = append(errs, fmt.Errorf("reach: %s must be above 0", key))
		}
	}
	if !(s.MinShare >= 0 && s.MinShare <= 0.5) {
		errs = append(errs, errors.New("min_share: must lie between 0 and 0.5"))
	}
	if s.StaleDays <= 0 || !(s.FarKm > 0) || !(s.CapacityHours > 0) {
		errs = append(errs, errors.New("stale_days, far_km, capacity_hours: must be above 0"))
	}
	return errors.Join(errs...)
}

// Reach returns the distance in km over which the worth of a supply of the kind falls to 1/e.
func (s Settings) Reach(k graph.Kind) float64 {
	if km, there := s.ReachKm[string(k)]; there {
		return km
	}
	return s.ReachKm[OtherKinds]
}

// grade returns the quality of a grade or level, whatever its case.
func (s Settings) grade(word string) (float64, bool) {
	v, there := s.Grades[strings.ToLower(word)]
	return v, there && word != "" && word != Unrated
}
