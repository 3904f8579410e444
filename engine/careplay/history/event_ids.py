"""The ids by which runs remember events, each by what tells those of its own type apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from careplay.history import apart
from careplay.history.apart import listed_in, told_by_events
from careplay.meaning.event_keys import mark_begins
from careplay.model.business import Business
from careplay.sources.columns import KEY, quoted, sql_list

BY_COLUMN, BY_OWN = "key:", "own:"
"""What tells events apart: a key, and which column that is; or what their own type tells."""
BY_SOME_KEY = apart.BY_KEY
"""What days say that were kept before they said which column."""
MISSING = "chr(30)"
MOMENT = """strftime("at", '%Y-%m-%d %H:%M:%S')"""


def told_apart_by(business: Business) -> str:
    """What tells events of the business apart."""
    column = business.events.columns.get("key")
    return BY_OWN if column is None else f"{BY_COLUMN}{column}"


def by_keys(told: str) -> bool:
    """Whether that is a key."""
    return told == BY_SOME_KEY or told.startswith(BY_COLUMN)


def marks_in(told: Mapping[str, str]) -> Mapping[str, str]:
    """By which mark a kept day went for each type of events, as its file tells."""
    parts = (each.partition("#") for each in told.get("marks", "").split(",") if each)
    return {name: sign + mark for name, sign, mark in parts}


def remarked(
    business: Business, types: Iterable[str], told: Mapping[str, str]
) -> tuple[str, ...]:
    """Those of the types whose events without a key went by another mark on a kept day."""
    marks = marks_in(told)
    every = ((each, mark_begins(business.event_types[each])) for each in types)
    return tuple(sorted(each for each, mark in every if mark != marks.get(each)))


def parts_of_ids(business: Business, types: Iterable[str]) -> Sequence[str]:
    """The names of all columns, customer, type and moment apart, of which ids are made."""
    own = {name for each in types for name in business.event_types[each].attributes}
    return [*(["key"] if _has_key(business) else []), *sorted(own)]


def event_id(business: Business, types: Iterable[str], *, keyless: bool = False) -> str:
    """The id of an event of the types as SQL: 64 bits of its own; ``keyless``: had it no key.

    A text and a missing one differ.
    """
    own = _own(business, types)
    if _has_key(business) and not keyless:
        own = f'coalesce("key", {own})'
    return f"md5_number_lower(concat_ws(chr(31), {KEY}::VARCHAR, type, {own}))"


def event_id_once(business: Business, by: str) -> str:
    """The id by which a day knew an event that was kept when all types went by the same."""
    names, there = listed_in(by), told_by_events(business)
    parts = [f"{KEY}::VARCHAR", "type"]
    if by == BY_SOME_KEY:
        parts.append(f'coalesce("key", {MOMENT})')
    else:
        # What only outcomes told, the events may lack.
        parts += [MOMENT, *(_value(each) if each in there else MISSING for each in names)]
    return f"md5_number_lower({_together(parts)})"


def _has_key(business: Business) -> bool:
    return "key" in business.events.columns


def _own(business: Business, types: Iterable[str]) -> str:
    """The moment of an event and all that its type tells."""
    names = {each: sorted(business.event_types[each].attributes) for each in types}
    in_order = sorted((each for each in names if names[each]), key=lambda each: names[each])
    whens = " ".join(
        f"WHEN type IN {sql_list([*alike])} THEN {_together([MOMENT, *map(_value, told)])}"
        for told, alike in groupby(in_order, key=lambda each: names[each])
    )
    return f"CASE {whens} ELSE {MOMENT} END" if whens else MOMENT


def _together(parts: Iterable[str]) -> str:
    return f"concat_ws(chr(31), {', '.join(parts)})"


def _value(name: str) -> str:
    return f"coalesce({quoted(name)}::VARCHAR, {MISSING})"
