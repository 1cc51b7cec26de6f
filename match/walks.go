package match

import "math"

// Shares of the walks: how much stays at the seed in each step.
const (
	pprStay  = 0.3
	tpprStay = 0.4
)

// pageRank: closeness to the requester by a random walk with restart.
//
// e = 1 on r; x ← .3 e + .7 T x, two times from x = e, which makes raw(c) = .21 (T e)(c) +
// .49 (T T e)(c). T moves what a body has to its events in proportion to their weights w,
// and from an event evenly to its members.
func (net *inquiry) pageRank() signal {
	sig := &networkSignal{inquiry: net, called: signalPPR}
	if net.from < 0 {
		return sig
	}
	const one, two = (1 - pprStay) * pprStay, (1 - pprStay) * (1 - pprStay)
	first := net.column()
	net.step(nil, net.from, 1, func(z int32, mass float64) { first[z] += mass })
	sig.at = net.walk(first, two)
	for c, mass := range first {
		sig.at[c] += one * mass
	}
	sig.at[net.from] = 0
	at := func(z int32) float64 { return first[z] }
	sig.lacking = func(c int32, w *without) float64 {
		at := at
		if w.touches(net.from) {
			again := make(map[int32]float64)
			net.step(w, net.from, 1, func(z int32, mass float64) { again[z] += mass })
			at = func(z int32) float64 { return again[z] }
		}
		return one*at(c) + two*net.arriving(w, c, at)
	}
	sig.brings = func(_, p int32) float64 {
		direct := 0.0
		if weight := net.h.weight[p]; weight > 0 && (*without)(nil).has(net.h, p, net.from) {
			direct = weight / net.h.out[net.from] / float64(len(net.h.of(p)))
		}
		return one*direct + two*net.through(nil, p, at)
	}
	return sig
}

// step moves mass from body x by T.
func (net *inquiry) step(w *without, x int32, mass float64, add func(z int32, mass float64)) {
	all := w.out(net.h, x)
	if all <= 0 {
		return
	}
	for _, p := range net.h.by(x) {
		n := w.size(net.h, p)
		if w.drops(p, x) || n == 0 {
			continue
		}
		share := mass * w.weight(net.h, p) / all / float64(n)
		if share == 0 {
			continue
		}
		for _, z := range net.h.of(p) {
			if !w.drops(p, z) {
				add(z, share)
			}
		}
	}
}

// walk returns factor times T x.
func (net *inquiry) walk(x []float64, factor float64) []float64 {
	at := make([]float64, len(net.h.events))
	for z, mass := range x {
		if mass == 0 || net.h.out[z] == 0 {
			continue
		}
		each := factor * mass / net.h.out[z]
		for _, p := range net.h.by(int32(z)) {
			at[p] += each * net.h.weight[p]
		}
	}
	out := net.column()
	for p, mass := range at {
		if mass == 0 {
			continue
		}
		members := net.h.of(int32(p))
		share := mass / float64(len(members))
		for _, c := range members {
			out[c] += share
		}
	}
	return out
}

// arriving is (T x)(c).
func (net *inquiry) arriving(w *without, c int32, x func(z int32) float64) float64 {
	sum := 0.0
	for _, p := range net.h.by(c) {
		if !w.drops(p, c) {
			sum += net.through(w, p, x)
		}
	}
	return sum
}

// through is what T brings to each member of an event.
func (net *inquiry) through(w *without, p int32, x func(z int32) float64) float64 {
	weight, n := w.weight(net.h, p), w.size(net.h, p)
	if weight == 0 || n == 0 {
		return 0
	}
	sum := 0.0
	for _, z := range net.h.of(p) {
		if mass := x(z); mass != 0 && !w.drops(p, z) {
			sum += mass / w.out(net.h, z)
		}
	}
	return sum * weight / float64(n)
}

