// Takes the write lock of the Store node, so that two loads cannot both find it free; what it holds is read in the next
// statement, because this one may have read it before the lock. A label it has is set because that locks and changes
// nothing: a property written back could be another load's old value.
MERGE (s:Store {id: 'store'})
SET s:Store
RETURN count(s) AS locked
