"""docs/faults.md is true: it has every code, each with an example that gives just it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

import careplay
import docs_pages
import docs_shop
import hotel_days
from careplay.checks import CHECKS
from careplay.checks.base import Check
from careplay.engines import ENGINES, engine
from careplay.language.codes import CODES
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.day_faults import on_day
from careplay.sources.loading import load_tables
from docs_pages import codes

ROWS = {row[0]: row for table in docs_pages.tables("faults.md") for row in table.rows}
CODE = re.compile(r"CP\d{3}")
HOME = {
    "careplay": "careplay: 1",
    "name": "name: Shop",
    "customers": "customers: {from: c.csv, key: id, facts: {name: text, owner: staff}}",
    "events": "events: {from: e.csv, types: {visit: {}}}",
    "roles": "roles: {adviser: {}}",
}
UNUSED = {"CP121", "CP122"}
"""Most of what the shop of the page has is used by no single example."""
RULE = {
    "id": "id: row",
    "title": "title: A row of the page",
    "when": "when: {every: day}",
    "do": "do: [{task: Look, to: adviser}]",
}
OTHER = (
    "timezone",
    "working_hours",
    "closed",
    "open",
    "staff",
    "channels",
    "include",
    "words",
)
SECTIONS = (
    "measures",
    "tiers",
    "segments",
    "parameters",
    "templates",
    "flows",
    "limits",
    "tables",
    "lists",
    "receptions",
)
KEY = re.compile(r"\w+")
PAGE = """rules:
  - {id: x, title: 问候顾客, when: {every: day}, do: [{task: 问好, to: adviser}]}
"""
FILES: Mapping[str, bytes] = {
    "CP002": b"",
    "CP005": PAGE.replace("  - {", "\t- {").encode(),
    "CP007": PAGE.encode("gbk"),
    "CP008": PAGE.encode() + b"#" * 2_000_000,
}
"""The examples that are files and cannot be shown in a cell."""
OF_PRACTICES = ("CP493", "CP494", "CP495")
"""Told by ``careplay practices`` alone, and tried in its own tests."""
OF_SEVERAL = ("CP315", "CP316")
"""Told of two rules: ``cases/businesses/same_occasion``; and of days of data:
``test_quiet_rules.py``."""
ROW = "c1,c1" + "," * 15
DATA: Mapping[str, tuple[str, str]] = {
    "CP501": ("data/customers.csv", ROW.replace("c1", "c2") + ",one,two\n"),
    "CP502": ("data/events.csv", "c1,k1,visit,,,,,,,\n"),
    "CP512": ("data/customers.csv", f"{ROW}\n{ROW}\n"),
    "CP514": ("data/events.csv", "c9,k1,visit,2026-11-20 10:00,,,,,,\n"),
    "CP530": ("data/events.csv", "c1,,visit,2026-11-20 10:00,,,,,,\n" * 2),
}
"""The rows of data that are faulty as a whole, to be added to a file."""
OF_FILES = ("CP532", "CP533", "CP534")
"""Told of some kinds of file alone; tried in ``tests/test_odd_*.py``."""
OF_MEMORY = ("CP525", "CP529", "CP531", "CP535", "CP536")
"""Told of earlier days' actions, or of a flow; tried in tests of their own."""
OF_STAYS = ("CP519", "CP524")
"""Told of the guests of the hotel of ``docs/receptions.md``."""
GUESTS = "guest_id,name,vip_level\nc1,Ann,B\n"
TEAM = "id,name,role\nE1,Ann,duty_manager\n"
TOLD = ("customer_id", "type", "at", "ref", "arrival", "departure", "room", "raised_to")
STAYS = (*TOLD, "approved_by", "raised_until", "agreed_items")
DAY = date(2026, 11, 21)


def data_codes() -> list[str]:
    return [
        code for code in ROWS if code.startswith("CP5") and code not in {*OF_MEMORY, *OF_FILES}
    ]


def playbook_codes() -> list[str]:
    """CP6xx are told by one engine alone, CP7xx of stories; both have tests of their own."""
    return [
        code
        for code in ROWS
        if not code.startswith(("CP5", "CP6", "CP7"))
        and code not in {*FILES, *OF_PRACTICES, *OF_SEVERAL}
    ]


def said_in(folder: Path) -> set[str]:
    """Every code that careplay's own source speaks of."""
    return {
        code for file in folder.rglob("*.py") for code in CODE.findall(file.read_text("utf-8"))
    }


def test_the_page_has_every_code_and_no_other() -> None:
    assert set(ROWS) == said_in(Path(careplay.__file__).parent)


def test_codes_stand_in_order() -> None:
    assert [*ROWS] == sorted(ROWS)


@pytest.mark.parametrize(
    "held", [CODES, *(engine(name).CODES for name in ENGINES)], ids=["language", *ENGINES]
)
def test_a_code_is_described_in_the_words_of_the_code(held: Mapping[str, str]) -> None:
    assert {code: ROWS[code][1] for code in held} == held


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.CODE)
def test_a_check_is_described_in_its_own_words(check: Check) -> None:
    told = (check.__doc__ or "").split("\n")[0].rstrip(".")
    assert ROWS[check.CODE][1] == told[0].lower() + told[1:]


