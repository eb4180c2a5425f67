// Takes the write lock of the Store node before its state is looked at, so that two loads cannot both find it free. A
// label it has is set because that locks and changes nothing: a property written back could be another load's old value.
MERGE (s:Store {id: 'store'})
SET s:Store
RETURN s.state AS state, s.schema_version AS schema_version
