"""Pages of what is kept and issued."""
