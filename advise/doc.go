// Package advise answers questions: it reads what is asked, gathers evidence, has it
// ranked and explains the answer. Everything that answers (the API, the command line,
// batch ranking, tests) asks here.
package advise
