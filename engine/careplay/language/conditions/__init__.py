"""Conditions: cells, and mappings of names and cells."""
