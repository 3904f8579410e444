"""Customers as DuckDB's tables: what is asked about them, and where the answers go."""
