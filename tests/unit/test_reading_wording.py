from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from careplay.reading import read_checked
from careplay.reading.wording import found_instead, kinds, value_text, where

RULES: Any = {"rules": [{"id": "first", "do": [{"call": "x"}]}, {"do": []}, "text"]}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((), "at the top of the file"),
        (("rules",), 'in "rules"'),
        (("rules", 0), 'in rule "first"'),
        (("rules", 1), "in rule 2"),
        (("rules", 2), "in rule 3"),
        (("rules", 0, "when"), 'in "when" of rule "first"'),
        (("rules", 0, "when", "days"), 'in "when.days" of rule "first"'),
        (("rules", 0, "do"), 'in "do" of rule "first"'),
        (("rules", 0, "do", 0), 'in action 1 of rule "first"'),
        (("rules", 0, "do", 0, "ask", 1), 'in item 2 of "ask" of action 1 of rule "first"'),
        (("rules", 0, "if", "any", 0, "tier"), 'in "if.any.tier" of rule "first"'),
        (("segments", "loyal"), 'in "segments.loyal"'),
    ],
)
def test_a_place_is_named_as_its_writer_would(path: tuple[str | int, ...], said: str) -> None:
    assert where(path, RULES) == said


def test_values_and_kinds_are_named_in_words() -> None:
    assert kinds(["string", "number", "array"]) == "text, a number or a list"
    values: list[Any] = [None, True, "x", 7, Decimal("1.5"), [], {}]
    assert [found_instead(value) for value in values] == [
        "nothing",
        "true",
        'text "x"',
        "the number 7",
        "the number 1.5",
        "a list",
        "keys with values",
    ]
    assert value_text({"a": [True, "{b}", 1]}) == '{a: [true, "{b}", 1]}'


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("priority: 高", "CP014", 'did you mean "high"?'),
        ("负责人: x", "CP011", 'did you mean "to"?'),
        ("titel: x", "CP011", "known keys are"),
        ("due: 3", "CP013", "write it like within 3 days"),
        ("ask: name", "CP013", "write [name]"),
        ("ask: 【a】", "CP013", 'write "["'),
        ("reason: true", "CP013", 'put it in quotes: "true"'),
        ("checklist: [1]", "CP013", 'put it in quotes: "1"'),
    ],
)
def test_the_way_out_fits_the_fault(line: str, code: str, hint: str) -> None:
    text = "rules:\n- id: a\n  title: b\n  when: {event: c}\n  do: [{call: d, to: e}]\n"
    text = text.replace("[{call: d, to: e}]", f"\n  - call: d\n    to: e\n    {line}")
    (said,) = read_checked(text, "f", "playbook").diagnostics
    assert said.code == code
    assert hint in said.message
    assert said.message == said.message[0].lower() + said.message[1:]
    assert not said.message.endswith(".")
