// Package sites says where the next centres, pilot lines or instruments of a field would
// reach the most demand that is badly covered today: recorded firms and needs, what there is
// already at its quality, openness and distance, and what a new site would add.
package sites
