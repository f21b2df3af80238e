"""Writes of money: the only doors to budgets and sheets."""
