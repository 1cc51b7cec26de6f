package neo4jtest

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Link is a TCP proxy before the server that can be made faulty.
type Link struct {
	tb testing.TB
	// Server is the server through the proxy.
	Server Server
	behind string // address of the real one
	tasks  sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener
	conns    map[net.Conn]bool // both sides of all connections
	delay    time.Duration     // of every answer
	hole     chan struct{}     // while it is not nil nothing passes
	cut      map[bool]int      // after how many bytes, of answers or not, connections are cut
}

// NewLink puts a proxy before the server until the test ends.
func NewLink(tb testing.TB, server Server) *Link {
	tb.Helper()
	address, err := url.Parse(server.URI)
	if err != nil {
		tb.Fatal(err)
	}
	l := &Link{tb: tb, Server: server, behind: address.Host, conns: make(map[net.Conn]bool), cut: make(map[bool]int)}
	l.up("127.0.0.1:0")
	l.Server.URI = "bolt://" + l.listener.Addr().String()
	tb.Cleanup(func() {
		l.Drain()
		l.Down()
		l.tasks.Wait()
	})
	return l
}

// up listens.
func (l *Link) up(address string) {
	l.tb.Helper()
	listener, err := (&net.ListenConfig{}).Listen(l.tb.Context(), "tcp", address)
	if err != nil {
		l.tb.Fatal(err)
	}
	l.mu.Lock()
	l.listener = listener
	l.mu.Unlock()
	l.tasks.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(l.tb.Context(), "tcp", l.behind)
			if err != nil {
				_ = client.Close()
				continue
			}
			l.mu.Lock()
			l.conns[client], l.conns[server] = true, true
			l.mu.Unlock()
			l.tasks.Go(func() { l.pump(server, client, false) })
			l.tasks.Go(func() { l.pump(client, server, true) })
		}
	})
}

// Down refuses connections and resets those that are open.
func (l *Link) Down() {
	l.mu.Lock()
	_ = l.listener.Close()
	l.mu.Unlock()
	l.Reset()
}

// Again listens where it did before.
func (l *Link) Again() {
	l.tb.Helper()
	l.up(l.listener.Addr().String())
}

// Reset resets all connections.
func (l *Link) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, not an orderly end
		}
		_ = c.Close()
	}
}

// Open is the number of connections through the proxy.
func (l *Link) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.conns) / 2
}

// Swallow lets nothing pass any more, nor connections end, until Drain.
func (l *Link) Swallow() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hole = make(chan struct{})
}

// Drain ends Swallow, and with it the connections whose bytes are lost.
func (l *Link) Drain() {
	l.mu.Lock()
	hole := l.hole
	l.hole = nil
	l.mu.Unlock()
	if hole != nil {
		close(hole)
		l.Reset()
	}
}

// Slow delays every answer.
func (l *Link) Slow(delay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay = delay
}

// CutAfter resets all connections, once, when so many bytes more have passed: of
// answers, or of requests.
func (l *Link) CutAfter(bytes int, answers bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut[answers] = bytes
}

// Armed reports whether a cut is still to come, and takes it back.
func (l *Link) Armed(answers bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, armed := l.cut[answers]
	delete(l.cut, answers)
	return armed
}

// chunk is a piece of a conversation, and when it is to be passed on.
type chunk struct {
	data []byte
	due  time.Time
}

func (l *Link) pump(to, from net.Conn, answers bool) {
	chunks := make(chan chunk, 64)
	l.tasks.Go(func() {
		defer close(chunks)
		buf := make([]byte, 1<<16)
		for {
			n, err := from.Read(buf)
			if err != nil {
				return
			}
			l.mu.Lock()
			due := time.Now() //nolint:forbidigo // real time is what delays
			if answers {
				due = due.Add(l.delay)
			}
			l.mu.Unlock()
			chunks <- chunk{append([]byte(nil), buf[:n]...), due}
		}
	})
	for c := range chunks {
		<-time.After(time.Until(c.due))
		if !l.pass(to, c.data, answers) {
			break
		}
	}
	_, _ = to.Close(), from.Close()
	for range chunks {
		continue // what was under way is lost
	}
	l.mu.Lock()
	delete(l.conns, from)
	l.mu.Unlock()
}

// pass passes bytes on as the faults have it; false when the connection is to end.
func (l *Link) pass(to io.Writer, data []byte, answers bool) bool {
	l.mu.Lock()
	hole := l.hole
	left, armed := l.cut[answers]
	cutting := armed && left <= len(data)
	switch {
	case cutting:
		data = data[:left]
		delete(l.cut, answers)
	case armed:
		l.cut[answers] = left - len(data)
	}
	l.mu.Unlock()
	if hole != nil {
		<-hole
		return false
	}
	_, err := to.Write(data)
	if cutting {
		l.Reset()
	}
	return err == nil && !cutting
}
