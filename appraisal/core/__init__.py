"""Pure rules of appraisal: standard library only, no clock, no database, no float."""
