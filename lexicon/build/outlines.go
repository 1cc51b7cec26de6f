package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// topology is the part of a TopoJSON file that is read: quantised arcs and the polygons made of them.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]float64 `json:"arcs"`
	Objects map[string]struct {
		Geometries []struct {
			Type       string          `json:"type"`
			Arcs       json.RawMessage `json:"arcs"`
			Properties struct {
				ID string `json:"id"`
			} `json:"properties"`
		} `json:"geometries"`
	} `json:"objects"`
}

// outlines returns the centre of the largest outer ring of each prefecture and province.
func (b *builder) outlines() (map[string]point, error) {
	raw, err := os.ReadFile(filepath.Join(b.shared, "region-china", "cn-atlas.topo.json"))
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	points := map[string]point{}
	for _, layer := range []string{"prefectures", "provinces"} {
		for _, g := range t.Objects[layer].Geometries {
			polygons, err := polygons(g.Type, g.Arcs)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", g.Properties.ID, err)
			}
			var best float64
			for _, rings := range polygons {
				if len(rings) == 0 {
					continue
				}
				if centre, size := centroid(t.ring(rings[0])); size > best {
					best, points[g.Properties.ID] = size, centre
				}
			}
		}
	}
	if len(points) < 300 {
		return nil, fmt.Errorf("only %d outlines read", len(points))
	}
	return points, nil
}

func polygons(kind string, arcs json.RawMessage) (polygons [][][]int, err error) {
	switch kind {
	case "Polygon":
		polygons = make([][][]int, 1)
		return polygons, json.Unmarshal(arcs, &polygons[0])
	case "MultiPolygon":
		return polygons, json.Unmarshal(arcs, &polygons)
	}
	return nil, fmt.Errorf("geometry %q", kind)
}

// ring joins arcs (a negative number ~n means arc n backwards) into longitudes and latitudes.
func (t *topology) ring(arcs []int) [][2]float64 {
	var ring [][2]float64
	for _, n := range arcs {
		backwards := n < 0
		if backwards {
			n = ^n
		}
		var x, y float64
		part := make([][2]float64, 0, len(t.Arcs[n]))
		for _, delta := range t.Arcs[n] {
			x, y = x+delta[0], y+delta[1]
			part = append(part, [2]float64{
				x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1],
			})
		}
		if backwards {
			for i, j := 0, len(part)-1; i < j; i, j = i+1, j-1 {
				part[i], part[j] = part[j], part[i]
			}
		}
		if len(ring) > 0 {
			part = part[1:]
		}
		ring = append(ring, part...)
	}
	return ring
}

// centroid returns the centre of a ring and its size in square degrees.
func centroid(ring [][2]float64) (point, float64) {
	var doubled, x, y float64
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		cross := a[0]*b[1] - b[0]*a[1]
		doubled += cross
		x += (a[0] + b[0]) * cross
		y += (a[1] + b[1]) * cross
	}
	if doubled == 0 {
		return point{}, 0
	}
	return point{lat: y / (3 * doubled), lng: x / (3 * doubled)}, math.Abs(doubled) / 2
}

// labelPoints returns the label points of Jiangsu's cities, which lie at the seats of their governments.
func (b *builder) labelPoints() (map[string]point, error) {
	raw, err := os.ReadFile(filepath.Join(b.shared, "region-china", "jiangsu_cities.geojson"))
	if err != nil {
		return nil, err
	}
	var collection struct {
		Features []struct {
			ID         string `json:"id"`
			Properties struct {
				Label [2]float64 `json:"cp"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &collection); err != nil {
		return nil, err
	}
	points := map[string]point{}
	for _, f := range collection.Features {
		points[f.ID] = point{lat: f.Properties.Label[1], lng: f.Properties.Label[0]}
	}
	return points, nil
}
