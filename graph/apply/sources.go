package apply

import (
	"encoding/json"
	"fmt"
	"slices"

	"chuangmai/graph"
)

// Sources remembers the list of sources met last: that of the next record is mostly
// the same. The zero value is ready; it is not safe for several goroutines.
type Sources struct {
	list []graph.Source
	text string
}

// Encode writes a list as JSON, "" when it is empty.
func (s *Sources) Encode(list []graph.Source) (string, error) {
	if slices.Equal(list, s.list) {
		return s.text, nil
	}
	text, err := jsonList(list)
	if err == nil {
		s.list, s.text = slices.Clone(list), text
	}
	return text, err
}

// Decode reads what Encode has written. The list belongs to the caller.
func (s *Sources) Decode(text string) ([]graph.Source, error) {
	if text != s.text {
		list, err := DecodeSources(text)
		if err != nil {
			return nil, err
		}
		s.list, s.text = list, text
	}
	return slices.Clone(s.list), nil
}

// DecodeSources is [Sources.Decode] without a memory.
func DecodeSources(text string) ([]graph.Source, error) {
	if text == "" {
		return nil, nil
	}
	var list []graph.Source
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	return list, nil
}
