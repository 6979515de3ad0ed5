"""Pages of support, by what they are about."""
