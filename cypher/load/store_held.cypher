// Returns a row while the run still holds the store, and keeps others from taking it over until this transaction ends.
// The second MATCH is there to read the node after the lock: the first may have read it before.
MATCH (s:Store {id: 'store'})
SET s:Store
WITH s
MATCH (held:Store {id: 'store'})
WHERE held.run_id = $run_id
RETURN held.run_id AS run_id
