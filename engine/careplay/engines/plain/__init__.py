"""The meaning: every rule carried out in plain Python, customer by customer.

Nothing is planned ahead. Each trigger asks its question forward, as its docstring in the
model puts it, of every date and event a customer has; so this engine is slow, and the one
the others are held against.
"""

from __future__ import annotations

from careplay.engines.plain.run import candidates
from careplay.engines.plain.settling import settle

__all__ = ["candidates", "settle"]
