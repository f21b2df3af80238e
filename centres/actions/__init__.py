"""Writes about organisations, people and accounts: the one door for pages, admin, imports and commands."""
