CREATE (m:_Made) SET m = $record
