// Long texts that only the store reads are packed with deflate and stay out of sight of
// earlier programs, which this version keeps away: _Change {…, items_packed} in the place
// of items, _Made {load, records or records_packed} in the place of three lists. What is
// there already is read as it is.
