"""Pure functions over Chinese and English text: folding, parsing duties, amounts and limits."""
