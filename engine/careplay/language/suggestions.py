"""The way out of a name nobody knows, as the end of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from careplay.diagnostics import did_you_mean


def way_out(name: str, known: Iterable[str], nouns: str) -> str:
    """``did you mean "x"?`` where one is near, else ``known facts are "a", "b"``."""
    return did_you_mean(name, known, nouns).removeprefix("; ")
