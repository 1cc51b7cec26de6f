package api

// The codes of what is wrong at one place of a request, beside those of package graph.
// Their sentences stand in package phrase under "problem." and the code.
const (
	codeUnknownPlace     = "unknown_place"      // the gazetteer has no such place; params: value
	codeUnknownIndustry  = "unknown_industry"   // GB/T 4754 has no such industry; params: value
	codeUnknownParameter = "unknown_parameter"  // the operation has no such parameter; params: allowed
	codeRepeatedValue    = "repeated_value"     // a parameter that is given once came twice
	codeRepeatedKey      = "repeated_key"       // a key twice in one object; params: value
	codeVersionDiffers   = "version_differs"    // the record is at another version
	codeTooBig           = "too_big"            // more bytes than the service takes; params: max
	codeBadCursor        = "bad_cursor"         // not a cursor of this question
	codeBadETag          = "bad_etag"           // not a version in quotation marks, or *; params: value
	codeBadEscape        = "bad_escape"         // percent signs without two digits behind
	codeBelow            = "below_minimum"      // params: min
	codeAbove            = "above_maximum"      // params: max
	codeTooShort         = "too_short"          // params: min
	codeTooFew           = "too_few"            // params: min
	codeBadPattern       = "bad_pattern"        // params: pattern
	codeTooDeep          = "too_deep"           // params: max
	codeTooMuch          = "too_much"           // more values than the service reads; params: max
	codeMismatch         = "mismatch"           // differs from the path; params: want
	codeMixedList        = "mixed_list"         // a list holds values of more than one type
	codeNumberRange      = "number_range"       // a number that 64 bits do not hold
	codeChangedRecord    = "changed_record"     // a record that was changed since; params: id, relation
	codeMergedInto       = "merged_into"        // the record is part of another one by now; params: id
	codeUnknownLoad      = "unknown_load"       // neither service nor store knows such a load or merge
	codeNotWanted        = "not_wanted"         // both of two headers that exclude each other
	codeNotAResource     = "not_a_resource"     // a kind that one cannot use; params: value, allowed
	codeNothingAsked     = "nothing_asked"      // neither text nor need, requester or industry
	codeNotInThisGroup   = "not_in_this_answer" // a group that this operation does not give; params: value, allowed
)
