package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// progressBar shows how long work stands: a moving line on a terminal, a plain line now
// and then elsewhere.
type progressBar struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	label    func(what string) string
	last     time.Time
	begun    time.Time
	open     bool
}

// Pauses between two pictures of progress.
const (
	terminalPause = 100 * time.Millisecond
	plainPause    = 5 * time.Second
	barWidth      = 24
)

func (c *cli) progress() *progressBar {
	bar := &progressBar{out: c.err, begun: time.Now(), label: func(what string) string { return c.say("cli.progress." + what) }}
	if file, ok := c.err.(*os.File); ok {
		info, err := file.Stat()
		bar.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	bar.last = bar.begun
	return bar
}

// show draws the state; total 0 means that it is not known.
func (b *progressBar) show(what string, done, total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	pause := plainPause
	if b.terminal {
		pause = terminalPause
	}
	if now.Sub(b.last) < pause {
		return
	}
	b.last = now
	rate := float64(done) / max(now.Sub(b.begun).Seconds(), 0.001)
	line := fmt.Sprintf("%s %d", b.label(what), done)
	if total > 0 {
		full := barWidth * min(done, total) / total
		line = fmt.Sprintf("%s [%s%s] %d/%d", b.label(what), strings.Repeat("█", full), strings.Repeat("·", barWidth-full), done, total)
	}
	line += fmt.Sprintf("  %.0f/s", rate)
	if b.terminal {
		_, _ = fmt.Fprintf(b.out, "\r\x1b[K%s", line)
		b.open = true
		return
	}
	_, _ = fmt.Fprintln(b.out, line)
}

// done clears the line.
func (b *progressBar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open {
		_, _ = fmt.Fprint(b.out, "\r\x1b[K")
		b.open = false
	}
}
