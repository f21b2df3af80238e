"""Pure rules of money: standard library only, no clock, no database, no float."""
