r"""Text that is not ours, as it may be shown: what nobody can see is spelt out, never sent.

Names, cells, headings and file names come from others, and a terminal acts on what stands in
them: an escape begins a command (CWE-150), a direction mark turns the rest of the line around,
a sign without width makes two names look alike. Each is shown as Python spells it, ``\x1b`` or
``\u202e``. Every way out to people goes through here. Spaces of all kinds are shown as they
are, and so are the joiners and selectors that make one sign of several: 👩‍🏫, ☎️, 葛󠄀.
"""

from __future__ import annotations

import re

JOINER = "\u200d"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Which of its shapes the sign before takes: Unicode 15.1, chapter 23.4."""
PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Arrows, symbols and emoji, between which a joiner makes one picture of two."""
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and line feed
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # directions, and ends of lines
    # without width, or blank: Default_Ignorable_Code_Point of Unicode 15.1, and what looks so
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"\U000e0000-\U000e0fff{SELECTORS}"
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all, such as bytes of a file name
)
"""One alternative, since a search for several is ten times as slow."""
_BREAKS = re.compile(r"[\t\r\n]+")
_PICTURE = re.compile(f"[{PICTURES}]")
_SELECTOR = re.compile(f"[{SELECTORS}]")


def visible(text: str) -> str:
    """The text with what cannot be seen spelt out; its lines and tabs stay."""
    return HIDDEN.sub(_spelt, text)


def one_line(text: str) -> str:
    """The same on one line, so that no text can look like a second one."""
    return visible(_BREAKS.sub(" ", text))


def in_json(text: str) -> str:
    """JSON that says the same, and sends nothing hidden (RFC 8259, 7)."""
    return HIDDEN.sub(_as_json, text)


def _spelt(found: re.Match[str]) -> str:
    return found[0] if _belongs(found) else _name(ord(found[0]))


def _as_json(found: re.Match[str]) -> str:
    if _belongs(found):
        return found[0]
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _name(sign: int) -> str:
    if sign < 0x100:
        return f"\\x{sign:02x}"
    return f"\\u{sign:04x}" if sign < 0x10000 else f"\\U{sign:08x}"


def _belongs(found: re.Match[str]) -> bool:
    """Whether it is part of the sign beside it, or of a line's end."""
    text, at = found.string, found.start()
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if found[0] == "\r":
        return after == "\n"
    if found[0] == JOINER:
        return bool(_PICTURE.match(before) and _PICTURE.match(after))
    if _SELECTOR.match(found[0]):
        return bool(before.strip()) and not HIDDEN.match(before)
    return False
