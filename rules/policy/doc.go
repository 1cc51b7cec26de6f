// Package policy says which policies of the founding texts a centre, firm, body or offer may
// qualify for. It compares recorded facts with the stated criteria and names whom to ask; it
// never promises anything.
package policy
