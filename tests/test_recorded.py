"""Where the table tells when a row was entered, a day knows what was entered by its end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

import careplay
from alike import ENGINES
from careplay.cli import main
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.recording import recorded_by
from careplay.sources.rows import rows as tables
from examples import examples
from small_shop import HOME, SmallShop, small_shop

TYPES = """types:
    visit: {amount: money}
    complaint.opened: {ref: text}
    action.done: {action: text}
    action.snoozed: {action: text, until: date}
"""
RECORDED = HOME.replace("types: {visit: {}}", f"recorded: entered\n  {TYPES}")
CORRECTED = RECORDED.replace("recorded:", "key: number\n  recorded:")
EVENTS = "data/events.csv"
HEAD = "customer_id,type,at,entered,number,amount,action,until,ref\n"
RULES = """
measures:
  visits: {count: visit, within: 30 days}
rules:
  - id: event
    title: Note
    when: {event: visit}
    do: [{task: Note, to: adviser, due: within 9 days}]
  - id: two
    title: Two
    when: {after: visit, days: 1}
    if: {visits: at least 2}
    do: [{task: Two, to: adviser}]
  - id: large
    title: Large
    when: {event: visit, where: {amount: at least 100}}
    do: [{task: Large, to: adviser}]
"""


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    found = small_shop(tmp_path, RULES, home=RECORDED, events=HEAD)
    return replace(found, engine=request.param)


def rows(*lines: str) -> dict[str, str]:
    """The table of events; the last cells of a row may lack."""
    whole = (line + "," * (HEAD.count(",") - line.count(",")) for line in lines)
    return {EVENTS: HEAD + "".join(f"{line}\n" for line in whole)}


def told(shop: SmallShop, day: int, *options: str) -> list[str]:
    lines = shop.run(f"2026-06-{day:02}", "--format", "jsonl", *options).stdout
    return sorted(json.loads(line)["rule"] for line in lines.splitlines())


def test_a_day_knows_what_was_entered_by_its_end_whenever_it_is_run(shop: SmallShop) -> None:
    shop.write(
        rows(
            "C1,visit,2026-06-01 10:00,2026-06-03 09:00",
            "C1,visit,2026-06-02 10:00,2026-06-02 23:59:59",
            "C2,visit,2026-06-01 10:00,",
        )
    )
    assert told(shop, 1) == ["event"]  # what does not say so was entered when it happened
    assert told(shop, 2) == ["event"]
    assert told(shop, 3) == ["event", "two"]  # of the second visit, by what is known today
    assert told(shop, 2) == ["event"]
    assert told(shop, 2, "--fresh", "--dry-run") == ["event"]


def test_a_correction_may_be_a_row_of_its_own(shop: SmallShop) -> None:
    shop.write({"careplay.yaml": CORRECTED})
    shop.write(
        rows(
            "C1,visit,2026-06-01 10:00,2026-06-01 10:00,7,30",
            "C1,visit,2026-06-01 10:00,2026-06-03 10:00,7,300",
            "C1,visit,2026-06-01 10:00,2026-06-05 10:00,7,20",
        )
    )
    fresh = [told(shop, day, "--fresh", "--dry-run") for day in (1, 2)]
    assert fresh == [["event"], []]
    assert told(shop, 1) == ["event"]
    assert told(shop, 3) == []  # the same event, and it was judged
    shop.forget()
    shop.write(
        rows(
            "C1,visit,2026-06-03 10:00,2026-06-03 10:00,7,30",
            "C1,visit,2026-06-03 10:00,2026-06-03 11:00,7,300",
        )
    )
    assert told(shop, 3) == ["event", "large"]


def test_what_was_entered_twice_at_one_moment_is_told(shop: SmallShop) -> None:
    shop.write({"careplay.yaml": CORRECTED})
    same = "C1,visit,2026-06-01 10:00,2026-06-01 11:00,7,30"
    shop.write(rows(same, same, same.replace("11:00,7", "12:00,7")))
    assert any("events.csv:3: CP512" in line for line in shop.said("2026-06-01"))
    (fault,) = shop.kept("2026-06-01", "rejects.csv").read_text("utf-8").splitlines()[1:]
    assert "it was first given in row 2" in fault


def test_a_moment_of_entry_that_is_none_is_told(shop: SmallShop) -> None:
    shop.write(rows("C1,visit,2026-06-01 10:00,soon"))
    (line,) = (each for each in shop.said("2026-06-01") if "CP504" in each)
    assert line.startswith('data/events.csv:2: CP504 column "entered": "soon"')


def test_what_became_of_an_action_is_known_when_it_was_entered(shop: SmallShop) -> None:
    visit = "C1,visit,2026-06-01 10:00,2026-06-01 10:00"
    shop.write(rows(visit))
    lines = shop.run("2026-06-01", "--format", "jsonl").stdout.splitlines()
    (action,) = (json.loads(line)["action_id"] for line in lines)
    shop.write(
        rows(
            visit,
            f"C1,action.snoozed,2026-06-01 12:00,2026-06-01 12:00,,,{action},2026-06-03",
            f"C1,action.done,2026-06-02 12:00,2026-06-04 12:00,,,{action}",
            "C1,action.done,2026-06-02 12:00,2026-06-05 12:00,,,nobody's",
        )
    )
    assert told(shop, 3) == ["event"]  # nobody knew yet that it was done
    assert not any("CP525" in line for line in shop.said("2026-06-04"))
    assert any("CP525" in line for line in shop.said("2026-06-05"))


def test_a_case_stands_where_what_was_entered_left_it(shop: SmallShop) -> None:
    flow = """
