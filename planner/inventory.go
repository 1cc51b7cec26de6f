package planner

import (
	"sync"

	"chuangmai/coverage/supply"
	"chuangmai/graph"
	"chuangmai/graph/snapshot"
	"chuangmai/lexicon"
)

// inventories keeps what was read of the current picture, by day and audience: several
// questions about one date read it once. A newer picture drops all of it.
type inventories struct {
	mu      sync.Mutex
	picture *snapshot.Picture
	words   *lexicon.Lexicon
	regions *supply.Regions
	kept    []*kept // the latest used last
}

type kept struct {
	day      graph.Day
	audience snapshot.Audience
	read     func() *supply.Inventory
}

// maxKept is how many dates and audiences are kept: a comparison takes two.
const maxKept = 4

func (c *inventories) of(v snapshot.View, words *lexicon.Lexicon, set supply.Settings) *supply.Inventory {
	return c.entry(v, words, set).read()
}

// tree returns the tree of regions of a lexicon.
func (c *inventories) tree(words *lexicon.Lexicon) *supply.Regions {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.treeOf(words)
}

// treeOf is tree for those who hold the lock.
func (c *inventories) treeOf(words *lexicon.Lexicon) *supply.Regions {
	if c.words != words || c.regions == nil {
		c.words, c.regions, c.kept = words, supply.NewRegions(words), nil
	}
	return c.regions
}

func (c *inventories) entry(v snapshot.View, words *lexicon.Lexicon, set supply.Settings) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	regions := c.treeOf(words)
	if c.picture != v.Picture() {
		c.picture, c.kept = v.Picture(), nil
	}
	for i, k := range c.kept {
		if k.day == v.Day() && k.audience == v.Audience() {
			c.kept = append(append(c.kept[:i:i], c.kept[i+1:]...), k)
			return k
		}
	}
	k := &kept{v.Day(), v.Audience(), sync.OnceValue(func() *supply.Inventory { return supply.Build(v, words, regions, set) })}
	c.kept = append(c.kept, k)
	if len(c.kept) > maxKept {
		c.kept = append([]*kept(nil), c.kept[1:]...)
	}
	return k
}
