package search

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"chuangmai/graph"
)

// segmentData is what readers need of a segment in memory. Segments never change but in which of their documents are
// deleted, so it is made once and shared by all readers that see the segment: after a small update only the small new
// segment is read.
type segmentData struct {
	// numbers are the numbers of the nodes, by local document; unknown when the numbering had none.
	numbers []int32
	// lengths are the documents' lengths in each scored field; nil when no document has any.
	lengths [scoredFields][]int32
	// without lists documents that had no number yet.
	without []uint32
}

const unknown = -1

// readSegment reads the lengths and numbers of a segment's documents, deleted ones too.
func readSegment(s segment.Segment, numbering Numbering) (*segmentData, error) {
	d := &segmentData{numbers: make([]int32, s.Count())}
	dict, err := s.Dictionary(lengthField)
	if err != nil {
		return nil, err
	}
	var list segment.PostingsList
	for f := range Field(scoredFields) {
		if list, err = dict.PostingsList([]byte(fieldNames[f]), nil, nil); err != nil {
			return nil, err
		}
		if list.Count() == 0 {
			continue
		}
		lengths := make([]int32, s.Count())
		it := list.Iterator(true, false, false, nil)
		for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
			if err != nil {
				return nil, err
			}
			if p.Number() >= uint64(len(lengths)) {
				return nil, fmt.Errorf("document %d of %d", p.Number(), len(lengths))
			}
			lengths[p.Number()] = int32(p.Frequency()) //nolint:gosec // texts are bounded
		}
		d.lengths[f] = lengths
	}
	for i := range d.numbers {
		d.without = append(d.without, uint32(i))
	}
	return d, d.number(s, numbering)
}

// number asks for the numbers still missing.
func (d *segmentData) number(s segment.Segment, numbering Numbering) error {
	missing := d.without[:0]
	for _, i := range d.without {
		id, err := s.DocID(uint64(i))
		if err != nil {
			return err
		}
		n, ok := numbering.Number(graph.ID(id))
		if !ok {
			n = unknown
			missing = append(missing, i)
		}
		d.numbers[i] = n
	}
	d.without = missing
	return nil
}

// readerSegment is a segment as one reader sees it.
type readerSegment struct {
	*segmentData
	scorch *scorch.SegmentSnapshot
	first  uint32 // of the reader's documents
}
