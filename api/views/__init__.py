"""What a notebook shows: answers that can be drawn, and what scenarios and editions lead to, as tables."""
