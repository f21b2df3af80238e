"""Sheets of money as documents: each one built from the ledger once, written as workbook and as PDF."""
