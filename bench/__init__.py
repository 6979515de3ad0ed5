"""Measurements, each a ratio within one run on generated data: `make bench`."""