flows:
  complaint:
    label: Complaint
    starts: complaint.opened
    by: ref
    steps:
      gather: {title: Gather, do: {task: Gather, to: adviser}, within: 2 days, next: over}
"""
    shop.write({"book.yaml": flow})
    shop.write(rows("C1,complaint.opened,2026-06-01 10:00,2026-06-03 10:00,,,,,R1"))
    shown = [
        CliRunner().invoke(main, ["cases", str(shop.folder), "--date", day]).stdout
        for day in ("2026-06-02", "2026-06-03")
    ]
    assert ["R1" in text for text in shown] == [False, True]
    assert [len(told(shop, day)) for day in (1, 2, 3)] == [0, 0, 1]


MOMENTS = st.integers(0, 5 * 24).map(
    lambda hour: f"2026-06-{1 + hour // 24:02} {hour % 24:02}:00"
)
ROWS = st.lists(
    st.tuples(MOMENTS, MOMENTS | st.just(""), st.sampled_from(("", "1", "2", "3"))),
    max_size=8,
    unique_by=lambda row: (row[1] or row[0], row[2] or row),
)


@examples(60)
@given(entered=ROWS, day=st.integers(1, 5))
def test_a_day_is_as_with_the_table_of_its_evening(
    entered: list[tuple[str, str, str]], day: int
) -> None:
    known: dict[object, tuple[str, str, str]] = {}
    for place, row in sorted(enumerate(entered), key=lambda each: each[1][1] or each[1][0]):
        if (row[1] or row[0]) < f"2026-06-{day + 1:02}":
            known[row[2] or place] = row
    assert _of_day(entered, day) == sorted((at, key) for at, _, key in known.values())


def _of_day(entered: Iterable[tuple[str, str, str]], day: int) -> list[tuple[str, str]]:
    """The events of a day, each with its moment and key."""
    with TemporaryDirectory() as name:
        lines = (f"C1,visit,{at},{when},{key}" for at, when, key in entered)
        shop = small_shop(Path(name), RULES, home=CORRECTED, events=rows(*lines)[EVENTS])
        loaded = load_tables(
            careplay.load(shop.folder), customers=None, events=None, connection=connect()
        )
        (_, events) = tables(recorded_by(loaded, date(2026, 6, day)))
    return sorted((str(each["at"])[:16], str(each["key"] or "")) for each in events)
