"""Pure functions over edges and duties; definition and source in each docstring."""
