"""Limits: consents, modes, windows, quiet hours, capacity."""
