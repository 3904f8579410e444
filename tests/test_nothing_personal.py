"""No command shows a personal value of the shipped businesses, and no file but partitions."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pytest

import careplay
from alike import called
from careplay.interface.checking import sound
from careplay.model import words
from careplay.model.business import Business
from careplay.model.personal import names_of, personal_attributes
from careplay.model.types import Type
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.wordings import LUNAR_DATE
from shop_folder import shipped, shop

BUSINESSES = ("appliance_store", "home_textiles", "car_dealership", "hotel", "wealth_advisory")
DAY = "2026-11-21"
SHORT = 2
"""Fewer signs are found anywhere; with as many digits as in a year, too."""
ROOM = 4
ORDINARY = frozenset({"老同事", "邻居", "表妹", "表弟", "球友", "嫂子", "闺蜜", "大学室友"})
"""Words for a friend that are said of anybody."""


def values(business: Business) -> Mapping[str, frozenset[str]]:
    """By fact and attribute every personal value: as a cell has it, and as a text tells it."""
    found = defaultdict[str, set[str]](set)
    places: list[tuple[Path, Mapping[str, str]]] = [
        (
            business.folder / business.customers.location,
            {e.column or e.name: e.name for e in business.declared.values() if e.personal},
        ),
        (
            business.folder / business.events.location,
            {
                business.events.columns.get(each, each): each
                for each in personal_attributes(business)
            },
        ),
    ]
    for file, columns in places:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                for column, name in columns.items():
                    found[name].add(row[column].strip())
    loaded = load_tables(business, customers=None, events=None, connection=connect())
    for fact in business.declared.values():
        if fact.personal and fact.type is Type.DATE:
            told = f'SELECT DISTINCT "{fact.name}" FROM customers WHERE "{fact.name}" NOTNULL'
            for (day,) in loaded.connection.execute(told).fetchall():
                found[fact.name] |= {str(day), *_spoken(day)}
    return {name: frozenset(_telling(each)) for name, each in found.items()}


def _telling(values: Iterable[str]) -> Iterator[str]:
    """Those by which a person is known wherever they stand."""
    ordinary = ORDINARY | {*re.findall(r"\S+", LUNAR_DATE)}
    for each in {*values} - ordinary:
        # The number of a room is that of anything else, but where it is said of a room.
        told = f"{each}房" if each.isdigit() and len(each) <= ROOM else each
        if len(told) >= SHORT:
            yield told


def rows(query: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers."""
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def _spoken(day: date) -> Iterator[str]:
    yield words.day_for_people(day, "zh")
    yield words.day_for_people(day, "en")


@cache
def _printed(name: str, folder: Path) -> Mapping[str, str]:
    """What every command prints of a day of the business, and every file but Parquet."""
    home = shipped(name, folder)
    on = ("--date", DAY)
    found = {
        "run": called(("run", home, *on, "--limit", 0, "--save", folder / "saved.jsonl")),
        "strict": called(("run", home, *on, "--strict")),
        "jsonl": called(
            ("run", home, *on, "--format", "jsonl", "--save", folder / "saved.parquet")
        ),
        "csv": called(("run", home, *on, "--format", "csv")),
        "cases": called(("cases", home, *on)),
        "board": called(("sheets", home, *on, "--of", "board")),
        "cases as jsonl": called(("cases", home, *on, "--format", "jsonl")),
        "plan": called(("plan", home, *on)),
        "tables": called(("tables", home, *on)),
        "history": called(("history", home, "--verify")),
    }
    kept = f"{home}/.careplay/actions/*/date=*/actions.parquet"
    customer = str(rows(f"SELECT max(customer_id) FROM '{kept}'")[0][0])
    found["customer"] = called(("run", home, *on, "--customer", customer))
    texts = {what: each.output for what, each in found.items()}
    texts |= dict(_sheets(home, folder / "sheets"))
    texts["saved jsonl"] = (folder / "saved.jsonl").read_text("utf-8")
    texts["saved parquet"] = str(rows(f"FROM '{folder}/saved.parquet'"))
    for each in sorted((home / ".careplay").rglob("*")):
        if each.is_file() and each.suffix != ".parquet":
            texts[str(each.relative_to(home))] = each.read_text("utf-8")
    return texts


SHEET, SEEING = "sheet of", "sheet of one who sees"


