"""Characters nobody can see: told where they stand, and read as spaces.

YAML forbids control characters. Zero-width and direction marks it allows, but a key
that holds one looks right and is not.
"""

from __future__ import annotations

import re

from careplay.diagnostics import sign_at
from careplay.reading.encoding import ENCODING, Fault

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
UNSEEN = r"\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
STRANGE = re.compile(f"[{CONTROL}{UNSEEN}]")
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
NAMES = {
    "\x00": "a NUL character",
    "\x1b": "an escape character",
    "\u200b": "a zero-width space",
    "\u2060": "a zero-width space",
    "\ufeff": "a zero-width space",
}
TOLD = 10
"""A file with more of them is not a text at all."""


def cleaned(text: str) -> tuple[str | None, tuple[Fault, ...]]:
    """The text with line feeds alone ending lines and nothing unseen; None if it is no text."""
    # YAML 1.2 ends lines at CR and LF only; the parser would also do so at these.
    text = LINE_ENDS.sub(lambda end: "\n" if end[0][0] == "\r" else " ", text)
    places = [found.start() for found in STRANGE.finditer(text)]
    if not places:
        return text, ()
    faults = [_fault(text, place) for place in places[:TOLD]]
    if len(places) > TOLD:
        many = f"this file holds {len(places)} characters that no text has; is it a text file?"
        return None, (Fault(faults[0].at, ENCODING, many),)
    return STRANGE.sub(" ", text), tuple(faults)


def _fault(text: str, place: int) -> Fault:
    found = text[place]
    unseen = "an unseen" if re.match(f"[{UNSEEN}]", found) else "a control"
    name = NAMES.get(found, f"{unseen} character")
    line = text.count("\n", 0, place)
    at = sign_at(line + 1, place - text.rfind("\n", 0, place))
    message = f"{name} (U+{ord(found):04X}) stands here; delete it, or write the line again"
    return Fault(at, ENCODING, message)
