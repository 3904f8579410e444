"""Customers who stand in no table are known by their events, on every engine alike."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import docs_shop
from careplay.language.codes import (
    BAD_FACT,
    BAD_WRITTEN,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_EVENT_TYPE,
)
from careplay.pipeline.examining import examine_all
from shop_folder import careplay

HOME = """careplay: 1
name: Shop
language: en
customers: {of: sale, facts: {name: text, tier: {type: choice, of: [A, B], column: class}}}
events:
  from: e.csv
  types: {sale: {name: text, class: {type: choice, of: [A, B]}}, visit: {}}
staff: {from: s.csv}
roles: {adviser: {}}
"""
FILES = {
    "rules.yaml": "rules:\n"
    "  - {id: sold, title: row, when: {event: sale}, do: [{task: '{name}', to: adviser}]}\n"
    "  - {id: best, title: row, when: {every: day}, if: {tier: A},"
    " do: [{task: 'best {name}', to: adviser}]}\n",
    "e.csv": "customer_id,type,at,name,class\n"
    "1,sale,2026-11-20 10:00,Ann,B\n"
    "1,sale,2026-11-21 10:00,,A\n"
    "1,sale,2026-11-22 10:00,Anna,\n"
    "2,sale,2026-11-22 10:00,Ben,A\n"
    "3,visit,2026-11-21 10:00,,\n",
    "s.csv": "id,name,role\nE1,Eve,adviser\n",
}


def shop(folder: Path, home: str = HOME) -> Path:
    return docs_shop.write(folder, {"careplay.yaml": home, **FILES})


def texts(business: Path, day: str, *more: str) -> list[str]:
    told = careplay("run", business, "--date", day, "--dry-run", "--format", "csv", *more)
    assert told.exit_code == 0, told.output
    rows = csv.DictReader(io.StringIO(told.stdout))
    return sorted(f"{row['customer_id']} {row['text'] or row['title']}" for row in rows)


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", ["1 Ann"]),
        ("2026-11-21", ["1 Ann", "1 best Ann"]),
        ("2026-11-22", ["1 Anna", "1 best Anna", "2 Ben", "2 best Ben"]),
    ],
)
def test_a_customer_is_as_he_was_known_that_day(
    day: str, expected: list[str], engine: str, tmp_path: Path
) -> None:
    assert texts(shop(tmp_path), day, "--engine", engine) == expected


def test_several_days_in_one_run_know_each_their_own(tmp_path: Path) -> None:
    business, kept = shop(tmp_path), tmp_path / "kept"
    days = ("2026-11-20", "--until", "2026-11-22")
    told = careplay("run", business, "--date", *days, "--out", str(kept))
    assert told.exit_code == 0, told.output
    assert "best Ann" in told.stdout
    assert "best Ben" in told.stdout


def test_a_table_that_is_given_stands_for_the_events(tmp_path: Path) -> None:
    business = shop(tmp_path)
    docs_shop.write(tmp_path, {"c.csv": "customer_id,name,class\n3,Cay,A\n"})
    given = texts(business, "2026-11-22", "--customers", str(tmp_path / "c.csv"))
    assert given == ["3 best Cay"]


@pytest.mark.parametrize(
    ("customers", "code", "said"),
    [
        ("{of: sail, facts: {name: text}}", UNKNOWN_EVENT_TYPE, "sale"),
        ("{of: sale, facts: {nme: text}}", UNKNOWN_ATTRIBUTE, 'did you mean "name"?'),
        ("{of: sale, facts: {name: integer}}", BAD_FACT, "write name: text"),
        ("{of: sale, from: c.csv, facts: {name: text}}", BAD_WRITTEN, "from: is of a table"),
        (
            "{of: sale, facts: {name: {type: text, values: {a: b}}}}",
            BAD_WRITTEN,
            "move it to events:",
        ),
    ],
)
def test_what_cannot_be_known_is_told(
    customers: str, code: str, said: str, tmp_path: Path
) -> None:
    first, _, rest = HOME.partition("customers: ")
    home = first + "customers: " + customers + rest[rest.index("\nevents") :]
    docs_shop.write(tmp_path, {"careplay.yaml": home, **FILES, "rules.yaml": RULE})
    (examined,) = examine_all([tmp_path])
    assert [each.code for each in examined.diagnostics] == [code]
    assert said in examined.diagnostics[0].message
    assert examined.diagnostics[0].position.line == 4


RULE = (
    "rules:\n  - {id: all, title: row, when: {event: sale}, do: [{task: done, to: adviser}]}\n"
)