// twoStep: who works with those the requester works with.
//
// A(x,y) = Σ over joint events of 2 to 60 members of 1/(members - 1), A(x,x) = 0. raw(c) =
// Σ over z of A(r,z) · A(z,c) / Σ over y of A(z,y); the last sum is the number of such
// events of z.
func (net *inquiry) twoStep() signal {
	sig := &networkSignal{inquiry: net, called: signalW2}
	if net.from < 0 {
		return sig
	}
	u := net.leaving(nil)
	sig.at = net.column()
	mass := make(map[int32]float64)
	for _, z := range sortedKeys(u) {
		for _, p := range net.h.by(z) {
			if closeKnit(len(net.h.of(p))) {
				mass[p] += u[z]
			}
		}
	}
	for _, p := range sortedKeys(mass) {
		members := net.h.of(p)
		for _, c := range members {
			if got := mass[p] - u[c]; got > 1e-12*mass[p] {
				sig.at[c] += got / float64(len(members)-1)
			}
		}
	}
	sig.at[net.from] = 0
	sig.lacking = func(c int32, w *without) float64 {
		u := u
		if w != nil {
			u = net.leaving(w)
		}
		sum := 0.0
		for _, p := range net.h.by(c) {
			if !w.drops(p, c) {
				sum += net.handed(w, p, c, u)
			}
		}
		return sum
	}
	sig.brings = func(c, p int32) float64 { return net.handed(nil, p, c, u) }
	return sig
}

// leaving returns, per partner z of the requester, A(r,z) / Σ over y of A(z,y).
func (net *inquiry) leaving(w *without) map[int32]float64 {
	u := w.near(net.h, net.from, nil)
	for z := range u {
		u[z] /= float64(w.tied(net.h, z))
	}
	return u
}

// handed is what the other members of an event hand to c.
func (net *inquiry) handed(w *without, p, c int32, u map[int32]float64) float64 {
	n := w.size(net.h, p)
	if !closeKnit(n) {
		return 0
	}
	sum := 0.0
	for _, z := range net.h.of(p) {
		if z != c && !w.drops(p, z) {
			sum += u[z]
		}
	}
	return sum / float64(n-1)
}

// adamicAdar: partners in common with the requester, the less they have others the more.
//
// raw(c) = Σ over z with A(r,z) > 0 and A(z,c) > 0 of 1 / ln(max(2, partners of z)).
func (net *inquiry) adamicAdar() signal {
	sig := &networkSignal{inquiry: net, called: signalAA}
	if net.from < 0 {
		return sig
	}
	mine := (*without)(nil).near(net.h, net.from, nil)
	worth := func(w *without, z int32) float64 { return 1 / math.Log(max(2, float64(w.degree(net.h, z)))) }
	sig.at = net.column()
	met := make([]int32, len(net.h.bodies)) // whose partner a body was counted as last
	for i, z := range sortedKeys(mine) {
		met[z] = int32(i) + 1
		each := worth(nil, z)
		for _, p := range net.h.by(z) {
			if !closeKnit(len(net.h.of(p))) {
				continue
			}
			for _, c := range net.h.of(p) {
				if met[c] != int32(i)+1 {
					met[c] = int32(i) + 1
					sig.at[c] += each
				}
			}
		}
	}
	sig.at[net.from] = 0
	sig.lacking = func(c int32, w *without) float64 {
		mine := mine
		if w.touches(net.from) {
			mine = w.near(net.h, net.from, nil)
		}
		near := w.near(net.h, c, nil)
		sum := 0.0
		for _, z := range sortedKeys(near) {
			if mine[z] > 0 {
				sum += worth(w, z)
			}
		}
		return sum
	}
	sig.brings = func(c, p int32) float64 {
		sum := 0.0
		if closeKnit(len(net.h.of(p))) {
			for _, z := range net.h.of(p) {
				if z != c && mine[z] > 0 {
					sum += worth(nil, z)
				}
			}
		}
		return sum
	}
	return sig
}

// earlierTies: who worked with the requester in an earlier framework. raw(c) = A(r,c) over
// the events of earlier frameworks alone.
func (net *inquiry) earlierTies() signal {
	sig := &networkSignal{inquiry: net, called: signalDirX}
	if net.from < 0 {
		return sig
	}
	earlier := func(p int32) bool { return net.h.events[p].earlier }
	sig.at = net.column()
	for c, a := range (*without)(nil).near(net.h, net.from, earlier) {
		sig.at[c] = a
	}
	sig.lacking = func(c int32, w *without) float64 { return w.near(net.h, net.from, earlier)[c] }
	sig.brings = func(_, p int32) float64 {
		if n := len(net.h.of(p)); earlier(p) && closeKnit(n) && (*without)(nil).has(net.h, p, net.from) {
			return 1 / float64(n-1)
		}
		return 0
	}
	return sig
}
