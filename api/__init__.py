"""The faces: command line, notebook, HTTP, report. No Cypher and no rule of their own."""
