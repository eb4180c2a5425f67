// There is to be one Store node.
MATCH (s:Store)
RETURN count(s) AS count
