package advise

import (
	"errors"

	"chuangmai/graph"
	"chuangmai/need"
)

// Read reads a sentence into a need without answering it.
func (a *Advisor) Read(query Query, scope Scope) (need.Need, Meta, error) {
	s, release, err := a.begin(scope)
	if err != nil {
		return need.Need{}, Meta{}, err
	}
	defer release()
	n, err := s.read(query)
	return n, s.meta, err
}

// read reads the query's sentence and lays what was stated over it.
func (s *session) read(query Query) (need.Need, error) {
	var n need.Need
	if query.Text != "" {
		var err error
		n, err = s.net.Reader.Read(query.Text, need.Options{Today: graph.DateOf(s.clock()), Field: query.Field, City: query.Profile.City})
		if err != nil && (query.Need == nil || !errors.Is(err, need.ErrEmpty)) {
			return n, err
		}
	}
	if query.Need != nil {
		n = need.Merge(n, *query.Need)
		s.complete(&n)
	}
	return n, nil
}

// complete names what was stated by id alone and adds the disciplines and fields that
// stated capabilities imply.
func (s *session) complete(n *need.Need) {
	derive := len(n.Disciplines) == 0
	for i := range n.Capabilities {
		c := &n.Capabilities[i]
		if node, known := s.view.Lookup(c.ID); known {
			c.Name, c.NameEn = s.view.Name(node), s.view.NameEn(node)
		}
		if c.Weight <= 0 {
			c.Weight = 1
		}
		area, known := s.net.Words.Area(string(c.ID))
		if !known || !derive {
			continue
		}
		for _, d := range s.net.Words.AreaDisciplines(area) {
			n.Disciplines = addDiscipline(n.Disciplines, need.Discipline{
				ID: graph.ID(d.Discipline.ID), Name: d.Discipline.Name, NameEn: d.Discipline.NameEn,
				Weight: d.Weight * c.Weight, Reading: need.Reading{Confidence: c.Confidence},
			})
		}
	}
	for i := range n.Places {
		if place, known := s.net.Words.Place(n.Places[i].Code); known {
			n.Places[i].Name, n.Places[i].NameEn = place.Name, place.NameEn
		}
	}
}

func addDiscipline(list []need.Discipline, d need.Discipline) []need.Discipline {
	for i := range list {
		if list[i].ID == d.ID {
			list[i].Weight = max(list[i].Weight, d.Weight)
			return list
		}
	}
	return append(list, d)
}
