"""A plan as SQL: expression trees of sqlglot, built and never parsed."""

from __future__ import annotations

from careplay.engines.sql.statements import Statements, statements, text

__all__ = ["Statements", "statements", "text"]
