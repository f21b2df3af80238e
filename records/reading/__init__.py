"""Reading what people send: numbers, names, tables and workbooks (SAFETY, Reading)."""
