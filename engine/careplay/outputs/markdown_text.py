"""A text in a page of Markdown: signs that it acts on are escaped, and it is read as it is."""

from __future__ import annotations

import re

from careplay.visible import one_line

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&!$^]|(?<=:)//|(?<=www)\.|@")
"""Signs that begin something in CommonMark, in GitHub's kind of it, or in formulas; and what
makes a link of a plain text."""
_FIRST = re.compile(r"\s*([-+=]|\d+(?=[.)]))")


def plain(text: str) -> str:
    r"""The text on one line, of which Markdown makes nothing else.

    >>> print(plain("1. *Ann* <b>"), plain("- a_b"))
    1\. \*Ann\* \<b\> \- a\_b
    """
    line = _SIGNS.sub(lambda found: f"\\{found[0]}", one_line(text).strip())
    return _FIRST.sub(_held, line, count=1) if _FIRST.match(line) else line


def _held(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1][0].isdigit() else f"\\{found[1]}"
