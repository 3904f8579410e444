"""Rows of events that nothing tells apart are one event to rules, and are told."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-01"
TYPES = "visit: {place: text}, purchase: {amount: money}, action.done: {action: text}"
KEYLESS = HOME.replace("visit: {}", TYPES)
KEYED = KEYLESS.replace("  types:", "  key: event_id\n  types:")
BOOK = """
measures:
  spent: {sum: amount, of: purchase}
rules:
  - {id: note, title: t, when: {event: purchase}, do: [{task: "{spent}", to: adviser}]}
"""
HEAD = "customer_id,type,at,event_id,place,amount,action\n"
TOLD = "CP530 the row says the same as another; expected a key that tells it from row"
EFFECT = "(to rules the two are one event)"


def shop(folder: Path, *rows: str, home: str = KEYLESS) -> SmallShop:
    told = "".join(f"{row}\n" for row in rows)
    return small_shop(folder, BOOK, home=home, events=HEAD + told)


def faults(shop: SmallShop, *options: object) -> list[str]:
    return [line for line in shop.said(DAY, *options) if ": CP" in line]


ONE = "C1,purchase,2026-06-01 10:00,,,5,"


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_say_the_same_are_told_and_are_one_event(engine: str, tmp_path: Path) -> None:
    alike = shop(tmp_path, ONE, "C2,purchase,2026-06-01 10:00,,,5,", ONE, ONE)
    assert faults(alike, "--engine", engine)[:2] == [
        f"data/events.csv:{row}: {TOLD} 2 {EFFECT}" for row in (4, 5)
    ]
    found = alike.run(DAY, "--format", "jsonl", "--engine", engine).stdout.splitlines()
    texts = [(each["customer_id"], each["text"]) for each in map(json.loads, found)]
    assert texts == [("C1", "15.00"), ("C2", "5.00")]


def test_they_are_counted_for_programs_and_listed_row_by_row(tmp_path: Path) -> None:
    alike = shop(tmp_path, *[ONE] * 6)
    assert faults(alike)[-1] == "data/events.csv: CP530 and 2 more like this, 5 in all"
    assert alike.report(DAY)["faults"] == [
        {"code": "CP530", "table": "events", "column": "", "word": "", "count": 5}
    ]
    assert alike.report(DAY)["read"]["events_left_out"] == 0
    listed = alike.kept(DAY, "rejects.csv").read_text("utf-8-sig")
    listed = listed.replace(f"{alike.folder}/", "")
    assert listed.splitlines()[1:] == [
        f"data/events.csv,{row},,,a key that tells it from row 2,CP530,C1"
        for row in range(3, 8)
    ]


@pytest.mark.parametrize(
    "other",
    [
        "C2,purchase,2026-06-01 10:00,,,5,",
        "C1,purchase,2026-06-01 10:00:01,,,5,",
        "C1,purchase,2026-06-01 10:00,,,6,",
        "C1,purchase,2026-06-01 10:00,,,,",
        "C1,visit,2026-06-01 10:00,,,,",
    ],
)
def test_rows_that_differ_are_not_told(other: str, tmp_path: Path) -> None:
    assert faults(shop(tmp_path, ONE, other)) == []


def test_what_an_event_does_not_tell_makes_no_difference(tmp_path: Path) -> None:
    """A place is told by visits alone."""
    assert len(faults(shop(tmp_path, ONE, "C1,purchase,2026-06-01 10:00,,Oslo,5,"))) == 1
    visit = "C1,visit,2026-06-01 10:00,,{},,"
    assert faults(shop(tmp_path, visit.format("Oslo"), visit.format("Bergen"))) == []


def test_a_key_tells_rows_apart_and_one_that_is_empty_does_not(tmp_path: Path) -> None:
    keys = (ONE.replace("00,,", f"00,{key},") for key in ("e1", "e2", "", ""))
    assert faults(shop(tmp_path, *keys, home=KEYED)) == [
        f"data/events.csv:5: {TOLD} 4 {EFFECT}"
    ]


def test_a_row_that_is_entered_again_says_the_same(tmp_path: Path) -> None:
    home = KEYLESS.replace("  types:", "  recorded: entered\n  types:")
    alike = shop(tmp_path, home=home)
    rows = (f"{ONE},2026-06-01 1{hour}:00" for hour in (1, 2))
    alike.write({"data/events.csv": "\n".join([f"{HEAD.strip()},entered", *rows, ""])})
    assert faults(alike) == [f"data/events.csv:3: {TOLD} 2 {EFFECT}"]


def test_an_outcome_of_nobody_that_is_told_twice_is_told(tmp_path: Path) -> None:
    done = ",action.done,2026-06-01 10:00,,,,a"
    assert len(faults(shop(tmp_path, done, done))) == 1


def test_what_is_left_out_is_like_no_other(tmp_path: Path) -> None:
    said = faults(shop(tmp_path, ONE, ONE.replace("purchase", "purchse")))
    assert [line.split(" ")[1] for line in said] == ["CP513"]


def test_they_are_told_of_parquet_files_and_of_several(tmp_path: Path) -> None:
    home = KEYLESS.replace("data/events.csv", "data/e_*.parquet")
    alike = shop(tmp_path, home=home)
    rows = """SELECT 'C1' AS customer_id, 'purchase' AS type,
        TIMESTAMP '2026-06-01 10:00' AS "at", 5.0::DOUBLE AS amount,
        NULL::VARCHAR AS place, NULL::VARCHAR AS action"""
    with duckdb.connect() as connection:
        for name in "ab":
            connection.execute(f"COPY ({rows}) TO '{alike.folder}/data/e_{name}.parquet'")
    (told,) = faults(alike)
    assert told.startswith("data/e_b.parquet:1: CP530")
    assert told.endswith(f"expected a key that tells it from data/e_a.parquet:1 {EFFECT}")


def test_strictly_they_stop_the_run(tmp_path: Path) -> None:
    assert shop(tmp_path, ONE, ONE).call(DAY, "--strict").exit_code == 3
