"""Flows and receptions to ordinary rules."""
