"""Pages of appraisal, one module a subject."""
