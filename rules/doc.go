// Package rules checks what the two founding texts ask of technology innovation centres
// and the zones around them. Rules are data, each with its clause; a small check reads the
// recorded facts of a view. A check has four outcomes, and only a recorded fact that
// contradicts a rule makes it not met: what nobody recorded is never held against a body.
package rules
