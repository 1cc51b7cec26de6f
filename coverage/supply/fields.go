package supply

import (
	"cmp"
	"slices"

	"chuangmai/graph"
)

// evidence gathers what speaks for each field while a record is read.
type evidence struct {
	weight [Fields]float32
	stages [Fields]StageSet
	stated [Fields]bool
	rest   StageSet // stages of capabilities without a field
}

// take adds a capability.
func (ev *evidence) take(a ability, weight float32, read bool) {
	if a.field >= FieldUnknown {
		ev.rest |= a.stages
		return
	}
	ev.weight[a.field] += weight
	ev.stages[a.field] |= a.stages
	ev.stated[a.field] = ev.stated[a.field] || !read
}

// meanings reads fields, stages and capabilities: a stated field (IN_FIELD) weighs 1, a
// capability its weight, a stated discipline the weight with which it serves a field. Its
// own stage, where it states one, holds in all of its fields; an incubator stands at the
// stage of incubation.
func (p *portion) meanings(s *Supply, l *links, own, body rating) {
	var ev evidence
	for _, a := range l.capabilities {
		if int(a.Capability) < len(p.mean.abilities) {
			ev.take(p.mean.abilities[a.Capability], a.Weight, a.Read)
		}
	}
	if len(l.capabilities) > 0 {
		s.Abilities = p.able.keep(l.capabilities)
		slices.SortFunc(s.Abilities, func(a, b Ability) int { return cmp.Compare(a.Capability, b.Capability) })
	}
	for _, f := range l.fields {
		ev.weight[f.field]++
		ev.stated[f.field] = ev.stated[f.field] || !f.read
	}
	for _, d := range l.disciplines {
		if d.read {
			continue // read from the same words as the capabilities
		}
		for f, w := range p.mean.disciplines[d.discipline] {
			if w >= minDisciplineField {
				ev.weight[f] += w
				ev.stated[f] = true
			}
		}
	}
	stages := l.stages
	if stages == 0 && s.Kind == graph.KindIncubator {
		stages = 1 << (Stages - 1)
	}
	s.ReadStages = stages == 0
	p.fill(s, &ev, stages, own, body)
}

func (p *portion) fill(s *Supply, ev *evidence, own StageSet, rated, body rating) {
	var sum float32
	for _, w := range ev.weight {
		sum += w
	}
	var parts [Fields]Part
	found := parts[:0]
	for f, w := range ev.weight {
		if w == 0 || w/sum < float32(p.set.MinShare) {
			continue
		}
		part := Part{Field: Field(f), Share: w / sum, Stages: ev.stages[f], Read: !ev.stated[f]}
		if own != 0 {
			part.Stages = own
		}
		part.Quality, part.QualityBy = quality(rated, body, part.Field)
		s.Stages |= part.Stages
		found = append(found, part)
	}
	if len(found) > 0 {
		s.Parts = p.parts.keep(found)
		return
	}
	s.Stages = ev.rest
	if own != 0 {
		s.Stages = own
	}
}

// arena keeps many short lists in few blocks.
type arena[T any] struct{ free []T }

const arenaBlock = 16384

// keep returns a copy of a list that is not empty.
func (a *arena[T]) keep(list []T) []T {
	if len(a.free) < len(list) {
		a.free = make([]T, max(arenaBlock, len(list)))
	}
	out := a.free[:len(list):len(list)]
	a.free = a.free[len(list):]
	copy(out, list)
	return out
}
