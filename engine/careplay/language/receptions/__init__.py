"""Receptions as they are written: stays, levels, items, papers."""
