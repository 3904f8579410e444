"""How many of a thing there are, in English."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """So many: ``1 day``, ``2 days``; ``many`` where that is not ``one`` with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
