"""What a code means, at length: its row of the manual, and the page of its check."""

from __future__ import annotations

import re
from functools import cache
from inspect import getdoc

from careplay.checks import CHECKS
from careplay.diagnostics import did_you_mean
from careplay.faults import NothingToRunError
from careplay.reading.shipped import shipped_folder

ROW = re.compile(r"^\| (CP\d{3}) \| (.*) \| (.*) \| (.*) \|$", re.MULTILINE)
"""A row of ``docs/faults.md``: the code, what is wrong, an example, the same put right."""


def page_of(code: str) -> str:
    """What is wrong, an example of it, and the same put right; NothingToRunError of no code."""
    rows = _rows()
    wanted = code.upper()
    if wanted not in rows:
        near = did_you_mean(wanted, rows, "codes")
        raise NothingToRunError(f'no fault has the code "{code}"{near}')
    wrong, example, right = rows[wanted]
    pages = [getdoc(each) or "" for each in CHECKS if wanted == each.CODE]
    told = (
        pages[0].partition("\n\n")[2].replace("::\n", ":\n").replace("``", "") if pages else ""
    )
    shown = told or f"For example:\n\n    {example}\n\nPut right:\n\n    {right}"
    return f"{wanted}: {wrong}\n\n{shown.rstrip()}\n"


def meaning_of(code: str) -> str:
    """What a code means, in one line."""
    return _rows()[code][0]


@cache
def _rows() -> dict[str, tuple[str, str, str]]:
    text = shipped_folder("docs").joinpath("faults.md").read_text("utf-8")
    return {code: (_plain(a), _plain(b), _plain(c)) for code, a, b, c in ROW.findall(text)}


def _plain(cell: str) -> str:
    """The cell as people read it on a terminal."""
    return cell.replace("` `", "\n    ").replace("`", "").replace("\\|", "|")
