MATCH (s:Store {id: 'store'})
WHERE (s.schema_version IS NULL OR s.schema_version = $schema_version)
    AND (s.state IS NULL OR s.state = 'ready' OR s.lease_until <= $now)
SET s.schema_version = $schema_version, s.state = 'loading', s.run_id = $run_id, s.holder = $holder,
    s.lease_until = $lease_until
RETURN count(s) AS taken
