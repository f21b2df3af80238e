"""Documents of results as PDF: the notice to a centre, its report, the county's summary, and all in one archive."""
