"""Receptions to rules: items by level, on the days of a stay."""
