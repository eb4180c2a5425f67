"""The graph: its model, its engines, its answers. Imports no other room but the query files in `cypher`."""
