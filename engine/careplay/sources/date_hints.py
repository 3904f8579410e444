"""Of a date in a form that is not read: the line of careplay.yaml by which it would be.

Which form is meant is never guessed: where both day and month could come first, both lines
are told.
"""

from __future__ import annotations

from careplay.sources.columns import literal

DAY, MONTH = "(1[3-9]|2[0-9]|3[01])", "(0?[1-9]|1[0-2])"
YEAR = "[0-9]{4}( .*)?"


def date_hint(text: str) -> str:
    """SQL: what is said behind what was expected; an empty text where nothing is."""
    cases = []
    for sign in "./-":
        day, month = f"31{sign}12{sign}2026", f"12{sign}31{sign}2026"
        between = f"[{sign}]"
        for first, second, said in (
            (DAY, MONTH, _line(day)),
            (MONTH, DAY, _line(month)),
            (MONTH, MONTH, f"{_line(day)} or {{dates: {month}}}, whichever it is"),
        ):
            cases.append((f"{first}{between}{second}{between}{YEAR}", said))
    cases.append((r"[1-7][0-9]{4}(\.[0-9]+)?", _line("46387")))
    cases.append((f"{MONTH}月[0-9]{{1,2}}日.*", _line("12月31日, year: 2026")))
    told = " ".join(
        f"WHEN regexp_full_match({text}, {literal(pattern)}) THEN {literal(said)}"
        for pattern, said in cases
    )
    return f"CASE {told} ELSE '' END"


def _line(example: str) -> str:
    return f"; or add written: {{dates: {example}}}"
