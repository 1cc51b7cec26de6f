package search

// Field is one of the ways in which a document's words are counted and scored.
type Field uint8

// The scored fields. Each document has a length in each: its number of tokens there, 0 when it has none.
const (
	// FieldBigrams counts pairs of neighbouring characters of Chinese text, and its Latin words and numbers whole.
	FieldBigrams Field = iota
	// FieldWords counts the words the lexicon cuts Chinese text into, and its Latin words and numbers.
	FieldWords
	// FieldCharacters counts the single characters of Chinese text.
	FieldCharacters
	// FieldNameBigrams is FieldBigrams of the names alone.
	FieldNameBigrams
	// FieldNameWords is FieldWords of the names alone.
	FieldNameWords
	// FieldEnglish counts stems of Latin words without function words; names and keywords count twice.
	FieldEnglish
)

// scoredFields is the number of scored fields.
const scoredFields = int(FieldEnglish) + 1

// fieldNames are short names of the scored fields.
var fieldNames = [scoredFields]string{"b", "w", "c", "nb", "nw", "e"}

// String returns the short name of the field.
func (f Field) String() string {
	if int(f) < scoredFields {
		return fieldNames[f]
	}
	return "unknown"
}

// The engine's fields. All terms of Chinese text share one: a pair of characters may be a word, too, and part of a
// name, so one posting says all of it (see packed) and one look-up finds it.
const (
	chineseField  = "x"
	englishField  = "e"
	lengthField   = "len" // a term per scored field; its frequency is the document's length there
	nameField     = "n"   // each name as one term
	pinyinField   = "py"  // each name in toneless pinyin as one term, in all usual readings
	initialsField = "pi"  // first letters of the same
	textField     = "t"   // stored, not indexed: the folded texts, see ownTexts.stored
)

// engineField returns the engine's field that holds a scored field.
func (f Field) engineField() string {
	if f == FieldEnglish {
		return englishField
	}
	return chineseField
}

// packed is what the engine keeps as the frequency of a term of Chinese text: four counts, each up to a limit beyond
// which BM25 hardly grows any more. From the lowest bit: the term as a pair of characters, single character or Latin
// word (6 bits); as a word (4); and both again in names alone (3 each).
type packed = uint16

type packing struct {
	shift uint
	limit packed
}

// packings say where each scored field has its count; plain fields are not packed.
var packings = [scoredFields]packing{
	FieldBigrams:     {0, 63},
	FieldCharacters:  {0, 63},
	FieldWords:       {6, 15},
	FieldNameBigrams: {10, 7},
	FieldNameWords:   {13, 7},
	FieldEnglish:     {0, 1<<16 - 1},
}

// frequency returns the count of a scored field.
func (f Field) frequency(p packed) int {
	return int(p >> packings[f].shift & packings[f].limit)
}

// pack adds a count of a scored field to p.
func (f Field) pack(p packed, times int) packed {
	k := packings[f]
	count := min(f.frequency(p)+times, int(k.limit))
	return p&^(k.limit<<k.shift) | packed(count)<<k.shift //nolint:gosec // at most the limit
}
