MATCH (s:Store {id: 'store'})
WHERE s.run_id = $run_id
SET s.loading_keys = $loading_keys
RETURN count(s) AS held
