package app

import (
	"fmt"
	"math/rand/v2"

	"chuangmai/graph"
	"chuangmai/lexicon"
	"chuangmai/link"
	"chuangmai/seed"
)

// VocabularyItems returns the nodes every network starts with: fields, stages, disciplines
// and the capability areas of the lexicon, and the edges among them.
func VocabularyItems(lex *lexicon.Lexicon) []graph.Item {
	source := seed.VocabularySource{Version: lex.Version()}
	disciplines := make(map[string]graph.ID)
	for _, d := range lex.DisciplineList() {
		disciplines[d.Name] = graph.ID(d.ID)
		source.Disciplines = append(source.Disciplines, seed.Discipline{ID: graph.ID(d.ID), Name: d.Name, NameEn: d.NameEn, Standard: "学位授予和人才培养学科目录"})
	}
	areas := make(map[string]graph.ID)
	for _, a := range lex.Areas() {
		areas[a.Name] = graph.ID(a.ID)
	}
	for _, a := range lex.Areas() {
		area := seed.Area{ID: graph.ID(a.ID), Name: a.Name, NameEn: a.NameEn, AlsoCalled: a.AlsoCalled, Field: graph.ID("field:" + a.Field)}
		for _, name := range a.Disciplines {
			if id, known := disciplines[name]; known {
				area.Disciplines = append(area.Disciplines, id)
			}
		}
		for _, name := range a.Related {
			if id, known := areas[name]; known {
				area.Related = append(area.Related, id)
			}
		}
		for _, code := range a.Stages {
			area.Stages = append(area.Stages, graph.ID("stage:"+code))
		}
		source.Areas = append(source.Areas, area)
	}
	return seed.Vocabulary(source)
}

// sampleSeed fixes the made-up part of the sample.
const sampleSeed = 2026

// SampleItems returns the sample network without the vocabulary and without derived
// links: real facts and, unless factsOnly, the made-up part.
func SampleItems(lex *lexicon.Lexicon, factsOnly bool) ([]graph.Item, error) {
	items, err := seed.Facts(func(name string) (graph.ID, bool) {
		d, known := lex.DisciplineByName(name)
		if !known {
			return "", false
		}
		return graph.ID(d.ID), true
	})
	if err != nil || factsOnly {
		return items, err
	}
	made, err := seed.Synthetic(rand.New(rand.NewPCG(sampleSeed, sampleSeed))) //nolint:gosec // made-up data wants a fixed sequence
	if err != nil {
		return nil, fmt.Errorf("made-up part of the sample: %w", err)
	}
	return append(items, made...), nil
}

// DerivedItems returns the links that the linker reads in the nodes among items.
func DerivedItems(linker *link.Linker, items []graph.Item) []graph.Item {
	var out []graph.Item
	for _, it := range items {
		if it.Op != graph.OpPutNode {
			continue
		}
		for _, e := range linker.Edges(it.Node) {
			out = append(out, graph.Item{Op: graph.OpPutEdge, Edge: &e})
		}
	}
	return out
}
