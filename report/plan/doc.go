// Package plan gives the answers of the planner their final form: for programs as JSON
// with every sentence worded, and for people in a terminal.
package plan
