"""What the DMN TCK asks of decision tables, asked of careplay: ``cases/dmn``.

The cases are careplay's own, in its words and with its data; ``like`` names the tests of the
TCK whose subject they share. Where careplay means something else, the case shows it and
docs/tables.md says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from careplay.language import build
from careplay.model import words
from careplay.model.business import Business
from careplay.model.facts import type_of
from careplay.model.types import NUMERIC, Scalar, Type
from careplay.reading import read
from careplay.sources.connecting import connect
from deciding import by_duckdb, by_plain, load

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent / "cases" / "dmn"
DAY = "2026-06-01"
OWN = ("given", "today")


def cases() -> list[Any]:
    """Each case of each file, with a name that tells it."""
    return [
        pytest.param(file, place, id=f"{file.stem}-{place}")
        for file in sorted(HERE.glob("*.yaml"))
        for place in range(len(texts(file)["cases"]))
    ]


@cache
def texts(file: Path) -> Mapping[str, Any]:
    """The file with every value as the text it was written as."""
    found: Mapping[str, Any] = yaml.load(file.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506
    return found


@cache
def business(file: Path) -> Business:
    """The tables of the file, in a business that has its facts."""
    home = {
        "name": "DMN",
        "customers": {"from": "c.csv", "key": "id", "facts": texts(file)["facts"]},
        "events": {"from": "e.csv", "types": {"visit": {}}},
    }
    home_text = "careplay: 1\n" + yaml.safe_dump(home, allow_unicode=True)
    written = file.read_text("utf-8")
    book = written[written.index("\ntables:") : written.index("\ncases:")]
    if "\nparameters:" in written:
        book = written[written.index("\nparameters:") : written.index("\ncases:")]
    documents = [read(text, name).document for text, name in ((home_text, "h"), (book, "b"))]
    first, second = documents
    assert first is not None
    assert second is not None
    built = build(HERE, first, [second])
    assert [str(fault) for fault in built.diagnostics] == []
    assert built.business is not None
    return built.business


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


def value(text: str, kind: Type) -> Scalar:
    """The value as the data would hold it."""
    match kind:
        case _ if kind in NUMERIC:
            return int(text) if kind is Type.INTEGER else Decimal(text)
        case Type.BOOLEAN:
            return text == "true"
        case Type.DATE:
            return date.fromisoformat(text)
        case Type.MOMENT:
            return datetime.fromisoformat(text)
        case _:
            return text


@pytest.mark.parametrize(("file", "place"), cases())
def test_both_engines_answer_as_the_case_says(file: Path, place: int) -> None:
    case, made = texts(file)["cases"][place], business(file)
    given = case["given"] or {}
    person = {name: value(text, made.declared[name].type) for name, text in given.items()}
    names = [name for name in case if name not in OWN]
    wanted = [_shown(case[name], type_of(made.facts[name])) for name in names]
    day = date.fromisoformat(case.get("today", DAY))
    people = load(made, [{"customer_id": 1, **person}], connection())
    for answers in (
        by_plain(made, day, names, people),
        by_duckdb(made, day, names, connection()),
    ):
        ((_, *found),) = answers
        shown = [
            "missing" if each is None else words.plain(each, type_of(made.facts[name]))
            for name, each in zip(names, found, strict=True)
        ]
        assert dict(zip(names, shown, strict=True)) == dict(zip(names, wanted, strict=True))


def _shown(text: str, kind: Type) -> str:
    return text if text == "missing" else words.plain(value(text, kind), kind)


def test_every_file_says_what_it_is_like() -> None:
    for file in HERE.glob("*.yaml"):
        assert texts(file)["about"]
        assert texts(file)["like"]
