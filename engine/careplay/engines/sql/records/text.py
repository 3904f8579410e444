"""SQL as text, for what sqlglot's expressions cannot say: ASOF joins and folds over lists."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from careplay.engines.sql.build import name
from careplay.sources.columns import quoted


def query(text: str) -> exp.Query:
    """The text of a query, given out as it stands."""
    return exp.Select(expressions=[exp.Star()]).from_(
        exp.Table(this=exp.Var(this=f"({text})"), alias=exp.TableAlias(this=name("text"))),
        copy=False,
    )


def temporary(called: str, text: str) -> exp.Create:
    """A temporary table made by the text of a query."""
    return exp.Create(
        this=exp.Table(this=name(called)),
        kind="TABLE",
        replace=True,
        expression=exp.Var(this=text),
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )


def listed(parts: Iterable[object]) -> str:
    """The parts with commas between them."""
    return ", ".join(str(part) for part in parts)


def numbers(values: Iterable[int]) -> str:
    """A list of numbers."""
    return f"[{listed(values)}]"


def columns(names: Iterable[str], of: str = "") -> str:
    """The columns by name, of one table."""
    prefix = f"{quoted(of)}." if of else ""
    return listed(f"{prefix}{quoted(each)}" for each in names)


def case(whens: Iterable[tuple[str, str]], default: str = "NULL") -> str:
    """The value of the first condition that holds."""
    told = " ".join(f"WHEN {when} THEN {then}" for when, then in whens)
    return f"CASE {told} ELSE {default} END" if told else default
