"""Workbooks of money: release sheets for people to sign, budgets to fill in and import."""
