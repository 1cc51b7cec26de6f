package supply

// codes finds regions by codes of six digits, as nearly all records have them, faster than
// an index of texts does: every record of a network is looked up.
type codes struct {
	pages [10000]uint16 // by the first four digits, from 1; 0 for none
	cells [][100]Place  // of a page, by the last two
}

func newCodes(index map[string]Place) *codes {
	c := &codes{cells: make([][100]Place, 1)}
	for code, p := range index {
		n, digits := number(code)
		if !digits {
			continue
		}
		page := &c.pages[n/100]
		if *page == 0 {
			*page = uint16(len(c.cells)) //nolint:gosec // at most as many as pages
			var none [100]Place
			for i := range none {
				none[i] = NoPlace
			}
			c.cells = append(c.cells, none)
		}
		c.cells[*page][n%100] = p
	}
	return c
}

func (c *codes) at(n int) (Place, bool) {
	page := c.pages[n/100]
	if page == 0 {
		return NoPlace, false
	}
	p := c.cells[page][n%100]
	return p, p != NoPlace
}

// number reads a code of six digits.
func number(code string) (n int, digits bool) {
	if len(code) != 6 {
		return 0, false
	}
	for i := range 6 {
		d := code[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = 10*n + int(d)
	}
	return n, true
}
