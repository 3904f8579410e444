"""Triggers: what a rule waits for."""
