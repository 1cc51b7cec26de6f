package app

import "chuangmai/lexicon"

// ExplainWord says what a word brings, with the built-in lexicon.
func ExplainWord(word string) (lexicon.Explanation, error) {
	lex, err := lexicon.Load()
	if err != nil {
		return lexicon.Explanation{}, err
	}
	return lex.Explain(word), nil
}
