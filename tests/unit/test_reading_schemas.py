"""The shipped schemas: sound, helpful to an editor, and one with the model."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator

from careplay.model.rules import Audience, Category, Priority, Verb
from careplay.model.triggers import LeapDay, LeapMonth, Period, ShortMonth
from careplay.model.types import Type
from careplay.reading import read
from careplay.reading.explaining import SIMPLE
from careplay.reading.schema import plainly_sound
from careplay.reading.shipped import schema
from careplay.reading.validators import flat, validator
from examples import examples

NAMES = ("business", "playbook", "action", "run", "stories", "tested", "explained")
CASES = Path(__file__).parents[1] / "cases" / "diagnostics"
SHIPPED = Path(__file__).parents[2] / "playbooks" / "appliance_store"


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if isinstance(part, dict):
        if "type" in part and not isinstance(part["type"], dict):
            yield part
        for each in part.values():
            yield from parts(each)
    elif isinstance(part, list):
        for each in part:
            yield from parts(each)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_what_its_schema_asks(name: str) -> None:
    whole = schema(name)
    for part in parts(whole):
        asked = Draft202012Validator({**part, "$defs": whole.get("$defs", {})})
        for example in part.get("examples", ()):
            assert not list(asked.iter_errors(example)), (part.get("description"), example)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_for_the_editor(name: str) -> None:
    for part in parts(schema(name)):
        for key, about in part.get("properties", {}).items():
            if name != "action" or key not in {"fact", "value"}:
                assert about is True or "$ref" in about or about.get("description"), key


def words(*path: str) -> list[str]:
    part: Any = schema(path[0])
    for step in path[1:]:
        part = part[step]
    return list(part["enum"])


WHEN = ("playbook", "$defs", "rule", "properties", "when", "properties")
ACTION = ("playbook", "$defs", "action", "properties")


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        (words(*ACTION, "priority"), Priority),
        (words(*ACTION, "category"), Category),
        (words("playbook", "$defs", "rule", "properties", "for"), Audience),
        (words(*WHEN, "every"), Period),
        (words(*WHEN, "leap_day"), LeapDay),
        (words(*WHEN, "leap_month"), LeapMonth),
        (words(*WHEN, "short_month"), ShortMonth),
        (words("business", "$defs", "fact", "then"), Type),
        (words("business", "$defs", "attribute", "properties", "type"), Type),
        (words("action", "properties", "verb"), Verb),
        (words("action", "properties", "category"), Category),
    ],
)
def test_closed_words_are_those_of_the_model(found: list[str], meant: type[StrEnum]) -> None:
    assert found == [str(each) for each in meant]


def test_the_verbs_are_those_of_the_model() -> None:
    action = schema("playbook")["$defs"]["action"]
    assert [each["required"][0] for each in action["oneOf"]] == [str(verb) for verb in Verb]


def faults(asked: Any, value: Any) -> set[tuple[object, ...]]:
    return {
        (tuple(e.absolute_path), str(e.validator), tuple(e.absolute_schema_path)[-1])
        for e in asked.iter_errors(value)
    }


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_flat_validator_finds_what_the_plain_one_finds(case: Path) -> None:
    document = read(case.read_bytes(), case.name).document
    for name in NAMES[:2] if document else ():
        plain = Draft202012Validator(schema(name))
        value = document.value if document else None
        assert faults(validator(name), value) == faults(plain, value)


leaf = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["a", "high", "$p"])
)
key = st.sampled_from(
    ["id", "title", "when", "do", "to", "call", "visit", "after", "days", "any"]
)
value = st.recursive(
    leaf, lambda each: st.lists(each, max_size=2) | st.dictionaries(key, each, max_size=4)
)


@given(rules=st.lists(st.dictionaries(key, value, max_size=6), max_size=2))
@examples(60)
def test_the_flat_validator_agrees_on_any_rules(rules: list[dict[str, Any]]) -> None:
    plain = Draft202012Validator(schema("playbook"))
    assert faults(flat(schema("playbook")), {"rules": rules}) == faults(plain, {"rules": rules})


@cache
def plain(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_is_plainly_sound_where_jsonschema_finds_nothing(case: Path) -> None:
    document = read(case.read_bytes(), case.name).document
    for name in NAMES[:2] if document else ():
        value = document.value if document else None
        assert plainly_sound(value, name) == plain(name).is_valid(value)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within, by what holds it and its key or number there."""
    if isinstance(value, dict | list):
        steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield value, step
            yield from places(value[step])


ODD: list[object] = [
    None,
    True,
    0,
    -7,
    10**30,
    "",
    "a",
    "2026-11-21\n",
    "on",
    [],
    {},
    [{}],
    {"a": 1},
]
NOT_SURE: list[object] = [Decimal("2.0"), Decimal("1E+3"), "half of a pair: \ud83d"]
"""What jsonschema-rs takes otherwise, or not at all."""


@given(drawn=st.data())
@examples(200)
def test_what_is_plainly_sound_has_no_fault_wherever_one_value_is_odd(
    drawn: st.DataObject,
) -> None:
    """In a shipped file, one value becomes another: as wrong files are, mostly right."""
    file = drawn.draw(st.sampled_from(sorted(SHIPPED.glob("*.yaml"))))
    name = "business" if file.name == "careplay.yaml" else "playbook"
    document = read(file.read_bytes(), file.name).document
    value = deepcopy(document.value if document else None)
    holder, step = drawn.draw(st.sampled_from([*places(value)]))
    odd = drawn.draw(st.sampled_from([*ODD, Decimal("1.5"), *NOT_SURE]))
    holder[step] = odd
    quickly, fully = plainly_sound(value, name), plain(name).is_valid(value)
    assert quickly <= fully if odd in NOT_SURE else quickly == fully


ASKING = {
    "type", "enum", "pattern", "minimum", "maximum", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties", "minLength", "maxLength", "required", "const", "not",
    "additionalProperties", "dependentRequired", "oneOf", "anyOf", "multipleOf", "contains",
    "exclusiveMinimum", "exclusiveMaximum", "unevaluatedProperties", "prefixItems",
}  # fmt: skip
"""The keywords of JSON Schema 2020-12 from which a document may depart."""
BESIDE = {"required", "additionalProperties", "dependentRequired", "oneOf", "anyOf"}
"""Those that are told by more than the keyword."""


def keywords(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            named = key in {"properties", "$defs", "dependentSchemas", "patternProperties"}
            yield from () if named else (key,)
            yield from _within(part, named=named)
    elif isinstance(schema, list):
        for part in schema:
            yield from keywords(part)


def _within(part: object, *, named: bool) -> Iterator[str]:
    if named and isinstance(part, dict):
        for each in part.values():
            yield from keywords(each)
    else:
        yield from keywords(part)


@pytest.mark.parametrize("name", ["business", "playbook", "stories"])
def test_whatever_a_schema_asks_for_has_words(name: str) -> None:
    assert (ASKING & set(keywords(schema(name)))) - BESIDE <= set(SIMPLE)
