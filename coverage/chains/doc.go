// Package chains says of a centre, a zone or a city what is recorded of the six chains that
// the founding texts join (innovation, industry, capital, policy, talent, service), which
// strategic industry a zone has, which priority zones there are, how centres, sibling bases
// and laboratories are laid out, and how far the plan of provincial centres is recorded.
//
// Every count names its records, and a chain of which nothing is recorded says so: that is
// never the same as "there is none".
package chains
