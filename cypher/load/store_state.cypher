MATCH (s:Store {id: 'store'})
RETURN s.schema_version AS schema_version, s.run_id AS run_id, s.state AS state, s.holder AS holder,
    s.lease_until AS lease_until, s.loading_keys AS loading_keys, s.as_of AS as_of
