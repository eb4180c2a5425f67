MATCH (s:Store {id: 'store'})
WHERE s.run_id = $run_id
SET s.lease_until = $lease_until
RETURN count(s) AS held
