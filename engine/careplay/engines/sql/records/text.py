"""SQL written out, where queries are ASOF joins and folds over lists."""

from __future__ import annotations

from collections.abc import Iterable

from careplay.engines.sql.pieces import Query
from careplay.sources.columns import quoted


def query(text: str) -> Query:
    """The text of a query, given out as it stands."""
    return Query(f'SELECT * FROM ({text}) AS "text"')


def comma_list(parts: Iterable[object]) -> str:
    """The parts with commas between them."""
    return ", ".join(str(part) for part in parts)


def numbers(values: Iterable[int]) -> str:
    """A list of numbers."""
    return f"[{comma_list(values)}]"


def column_list(names: Iterable[str], of: str = "") -> str:
    """The columns by name, of one table."""
    prefix = f"{quoted(of)}." if of else ""
    return comma_list(f"{prefix}{quoted(each)}" for each in names)


def case(whens: Iterable[tuple[str, str]], default: str = "NULL") -> str:
    """The value of the first condition that holds."""
    told = " ".join(f"WHEN {when} THEN {then}" for when, then in whens)
    return f"CASE {told} ELSE {default} END" if told else default
