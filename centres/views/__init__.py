"""Pages about organisations, people and accounts."""