def _sheets(home: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The sheet of each person in every form; apart those of roles that may see something."""
    seeing = {role for role, seen in names_of(sound(home)).visible.items() if seen}
    on = ("--date", DAY)
    listed = called(("open", home, *on, "--format", "jsonl")).stdout.splitlines()
    rows = [*map(json.loads, listed)]
    for form in careplay.SHEETS:
        assert called(("sheets", home, *on, "--as", form, "--to", folder)).exit_code == 0
    for file in sorted(folder.iterdir()):
        key = file.name.removeprefix(f"{DAY}_{home.name}_").partition("_")[0]
        roles = {row["role"] for row in rows if key in {row["owner"], row["role"]}}
        sees = f"{SEEING} as {' '.join(sorted(roles & seeing))}:"
        yield f"{sees if roles & seeing else SHEET} {file.name}", _text_of(file)


def _text_of(file: Path) -> str:
    """All that is written in the file, of a workbook in all that it is put together of."""
    if file.suffix != ".xlsx":  # long lines of a calendar go on in the next one
        return file.read_text("utf-8").replace("\n ", "" if file.suffix == ".ics" else "\n ")
    with zipfile.ZipFile(file) as parts:
        return "\n".join(parts.read(each).decode("utf-8") for each in parts.namelist())


Values: TypeAlias = Mapping[str, frozenset[str]]


@pytest.fixture(scope="module", params=BUSINESSES)
def business(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Business, Values, Mapping[str, str]]:
    """A shipped business: its personal values by name, and all that is shown of a day."""
    folder = tmp_path_factory.mktemp(request.param)
    shown = _printed(request.param, folder)
    home = sound(folder / request.param)
    return home, values(home), shown


def told(personal: frozenset[str], text: str) -> list[str]:
    return sorted(each for each in personal if each in text)


@pytest.mark.one_in(2)
def test_no_personal_value_is_shown(
    business: tuple[Business, Values, Mapping[str, str]],
) -> None:
    _, by_name, shown = business
    personal = frozenset().union(*by_name.values())
    assert len(personal) > 100
    found = {
        what: told(personal, text)
        for what, text in shown.items()
        if not what.startswith(SEEING)
    }
    assert {what: each for what, each in found.items() if each} == {}


def test_who_needs_it_for_his_work_sees_that_and_nothing_else(
    business: tuple[Business, Values, Mapping[str, str]],
) -> None:
    home, by_name, shown = business
    visible = names_of(home).visible
    seen = False
    for what, text in shown.items():
        if not what.startswith(SEEING):
            continue
        roles = what.removeprefix(f"{SEEING} as ").partition(":")[0].split()
        names = {name.rpartition(".")[2] for role in roles for name in visible[role]}
        may = frozenset().union(*(by_name.get(each, frozenset()) for each in names))
        others = frozenset().union(*(each for name, each in by_name.items())) - may
        assert (what, told(others, text)) == (what, [])
        seen |= bool(told(may, text))
    assert seen


def test_what_is_looked_through_is_there(
    business: tuple[Business, Values, Mapping[str, str]],
) -> None:
    _, _, shown = business
    assert all("Traceback" not in text for text in shown.values())
    assert any("rejects.csv" in each for each in shown)
    assert any("run.json" in each for each in shown)
    sheets = [text for what, text in shown.items() if what.startswith((SHEET, SEEING))]
    assert len(sheets) > 10
    assert "**" in shown["run"]
    assert "**" in shown["jsonl"]
    assert "**" in shown["saved parquet"]


AHEAD = """
rules:
  - id: ahead
    title: A day ahead
    when: {before: birthday, days: 9}
    do: [{task: Write a card, to: adviser, reason: "{name} was born on {birthday}"}]
"""


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_reasons_and_occasions_tell_nothing_personal_either(
    engine: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").write_text(AHEAD, "utf-8")
    with (folder / "data/customers.csv").open("a", encoding="utf-8") as customers:
        customers.write("11,Xaver Quill,07700900011,2026-11-30,true,S2\n")
    saved = tmp_path / "saved.parquet"
    on = ("--date", DAY, "--engine", engine, "--save", saved)
    (told,) = called(("run", folder, *on, "--format", "jsonl")).stdout.splitlines()
    names = ("occasion", "reason", "because")
    expected = [
        "birthday:**",
        "X** was born on **",
        [{"fact": "birthday", "value": "**"}],
    ]
    assert [json.loads(told)[each] for each in names] == expected
    (row,) = rows(f"SELECT {', '.join(names)} FROM '{saved}'")
    assert list(row) == expected
