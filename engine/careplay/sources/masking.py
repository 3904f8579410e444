"""What is personal as the database shows it: the SQL of what ``careplay.masks`` says."""

from __future__ import annotations

from careplay.masks import MASK, SHAPES
from careplay.sources.columns import literal


def shown_sql(value: str, *, text: str, hidden: str, free: str) -> str:
    """The value as it may be shown; the others are conditions, of which the first that holds.

    ``text``: it is a personal text, ``hidden``: it is personal, ``free``: anything may stand
    in it. One of which nothing holds is shown as it is.
    """
    return f"""CASE WHEN {value} IS NULL OR {value} = '' THEN {value}
        WHEN {text} AND length({value}) > 1 THEN left({value}, 1) || '{MASK}'
        WHEN {hidden} THEN '{MASK}'
        WHEN {free} THEN regexp_replace({value}, {literal(SHAPES)}, '{MASK}', 'g')
        ELSE {value} END"""
