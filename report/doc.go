// Package report puts answers into the form in which programs and people read them: JSON
// with every sentence worded in the asked language, and tables for a terminal.
package report
