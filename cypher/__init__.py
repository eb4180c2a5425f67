"""Query files: data, no logic."""
