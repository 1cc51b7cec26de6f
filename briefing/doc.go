// Package briefing writes tables and figures that people carry away: a printable page in
// HTML, a workbook, or comma-separated values. It knows nothing of what it shows; a
// [Document] is the neutral form that every view of the planner is put into.
package briefing
