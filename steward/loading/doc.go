// Package loading runs loads in the background of a service: one at a time, with progress,
// to be stopped, and to be taken back. What was written is recorded by the store, so that
// it can be taken back after a restart too; what a load said about its rows is kept for as
// long as the service runs.
package loading
