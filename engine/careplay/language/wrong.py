"""What is wrong with a piece of text, before anyone knows where it stands."""

from __future__ import annotations

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault without a place: its code, what is wrong, and the way out."""

    code: str
    what: str
    way: str = ""
    words: str = ""
    """Those of the text that it speaks of; nothing where it speaks of all of them."""
