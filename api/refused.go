package api

import (
	"errors"
	"slices"
	"strconv"

	"chuangmai/advise"
	"chuangmai/phrase"
	"chuangmai/team"
)

// codeConstraint is a part of a question that cannot be meant or met; its sentence comes
// with it.
const codeConstraint = "constraint"

// refusedQuery says which parameter of a question is at fault; what a parameter names but
// is not there is not found. Other errors stay.
func refusedQuery(err error) error {
	var question *phrase.QuestionError
	var place *advise.UnknownPlaceError
	switch {
	case errors.As(err, &question) && question.Unknown:
		return fail(codeNotFound).constraint(question.Parameter, question.Reason)
	case errors.As(err, &question):
		return fail(codeBadRequest).constraint(question.Parameter, question.Reason)
	case errors.As(err, &place):
		return fail(codeBadRequest).of("region", codeUnknownPlace, "value", place.Name)
	}
	return err
}

// constraint says what an engine finds wrong with a parameter.
func (f *failure) constraint(parameter string, reason phrase.Message) *failure {
	f.items = append(f.items, item{parameter: parameter, code: codeConstraint, reason: &reason})
	return f
}

// refusedBody says which part of a body is at fault. Other errors stay.
func refusedBody(err error) error {
	var question *phrase.QuestionError
	switch {
	case !errors.As(err, &question):
		return err
	case question.Parameter == team.Together:
		return refusedAt("", question.Reason)
	}
	return refusedAt("/"+question.Parameter, question.Reason)
}

// refusedAt is a body that is refused for a reason that an engine words.
func refusedAt(pointer string, reason phrase.Message) *failure {
	f := fail(codeInvalid)
	f.items = append(f.items, item{pointer: &pointer, code: codeConstraint, reason: &reason})
	return f
}

// placeAt points at the place of a body that nobody knows. Other errors stay.
func placeAt(err error, pointer string) error {
	var place *advise.UnknownPlaceError
	if !errors.As(err, &place) {
		return err
	}
	return fail(codeInvalid).at(pointer, codeUnknownPlace, "value", place.Name)
}

// placeAmong points at the one of a list of places that nobody knows. Other errors stay,
// and so does a place that is not of the list.
func placeAmong(err error, under string, places []string) error {
	var place *advise.UnknownPlaceError
	if !errors.As(err, &place) {
		return err
	}
	i := slices.Index(places, place.Name)
	if i < 0 {
		return err
	}
	return placeAt(err, under+strconv.Itoa(i))
}
