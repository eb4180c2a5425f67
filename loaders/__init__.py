"""Documents in, facts out, facts into the store."""
