"""From checked documents to what they mean: the language a manager writes."""

from __future__ import annotations

from careplay.language.building import Built, build

__all__ = ["Built", "build"]
