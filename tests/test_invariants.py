"""Invariants: held against stories, tests and data; a broken one is shown by its smallest."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import careplay as public
import docs_pages
import docs_shop
from alike import DURABLE
from careplay.reading.shipped import schema
from shop_folder import careplay as command

STORY = """careplay: 1
stories:
  two:
    title: Two customers, of whom one did not agree
    customers:
      C1: {name: Ann, phone: 1, consent: true, points: 5, owner: E1}
      C2: {name: Bob, consent: false, owner: E1}
    staff: {E1: {name: Lee, role: adviser}}
    days:
      2026-03-02:
        happened: [{visit: {at: 10:00, customer: C1}}, {visit: {at: 11:00, customer: C2}}]
        told: [{rule: thanks, customer: C1}]
tests:
  one:
    title: One customer
    today: 2026-03-02
    customer: {name: Cy, consent: false}
    staff: {E1: {name: Lee, role: adviser}}
    happened: [{visit: {at: 10:00}}]
    told: [thanks]
    cases:
      many: {with: {customer: {points: [1, 2]}}, told: [thanks]}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The shop of the page, two of whose customers come in."""
    home, book = [each.text for each in docs_pages.blocks("stories.md") if not each.told][:2]
    files = {
        "careplay.yaml": home.replace("name: text", "name: {type: text, personal: true}", 1),
        "book.yaml": book,
        "a.test.yaml": STORY,
        "data/customers.csv": (
            "customer_id,name,phone,consent,points,owner\n"
            "C1,Ann,5550101,true,101,E1\nC2,Bob,,false,7,E1\n"
        ),
        "data/events.csv": (
            "customer_id,type,at,event_id,wish,ref,cause,action,until\n"
            "C1,visit,2026-03-02 10:00,V1,,,,,\nC2,visit,2026-03-03 10:00,V2,,,,,\n"
        ),
        "data/staff.csv": "id,name,role\nE1,Lee,adviser\nE2,Kim,manager\n",
    }
    return docs_shop.write(tmp_path / "shop", files)


def never(shop: Path, told: str) -> Path:
    text = f"careplay: 1\ninvariants:\n  it:\n    title: It holds\n    never: {told}\n"
    (shop / "never.test.yaml").write_text(text, "utf-8")
    return shop


def broken(shop: Path, told: str, engine: str = "plain", **span: object) -> list[str]:
    """What is told of it, without place."""
    found = public.test(never(shop, told), engine=engine, **span)  # type: ignore[arg-type]
    assert found.faults == ()
    (held,) = found.invariants
    assert found.exit_code == (0 if held.held else 6)
    return [each.message.removeprefix('invariant "it" is broken on ') for each in held.broken]


@pytest.mark.parametrize("engine", ["plain", "duckdb", DURABLE])
def test_the_smallest_customer_of_all_stories_is_shown(shop: Path, engine: str) -> None:
    (said,) = broken(shop, "{action: message, consent: false}", engine)
    assert said == (
        '2026-03-02: "thanks" (message, to E1) is told for customer "customer"'
        ' with consent false in story "one"; 3 more like it'
    )


@pytest.mark.parametrize(
    "told",
    [
        "{action: call, consent: false}",  # the offer is held back for want of consent
        "{action: {category: sales}, consent: false}",
        "{action: message, consent: missing}",
        "{action: message, points: over 5}",  # missing points are not over 5
        "{action: {rule: offer, role: manager}}",
        "{action: gift}",
    ],
)
def test_what_is_told_of_nobody_holds(shop: Path, told: str) -> None:
    assert broken(shop, told) == []


@pytest.mark.parametrize(
    ("told", "whose"),
    [
        ("{action: any, points: over 4}", "C1"),
        ("{action: call}", "C1"),
        ("{action: {rule: thanks, verb: [call, message]}, name: Bob}", "C2"),
        ("{action: {channel: phone}, any: [{points: 5}, {points: 6}]}", "C1"),
        ("{action: message, open_complaints: 0, phone: present}", "C1"),
    ],
)
def test_what_is_told_of_somebody_is_broken_by_him(shop: Path, told: str, whose: str) -> None:
    (said,) = broken(shop, told)
    assert f'for customer "{whose}"' in said


@pytest.mark.parametrize("engine", ["plain", "duckdb", DURABLE])
def test_it_is_held_against_each_day_of_the_data(shop: Path, engine: str) -> None:
    days = {"first": date(2026, 3, 2), "last": date(2026, 3, 4)}
    (said,) = broken(shop, "{action: message, points: 7, name: Bob}", engine, **days)
    assert said.startswith('2026-03-03: "thanks" (message, to E1) is told for customer "C2"')
    assert "points 7" in said
    assert "Bob" not in said  # of real people it is masked
    assert said.endswith(" in the data")
    (held,) = public.test(shop, engine=engine, **days).invariants  # type: ignore[arg-type]
    assert (held.in_stories, held.in_data) == (5, 6)
    assert broken(shop, "{action: message, points: 8}", engine, **days) == []


def test_data_are_enough_where_there_is_no_story(shop: Path) -> None:
    (shop / "a.test.yaml").unlink()
    never(shop, "{action: gift}")
    assert command("test", shop).exit_code == 5
    found = command("test", shop, "--from", "2026-03-02", "--until", "2026-03-03")
    assert found.exit_code == 0
    assert "  held       it: It holds (0 tried in stories, 4 in the data)\n" in found.stdout


def test_a_span_has_two_ends_in_order(shop: Path) -> None:
    assert command("test", shop, "--from", "2026-03-02").exit_code == 2
    found = command("test", shop, "--from", "2026-03-02", "--until", "2026-03-01")
    assert found.exit_code == 2


def test_it_is_told_to_people_programs_and_servers(shop: Path) -> None:
    found = command("test", never(shop, "{action: call}"))
    assert found.exit_code == 6
    assert "  broken     it: It holds (5 tried in stories)\n" in found.stdout
    assert "1 invariant: 0 held, 1 broken\n" in found.stdout
    assert "never.test.yaml:3:3: CP711 invariant" in found.stdout
    told = json.loads(command("test", shop, "--format", "json").stdout)
    jsonschema.validate(told, schema("tested"))
    (held,) = told["invariants"]
    assert (held["held"], held["tried"]) == (False, {"stories": 5, "data": None})
    assert not told["passed"]
    suites = ET.fromstring(command("test", shop, "--format", "junit").stdout)  # noqa: S314
    (suite,) = [each for each in suites.iter("testsuite") if each.get("name") == "invariants"]
    assert suite.get("failures") == "1"
