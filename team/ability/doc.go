// Package ability says how well bodies of a network can do each thing that a need asks
// for, on a scale of 0 to 1, and what that rests on.
//
// The level of a body for a capability is the greatest of its claims:
//   - a link to the capability, or to one like it: weight · similarity;
//   - a discipline that the capability falls into: 0.7 · worth of the grade · weight of
//     the discipline for the capability;
//   - something that belongs to it (equipment, a laboratory, an appointed person): the
//     claim of that thing times how far one lends to the other.
//
// The factors are ours; no source states any.
package ability
