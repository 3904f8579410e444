"""One table says how triggers are written: the shipped schema and the parser agree on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from typing import Any

import pytest

import trigger_schema
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.nodes import Node
from careplay.language.triggers.forms import FORMS, form_of
from careplay.language.triggers.keys import KEYS
from careplay.language.triggers.sources import World
from careplay.language.triggers.trigger import trigger
from careplay.model.business import Attribute, EventType
from careplay.model.triggers import Trigger
from careplay.model.types import Type
from careplay.reading.document import Document
from careplay.reading.shipped import schema
from careplay.reading.validators import flat

PLAYBOOK = schema("playbook")
WHEN = PLAYBOOK["$defs"]["rule"]["properties"]["when"]
ASKED = flat({**WHEN, "$defs": PLAYBOOK["$defs"]})

WORLD = World(
    {"visit": EventType("visit", {"amount": Attribute("amount", Type.INTEGER)})},
    Vocabulary({"birthday": Kind(Type.DATE), "points": Kind(Type.INTEGER)}, {}),
    ("loyal",),
    "CN",
)
VALUES: Mapping[str, Any] = {
    **dict.fromkeys(("anniversary", "after"), "visit"),
    **dict.fromkeys(("absent", "event"), "visit"),
    **dict.fromkeys(("enters", "leaves"), "loyal"),
    **dict.fromkeys(("days", "working_days", "weeks", "months", "years"), 7),
    "reaches": [1000],
    "falls_below": [1000],
    "holiday": "spring_festival",
    "solar_term": ["start_of_winter"],
    "crosses": "points",
    "where": {"amount": 5},
    "leap_day": "march 1",
    "leap_month": "leap",
    "short_month": "next day",
    "again": "30 days",
    "times": 3,
    "on": 15,
}


def combined() -> Iterator[frozenset[str]]:
    """All keys by twos; and those of each form in every way, alone and with a stranger."""
    few = chain.from_iterable(combinations(KEYS, size) for size in range(3))
    for key, form in FORMS.items():
        for size in range(len(form.beside) + 1):
            for beside in combinations(form.beside, size):
                yield frozenset((key, *beside))
                yield from (frozenset((key, other, *beside)) for other in KEYS)
    yield from map(frozenset, few)


COMBINED = sorted({*combined()}, key=sorted)


def value(keys: frozenset[str]) -> dict[str, Any]:
    """Something sound for each key; ``before`` is a date by itself, and else a span."""
    alone = not any(key in keys for key in FORMS if key != "before")
    values = {
        **VALUES,
        "before": "visit" if alone else "1 day",
        "every": "month" if "on" in keys else "day",
    }
    return {key: values[key] for key in KEYS if key in keys}


def parsed(value: Mapping[str, Any]) -> tuple[Trigger | None, list[str]]:
    node = Node(Document("book.yaml", value), (), value, [])
    return trigger(node, WORLD), [str(fault) for fault in node.faults]


def test_the_shipped_schema_is_what_the_tables_say() -> None:
    text = trigger_schema.FILE.read_text(encoding="utf-8")
    assert trigger_schema.written(text) == text


def test_every_key_is_of_some_form() -> None:
    assert {*KEYS} == {*FORMS, *(key for form in FORMS.values() for key in form.beside)}


def test_schema_and_parser_take_the_same_keys_together() -> None:
    apart = [
        keys
        for keys in COMBINED
        if ASKED.is_valid(value(keys)) != (parsed(value(keys))[0] is not None)
    ]
    assert len(COMBINED) > 2_000
    assert apart == []


def test_what_goes_together_has_no_fault() -> None:
    sound = [keys for keys in COMBINED if form_of(keys) is not None]
    assert len(sound) > 80
    assert [parsed(value(keys))[1] for keys in sound if parsed(value(keys))[1]] == []


@pytest.mark.parametrize("form", FORMS)
def test_the_parser_reads_each_key_that_the_schema_takes(form: str) -> None:
    """What stands beside a form's key changes the trigger."""
    for keys in (each for each in COMBINED if form_of(each) == form):
        for key in keys - {form, *FORMS[form].one_of}:
            if form_of(keys - {key}) == form:
                assert parsed(value(keys)) != parsed(value(keys - {key})), (keys, key)
