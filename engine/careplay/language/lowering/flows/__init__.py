"""Flows to rules: steps, and who is told when they are late."""
