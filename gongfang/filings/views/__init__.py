"""Pages of annual filings and of the log of activities."""
