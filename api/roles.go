package api

import (
	"fmt"

	"chuangmai/graph/snapshot"
)

// Role says what a caller may do. Each role may do what the ones before it may.
type Role uint8

// The roles.
const (
	RoleNone     Role = iota // sees public records
	RoleReader               // sees public records, by name
	RoleMember               // sees what members see
	RoleEditor               // sees and writes everything
	RoleOperator             // also reads the change log and the measurements
)

// String returns the role as a tokens file names it; "" for [RoleNone].
func (r Role) String() string {
	switch r {
	case RoleNone:
	case RoleReader:
		return "reader"
	case RoleMember:
		return "member"
	case RoleEditor:
		return "editor"
	case RoleOperator:
		return "operator"
	}
	return ""
}

// ParseRole reads the name of a role.
func ParseRole(name string) (Role, error) {
	for _, r := range []Role{RoleReader, RoleMember, RoleEditor, RoleOperator} {
		if r.String() == name {
			return r, nil
		}
	}
	return RoleNone, fmt.Errorf("%q is no role: want reader, member, editor or operator", name)
}

// audience is the circle whose records the role sees.
func (r Role) audience() snapshot.Audience {
	switch r {
	case RoleNone, RoleReader:
	case RoleMember:
		return snapshot.AudienceMembers
	case RoleEditor, RoleOperator:
		return snapshot.AudienceAll
	}
	return snapshot.AudiencePublic
}

// principal is who asks: a token's role and label.
type principal struct {
	role  Role
	label string
}
