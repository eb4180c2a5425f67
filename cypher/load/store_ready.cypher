MATCH (s:Store {id: 'store'})
WHERE s.run_id = $run_id
SET s.state = 'ready', s.holder = null, s.lease_until = null, s.loading_keys = [], s.as_of = $as_of
RETURN count(s) AS held
