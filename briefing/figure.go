package briefing

import (
	"fmt"
	"strconv"
)

// Measures of a figure, in its own units (points on a page of 640).
const (
	figureWidth = 640
	labelWidth  = 220
	barLeft     = labelWidth + 10
	barSpace    = figureWidth - barLeft - 60 // room for the number behind the bar
	barHeight   = 14
	barStep     = 22
	legendStep  = 18
)

// figure is a drawing whose measures are worked out.
type figure struct {
	Title         string
	Width, Height int
	Bars          []drawnBar
	Legend        []drawnKey
}

type drawnBar struct {
	Label, Total string
	Y, TextY     int
	TotalX       string
	Parts        []drawnPart
}

type drawnPart struct {
	X, Width string
	Class    string
	Words    string
}

type drawnKey struct {
	Y, TextY int
	Class    string
	Words    string
}

// drawn works out where everything lies. All bars share one scale; a negative or missing
// value has no width.
func drawn(b Bars) *figure {
	f := &figure{Title: b.Title, Width: figureWidth}
	var longest float64
	for _, bar := range b.Items {
		longest = max(longest, bar.total())
	}
	words := make(map[int]string)
	y := 4
	for _, bar := range b.Items {
		line := drawnBar{Label: cut(bar.Label, 30), Total: strconv.FormatFloat(bar.total(), 'f', -1, 64), Y: y, TextY: y + barHeight - 3}
		x := float64(barLeft)
		for _, p := range bar.Parts {
			if p.Words != "" && words[p.Shade] == "" {
				words[p.Shade] = p.Words
			}
			if p.Value <= 0 || longest <= 0 {
				continue
			}
			width := p.Value / longest * barSpace
			line.Parts = append(line.Parts, drawnPart{point(x), point(width), class(p.Shade), fmt.Sprintf("%s %s", p.Words, strconv.FormatFloat(p.Value, 'f', -1, 64))})
			x += width
		}
		line.TotalX = point(x + 6)
		f.Bars = append(f.Bars, line)
		y += barStep
	}
	for shade := range Hatched + 1 {
		if words[shade] != "" {
			f.Legend = append(f.Legend, drawnKey{Y: y, TextY: y + 10, Class: class(shade), Words: words[shade]})
			y += legendStep
		}
	}
	f.Height = y + 4
	return f
}

func (b Bar) total() (sum float64) {
	for _, p := range b.Parts {
		sum += max(p.Value, 0)
	}
	return sum
}

func point(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func class(shade int) string { return "s" + strconv.Itoa(min(max(shade, 0), Hatched)) }
