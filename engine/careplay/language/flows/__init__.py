"""Flows as they are written: steps, the ways between them, the events they need."""
