package localstore

import (
	"fmt"

	"chuangmai/graph"
)

// visibilities are by their number in the file.
var visibilities = [...]graph.Visibility{1: graph.VisibilityPublic, 2: graph.VisibilityMembers, 3: graph.VisibilityParties}

// visibilityNumber returns the number of a visibility, 0 when it has none.
func visibilityNumber(v graph.Visibility) int64 {
	for i, known := range visibilities {
		if known == v {
			return int64(i)
		}
	}
	return 0
}

// visibility reads the column of this name; an unknown number is no visibility.
type visibility graph.Visibility

// Scan implements [database/sql.Scanner].
func (v *visibility) Scan(column any) error {
	number, ok := column.(int64)
	if !ok {
		return fmt.Errorf("visibility: a %T", column)
	}
	*v = ""
	if number > 0 && number < int64(len(visibilities)) {
		*v = visibility(visibilities[number])
	}
	return nil
}
