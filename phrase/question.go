package phrase

// QuestionError says that a part of a question cannot be meant or cannot be met. Every
// engine that is asked returns it, so that the edge words all of them alike.
type QuestionError struct {
	// Parameter is the part at fault, under the name that it has for whoever asks: that of a
	// query parameter, of a field of the body or of a flag.
	Parameter string
	// Unknown is true when the parameter names what is not in the network.
	Unknown bool
	// Reason words what is wrong with it.
	Reason Message
}

// Wrong returns a [QuestionError] of a parameter; pairs alternate names and values of the
// sentence with this code.
func Wrong(parameter, code string, pairs ...any) error {
	return &QuestionError{Parameter: parameter, Reason: New(code, pairs...)}
}

// Error is the parameter and the reason in English.
func (e *QuestionError) Error() string { return e.Parameter + ": " + e.Reason.Render(En) }
