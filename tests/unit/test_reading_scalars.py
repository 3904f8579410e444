from __future__ import annotations

from decimal import Decimal

import pytest

from careplay.reading import read
from careplay.reading.document import Value


def value(text: str) -> Value:
    reading = read(f"key: {text}\n", "book.yaml")
    assert reading.diagnostics == ()
    assert reading.document is not None
    assert isinstance(reading.document.value, dict)
    found: Value = reading.document.value["key"]
    return found


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("120000", 120000),
        ("110101199003071234", 110101199003071234),
        ("12.50", Decimal("12.50")),
        ("-0.1", Decimal("-0.1")),
    ],
)
def test_a_word_is_a_value_by_the_core_rules(text: str, meaning: Value) -> None:
    found = value(text)
    assert (found, type(found), str(found)) == (meaning, type(meaning), str(meaning))


@pytest.mark.parametrize(
    "text",
    [
        *("on", "off", "yes", "no", "y", "n", "tRuE", "nULL"),
        *("010", "0x1F", "0o17", "1_000", "12:30", "1:2:3", "+5", ".5", "5.", "1e3", "1.5e3"),
        *(".inf", "-.inf", ".nan", "2026-01-01", "2026-01-01 10:30:00", "20%", "09:00-18:00"),
        *("12345678901234567890", "\uff10\uff10\uff17", "١٢", "=", "--", "a-b", "a#b"),
    ],
)
def test_every_other_word_stays_text(text: str) -> None:
    assert value(text) == text


def test_a_word_in_quotes_is_text() -> None:
    assert [value('"7"'), value("'true'"), value("''")] == ["7", "true", ""]


def test_a_key_is_the_text_that_is_written() -> None:
    reading = read("2025-01-01: a\n7: b\non: c\ntrue: d\n", "book.yaml")
    assert reading.document is not None
    assert reading.document.value == {"2025-01-01": "a", "7": "b", "on": "c", "true": "d"}


def test_an_alias_stands_for_what_it_names() -> None:
    reading = read("a: &x {b: [1]}\nc: *x\n", "book.yaml")
    assert reading.diagnostics == ()
    assert reading.document is not None
    assert reading.document.value == {"a": {"b": [1]}, "c": {"b": [1]}}
