"""Outcomes that name an action by the id that an older careplay gave it.

It had the version of a flow in the ids of its older steps: that is what people have on paper.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from alike import DURABLE, ENGINES
from diary import HOME, Diary, Told
from older import without_manifests

FIRST = "2026-06-01"
PROMISE = """
limits: {per_staff: {tasks: capacity}}
flows:
  promise:
    starts: visit
    owner: adviser
    by: place
    from: 2026-07-01
    steps: {keep: {do: {task: Keep}, within: 20 days, next: kept}}
    before:
      - steps:
          keep:
            do:
              - {task: Keep, channels: [phone, letter]}
              - {task: Look, channels: [phone, letter]}
            within: 20 days
            next: kept
"""


@pytest.fixture(params=[*ENGINES, DURABLE])
def diary(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    home = HOME.replace("visit: {}", "visit: {place: text}")
    found = Diary(tmp_path / "a", PROMISE, engine=engine, home=home, columns=("place",))
    found.event(f"{FIRST} 10:00", "visit", place="P1")
    return found


def as_an_older_one_kept(diary: Diary, day: str = FIRST) -> list[Told]:
    """Run the day, and keep it with the ids that it would have had; what was told by them."""
    told = diary.run(day)
    kept = diary.kept(day)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE kept AS FROM '{kept}'")
        for each in told:
            place = connection.execute(
                'SELECT "index" FROM kept WHERE action_id = ?', [each["action_id"]]
            ).fetchone()
            assert place is not None
            now, each["action_id"] = each["action_id"], former(each, *place)
            connection.execute(
                "UPDATE kept SET action_id = ? WHERE action_id = ?", [each["action_id"], now]
            )
        columns = '"index", record, ref, item, about'
        query = f"SELECT * EXCLUDE ({columns}) FROM kept"
        connection.execute(f"COPY ({query}) TO '{kept}' (FORMAT parquet)")
    without_manifests(diary.folder)
    return told


def former(told: Told, index: int) -> str:
    assert told["rule"] == "promise.keep.v1"
    parts = ("a", told["rule"], told["customer_id"], told["occasion"], str(index))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def texts(told: list[Told]) -> list[tuple[str, str, int]]:
    return [(each["text"], each["status"], each["attempt"]) for each in told]


def unknown(diary: Diary, day: str) -> list[str]:
    report = json.loads(diary.kept(day, "run.json").read_text("utf-8"))
    return [each["code"] for each in report["faults"]]


def test_what_was_snoozed_comes_back(diary: Diary) -> None:
    keep, _ = as_an_older_one_kept(diary)
    diary.tells(f"{FIRST} 17:00", "snoozed", keep, until="2026-06-04")
    found = {day: texts(diary.run(day)) for day in ("2026-06-02", "2026-06-04", "2026-06-05")}
    assert found == {
        "2026-06-02": [],
        "2026-06-04": [("Keep", "due", 1)],
        "2026-06-05": [],
    }
    assert unknown(diary, "2026-06-04") == []


def test_what_was_not_reached_goes_on_with_its_channels(diary: Diary) -> None:
    keep, _ = as_an_older_one_kept(diary)
    diary.tells(f"{FIRST} 17:00", "unreached", keep)
    (back,) = diary.run("2026-06-02")
    assert (back["text"], back["attempt"], back["channel"]) == (keep["text"], 2, "letter")


def test_what_is_done_does_not_come_back(diary: Diary) -> None:
    diary.staff = ({"id": "E1", "name": "小李", "role": "adviser", "capacity": "1"},)
    told = as_an_older_one_kept(diary)
    (waits,) = (each for each in told if each["status"] == "deferred")
    diary.tells(f"{FIRST} 17:00", "done", waits)
    assert diary.run("2026-06-02") == []


def test_what_was_done_on_the_day_stays_when_it_is_run_again(diary: Diary) -> None:
    keep, look = as_an_older_one_kept(diary)
    diary.tells(f"{FIRST} 17:00", "done", keep)
    diary.playbook = PROMISE.replace("within: 20 days", "within: 19 days")
    again = {each["text"]: each for each in diary.run(FIRST)}
    assert again[keep["text"]]["due_at"] == keep["due_at"]
    assert again[look["text"]]["due_at"] != look["due_at"]


def test_it_is_known_once_its_day_was_run_again(diary: Diary) -> None:
    keep, _ = as_an_older_one_kept(diary)
    diary.run(FIRST)
    diary.tells(f"{FIRST} 17:00", "snoozed", keep, until="2026-06-03")
    assert texts(diary.run("2026-06-03")) == [("Keep", "due", 1)]
    assert unknown(diary, "2026-06-03") == []


def test_who_left_the_table_and_has_nothing_open_is_not_counted(diary: Diary) -> None:
    for each in as_an_older_one_kept(diary):
        diary.tells(f"{FIRST} 17:00", "done", each)
    diary.customers = {"C2": {}}
    diary.run("2026-06-02")
    assert json.loads(diary.kept("2026-06-02", "run.json").read_text("utf-8"))["absent"] == 0
