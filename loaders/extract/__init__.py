"""Pure functions from a document to facts with their sources."""
