// Package lexicon knows what words mean: it folds texts to one spelling, cuts them into words, finds capability terms,
// places and disciplines in them, and says which capability areas, disciplines and technology fields they speak of.
//
// A [Lexicon] is read once from the embedded tables by [Load], never changes afterwards and may be used by any number
// of goroutines. Texts are folded first ([Fold], [FoldMapped]); offsets are bytes of the folded text unless a method
// says otherwise, and [Folded.Span] leads back to the original. Where the tables come from and how they are rebuilt is
// told in data/README.md.
package lexicon
