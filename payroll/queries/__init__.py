"""Reads of money: positions of centres, a county's year, sheets, accounts."""
