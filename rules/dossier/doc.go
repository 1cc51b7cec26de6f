// Package dossier fills in the papers that a technology innovation centre owes: the
// construction plan by the outline of the Jiangsu guide, and the yearly report. What the
// network records is entered with its evidence; the rest is left as a marked blank.
package dossier
