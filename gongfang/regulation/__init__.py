"""The measures as plain Python: no Django, no clock, no I/O but the data files of this package."""