@pytest.mark.parametrize("code", playbook_codes())
def test_an_example_gives_its_code_alone(code: str, tmp_path: Path) -> None:
    assert codes(ROWS[code][2])
    assert told(tmp_path, codes(ROWS[code][2])) - (UNUSED - {code}) == {code}


@pytest.mark.parametrize("code", playbook_codes())
def test_what_is_put_right_gives_none(code: str, tmp_path: Path) -> None:
    assert codes(ROWS[code][3])
    assert told(tmp_path, codes(ROWS[code][3])) - UNUSED == set()


@pytest.mark.parametrize("code", FILES)
def test_a_faulty_file_gives_its_code_alone(code: str, tmp_path: Path) -> None:
    docs_shop.shop(tmp_path)
    (tmp_path / "row.yaml").write_bytes(FILES[code])
    assert {fault.code for fault in docs_shop.examined(tmp_path).diagnostics} == {code}


@pytest.mark.parametrize("code", data_codes())
def test_faulty_data_give_their_code_alone(code: str, tmp_path: Path) -> None:
    assert told_of_data(tmp_path, codes(ROWS[code][2]), code) == {code}


@pytest.mark.parametrize("code", [code for code in data_codes() if code not in DATA])
def test_data_put_right_give_none(code: str, tmp_path: Path) -> None:
    assert codes(ROWS[code][3])
    assert told_of_data(tmp_path, codes(ROWS[code][3]), stays=code in OF_STAYS) == set()


def told(folder: Path, example: tuple[str, ...]) -> set[str]:
    """The codes said of an example: of a business, or of a playbook of the page's shop."""
    parts = {KEY.match(line)[0]: line for line in example}  # type: ignore[index]
    if "receptions" in parts:
        look = {"do": RULE["do"].replace("adviser", "gm")}
        files = {
            "careplay.yaml": hotel_days.yaml_of("careplay:"),
            "row.yaml": book(parts | look),
        }
        docs_shop.write(folder, files)
        return codes_of(folder)
    of_home = {key: parts.pop(key) for key in {*HOME, *OTHER} - {"name"} if key in parts}
    if of_home:
        docs_shop.write(folder, {"common/greetings.yaml": PAGE})
        folder = folder / "shop"
        home = "\n".join({**HOME, **of_home}.values())
        docs_shop.write(folder, {"careplay.yaml": home, "row.yaml": book(parts)})
    else:
        docs_shop.write(docs_shop.shop(folder), {"row.yaml": book(parts)})
    return codes_of(folder)


def codes_of(folder: Path) -> set[str]:
    """What is wrong with the business of a folder."""
    (found,) = examine_all([folder])
    return {fault.code for fault in found.told}


def book(parts: Mapping[str, str]) -> str:
    """A playbook of these lines: sections of it, or keys of its one rule."""
    sections = [line for key, line in parts.items() if key in SECTIONS]
    rule = {**RULE, **{key: line for key, line in parts.items() if key not in SECTIONS}}
    lines = "\n    ".join(rule.values())
    return "\n".join((*sections, "rules:", f"  - {lines}", ""))


def told_of_data(
    folder: Path, example: tuple[str, ...], code: str = "", *, stays: bool = False
) -> set[str]:
    """The codes said of data: of a customer's cells and events, a person, or a whole row."""
    if stays or code in OF_STAYS:
        return told_of_stays(folder, example)
    of_staff = [line for line in example if line.startswith("staff:")]
    facts = "nothing" if of_staff or not example else " ".join(f"`{line}`" for line in example)
    files = docs_shop.data({"c1": docs_shop.given(facts)}, staff(of_staff))
    if code in DATA:
        name, rows = DATA[code]
        files[name] += rows
        if code == "CP512":
            files[name] = files[name].split("\n")[0] + "\n" + rows
    business = docs_shop.sound(docs_shop.shop(folder))
    docs_shop.write(folder, files)
    return codes_of_data(business)


def told_of_stays(folder: Path, example: tuple[str, ...]) -> set[str]:
    """The codes said of the events of a guest."""
    given = docs_shop.given(" ".join(f"`{line}`" for line in example))
    rows = [{"customer_id": "c1", **event} for event in given.events]
    told = "\n".join(",".join(row.get(name, "") for name in STAYS) for row in rows)
    files = {
        "careplay.yaml": hotel_days.yaml_of("careplay:"),
        "vip.yaml": hotel_days.yaml_of("lists:"),
        "data/guests.csv": GUESTS,
        "data/events.csv": f"{','.join(STAYS)}\n{told}\n",
        "data/staff.csv": TEAM,
    }
    return codes_of_data(docs_shop.sound(docs_shop.write(folder, files)))


def codes_of_data(business: Business) -> set[str]:
    """The codes said of the business's data on a day."""
    loaded = load_tables(
        business, customers=None, events=None, connection=connect(), days=(DAY,)
    )
    return {fault.code for fault in on_day(loaded, DAY).faults}


def staff(example: list[str]) -> str:
    columns = ("id", "name", "role", "absent_from", "absent_to", "successor", "capacity")
    told = (yaml.load(line, Loader=yaml.BaseLoader)["staff"] for line in example)  # noqa: S506
    people = [{"id": "E1", "role": "adviser"}, *({"id": "E2", **each} for each in told)]
    rows = (",".join(person.get(name, "") for name in columns) for person in people)
    return "\n".join((",".join(columns), *rows, ""))
