"""A plan as SQL: text made of pieces that know where brackets are needed."""

from __future__ import annotations

from careplay.engines.sql.statements import text

__all__ = ["text"]
