// Package enquiry turns an answer into a conversation: the public pages at which a body can
// be asked, whom to ask where it has none, a letter in both languages, and the need as a
// record of the network.
package enquiry
