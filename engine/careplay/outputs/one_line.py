"""Text that data hold, made fit for a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def one_line(text: str) -> str:
    """The text on one line, without what could steer a terminal."""
    return _CONTROL.sub(" ", text)
