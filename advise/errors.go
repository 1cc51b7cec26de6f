package advise

import (
	"errors"

	"chuangmai/graph"
)

// ErrNotReady says that no picture of the network has been built yet.
var ErrNotReady = errors.New("the network is still being read")

// UnknownRequesterError says that the asking body is not in the network.
type UnknownRequesterError struct{ ID graph.ID }

// Error names the body.
func (e *UnknownRequesterError) Error() string {
	return "requester " + string(e.ID) + " is not in the network"
}

// UnknownPlaceError says that the gazetteer has no such place.
type UnknownPlaceError struct{ Name string }

// Error names the place.
func (e *UnknownPlaceError) Error() string { return "unknown place " + e.Name }

// UnknownIndustryError says that GB/T 4754 has no such industry.
type UnknownIndustryError struct{ Name string }

// Error names the industry.
func (e *UnknownIndustryError) Error() string { return "unknown industry " + e.Name }
