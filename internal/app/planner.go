package app

import (
	"chuangmai/configs"
	"chuangmai/coverage/supply"
	"chuangmai/planner"
)

// plannerSettings are the numbers of planning among the settings.
func plannerSettings(s configs.Settings) planner.Settings {
	c := s.Coverage
	return planner.Settings{Supply: supply.Settings{
		Grades: c.Grades, ReachKm: c.ReachKm, Open: c.Open, MinShare: c.MinShare, StaleDays: c.StaleDays, FarKm: c.FarKm, CapacityHours: c.CapacityHours,
	}}
}
