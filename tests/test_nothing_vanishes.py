"""What can be of no use is told with file, row, column and value, and never passed over."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

import diary
from alike import ENGINES
from older import without_manifests
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-01"
CASES = """
flows:
  promise:
    starts: promise.made
    owner: adviser
    ends: [promise.withdrawn]
    clock: {pauses_in: [waiting]}
    steps:
      keep: {title: Keep it, do: {task: Keep}, within: 1 day, next: kept}
"""
PROMISES = HOME.replace(
    "{visit: {}}", "{visit: {}, promise.made: {ref: text}, promise.withdrawn: {ref: text}}"
)
EMPTY = "is empty; expected the case, stay or action that the event is of"
OF_NONE = f"{EMPTY} (the event is kept, and is of none)"


def promises(folder: Path, *events: str) -> SmallShop:
    """A shop that makes promises, and these events."""
    rows = "".join(f"{event}\n" for event in events)
    return small_shop(folder, CASES, home=PROMISES, events=f"customer_id,type,at,ref\n{rows}")


def faults(shop: SmallShop, day: str = DAY, *options: object) -> list[str]:
    """What is said of the data."""
    said = shop.said(day, *options)
    return [line for line in said if line.startswith("data/") or line[:1] == "<"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_case_that_begins_without_its_reference_is_told(engine: str, tmp_path: Path) -> None:
    shop = promises(
        tmp_path,
        "C1,promise.made,2026-06-01 10:00,",
        "C2,promise.made,2026-06-01 10:00,P2",
        "C2,promise.made,2026-06-01 11:00,  ",
    )
    said = faults(shop, DAY, "--engine", engine)
    assert said == [f'data/events.csv:{row}: CP519 column "ref": {OF_NONE}' for row in (2, 4)]
    assert shop.kept(DAY, "rejects.csv").read_text("utf-8-sig").count("CP519") == 2
    assert shop.actions(DAY) == [(DAY, "promise.keep")]


@pytest.mark.parametrize(
    "kind", ["promise.keep.done", "promise.withdrawn", "promise.waiting", "promise.resumed"]
)
def test_every_event_of_a_case_that_lacks_it_is_told(kind: str, tmp_path: Path) -> None:
    shop = promises(tmp_path, "C1,promise.made,2026-05-30 10:00,P1", f"C1,{kind},2026-06-01,")
    assert faults(shop) == [f'data/events.csv:3: CP519 column "ref": {OF_NONE}']


def test_events_of_no_case_need_none(tmp_path: Path) -> None:
    assert faults(promises(tmp_path, "C1,visit,2026-06-01,")) == []


def test_strictly_it_stops_the_run(tmp_path: Path) -> None:
    shop = promises(tmp_path, "C1,promise.made,2026-06-01 10:00,")
    assert shop.call(DAY, "--strict").exit_code == 3


def test_an_event_without_it_is_still_an_event(tmp_path: Path) -> None:
    shop = promises(tmp_path, "C1,promise.made,2026-06-01 10:00,")
    rule = "{id: note, title: t, when: {event: promise.made}, do: [{task: x, to: adviser}]}"
    shop.write({"more.yaml": f"rules: [{rule}]"})
    assert shop.actions(DAY) == [(DAY, "note")]
    assert shop.report(DAY)["read"]["events_left_out"] == 0


@pytest.mark.parametrize("nothing", ["NULL", "''"])
def test_it_is_told_of_parquet_files(nothing: str, tmp_path: Path) -> None:
    shop = promises(tmp_path)
    shop.write({"careplay.yaml": PROMISES.replace("events.csv", "events.parquet")})
    rows = f"""SELECT * FROM (VALUES ('C1', 'promise.made', TIMESTAMP '2026-06-01 10:00', 'P1'),
        ('C2', 'promise.made', TIMESTAMP '2026-06-01 10:00', {nothing}))
        AS t(customer_id, type, "at", ref)"""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{shop.folder}/data/events.parquet'")
    assert faults(shop) == [f'data/events.parquet:2: CP519 column "ref": {OF_NONE}']


def test_an_outcome_without_its_action_is_told(tmp_path: Path) -> None:
    home = HOME.replace("{visit: {}}", "{visit: {}, action.done: {action: text}}")
    rule = "{id: a, title: t, when: {event: visit}, do: [{task: x, to: adviser}]}"
    events = "customer_id,type,at,action\nC1,visit,2026-06-01,\nC1,action.done,2026-06-01,\n"
    shop = small_shop(tmp_path, f"rules: [{rule}]", home=home, events=events)
    assert faults(shop) == [f'data/events.csv:3: CP519 column "action": {OF_NONE}']


VISITS = "rules: [{id: a, title: t, when: {event: visit}, do: [{task: x, to: adviser}]}]"
AHEAD = "expected a moment no more than 10 years after the day of the run (the event is kept)"
BEFORE = "lies long before all others; expected a moment no more than"


def visits(folder: Path, *moments: str) -> SmallShop:
    """A shop that is visited at these moments."""
    rows = "".join(f"C1,visit,{at}\n" for at in moments)
    return small_shop(folder, VISITS, events=f"customer_id,type,at\n{rows}")


@pytest.mark.parametrize("engine", ENGINES)
def test_years_ahead_and_long_before_are_told(engine: str, tmp_path: Path) -> None:
    shop = visits(tmp_path, "2062-03-01 10:00", "2026-05-30", "1926-03-01", "2026-06-01 10:00")
    ahead, before = faults(shop, DAY, "--engine", engine)
    assert ahead == (
        f'data/events.csv:2: CP526 column "at": "2062-03-01 10:00" lies years ahead; {AHEAD}'
    )
    assert before == (
        f'data/events.csv:4: CP527 column "at": "1926-03-01" {BEFORE} 10 years before the next'
        " event, of 2026-05-30 (the event is kept)"
    )
    assert shop.actions(DAY) == [(DAY, "a")]


def test_both_are_told_though_there_are_no_others(tmp_path: Path) -> None:
    said = faults(visits(tmp_path, "2062-03-01", "1926-03-01"))
    assert [line.split(" ")[1] for line in said] == ["CP526", "CP527"]
    assert f"{BEFORE} 50 years before the day of the run" in said[1]


@pytest.mark.parametrize(
    ("at", "told"), [("2036-06-01 23:59", 0), ("2036-06-02", 1), ("2099-12-31", 1)]
)
def test_ten_years_ahead_may_be_meant(at: str, told: int, tmp_path: Path) -> None:
    assert len(faults(visits(tmp_path, at, "2026-05-01"))) == told


@pytest.mark.parametrize(
    ("at", "told"), [("2016-05-01", 0), ("2016-04-30", 1), ("1970-01-01", 1), ("1900-01-01", 1)]
)
def test_ten_years_before_the_next_event_may_be_meant(
    at: str, told: int, tmp_path: Path
) -> None:
    assert len(faults(visits(tmp_path, "2026-05-01 10:00", at, "2026-05-02"))) == told


def test_a_few_together_lie_long_before_and_many_are_a_past(tmp_path: Path) -> None:
    early = [f"1970-01-01 10:{minute}" for minute in range(10, 21)]
    few = visits(tmp_path / "few", *early[:10], "2026-05-01", "2026-05-02")
    assert few.report_after(DAY)["faults"][0]["count"] == 10
    many = visits(tmp_path / "many", *early, "2026-05-01", "2026-05-02")
    assert many.report_after(DAY)["faults"] == []


def test_a_long_history_without_a_gap_is_one(tmp_path: Path) -> None:
    assert faults(visits(tmp_path, *(f"{year}-03-01" for year in range(1950, 2027, 9)))) == []


def test_what_was_ahead_is_told_until_it_is_near_enough(tmp_path: Path) -> None:
    shop = visits(tmp_path, "2036-06-03", "2026-05-01")
    found = [len(faults(shop, day)) for day in ("2026-06-01", "2026-06-02", "2026-06-03")]
    assert found == [1, 1, 0]
    singly = [shop.kept(day, "run.json").read_bytes() for day in ("2026-06-02", "2026-06-03")]
    shop.forget()
    shop.run(DAY, "--until", "2026-06-03")
    again = [shop.kept(day, "run.json").read_bytes() for day in ("2026-06-02", "2026-06-03")]
    assert again == singly


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("moments", "first", "last"),
    [
        # Ten years after the only event another one follows within the days.
        (["2016-06-01 12:00", "2026-06-04 12:00"], "2026-06-01", "2026-06-05"),
        # The earliest lies long before some of the days only.
        (["2016-06-02", "2016-07-01", "2026-07-02"], "2026-06-30", "2026-07-03"),
        # What is far ahead comes near, and follows, within the days.
        (["2010-01-01", "2036-06-03"], "2026-06-01", "2026-06-04"),
        (["1970-01-01", "2016-01-01", "2036-02-29"], "2026-02-26", "2026-03-02"),
        # Fifty years without any event are over within the days.
        (["1926-01-01", "1976-06-02"], "2026-06-01", "2026-06-04"),
        (["1926-01-01", "1950-01-01", "2026-06-03"], "2026-06-01", "2026-06-04"),
    ],
)
def test_days_in_a_row_are_told_what_each_is_told_alone(
    moments: list[str], first: str, last: str, tmp_path: Path
) -> None:
    shop = visits(tmp_path, *moments)
    days = diary.days(first, (date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
    for day in days:
        shop.run(day, "--fresh")
    singly = [told_of_far(shop, day) for day in days]
    shop.forget()
    shop.run(first, "--until", last, "--fresh")
    assert [told_of_far(shop, day) for day in days] == singly
    assert len({json.dumps(each) for each in singly}) > 1


def told_of_far(shop: SmallShop, day: str) -> list[str]:
    """The rows and codes that are kept of a day's faults."""
    file = shop.kept(day, "rejects.csv")
    return file.read_text("utf-8-sig").splitlines()[1:] if file.exists() else []


def test_a_gap_that_is_yet_to_come_hides_none_that_is_there(tmp_path: Path) -> None:
    shop = visits(tmp_path, "1926-03-01", "2010-05-01", "2026-05-01")
    assert [line[:20] for line in faults(shop, "2016-06-01")] == ["data/events.csv:2: C"]
    assert len(faults(shop, "2026-05-01")) == 2


def test_before_the_next_event_happened_nothing_lay_long_before_it(tmp_path: Path) -> None:
    shop = visits(tmp_path, "2010-05-01", "2026-05-01")
    assert faults(shop, "2016-06-01") == []
    assert len(faults(shop, "2026-05-01")) == 1


OUTCOMES = ("done", "refused", "unreached", "snoozed")
CALLS = """
rules:
  - {id: call, title: t, when: {event: visit}, do: [{call: x, to: adviser, reason: x}]}
  - {id: open, title: t, for: business, when: {every: day}, do: [{task: x, to: adviser}]}
"""
NO_ACTION = "names no action of that customer"
VISITED = "C1,visit,2026-06-01 09:00,,"


def calls(folder: Path, *events: str) -> SmallShop:
    """A shop that calls after a visit, and does something of its own every day."""
    told = {f"action.{each}": "{action: text, until: date}" for each in OUTCOMES}
    types = ", ".join(f"{name}: {having}" for name, having in told.items())
    shop = small_shop(
        folder, CALLS, home=HOME.replace("{visit: {}}", f"{{visit: {{}}, {types}}}")
    )
    happened(shop, VISITED, *events)
    return shop


def happened(shop: SmallShop, *events: str) -> None:
    """These events and no others, some of them told of actions by the name of their rule."""
    rows = "".join(f"{event}\n" for event in events)
    shop.write({"data/events.csv": f"customer_id,type,at,action,until\n{rows}"})


def ids(shop: SmallShop, day: str) -> dict[str, str]:
    """The ids of a day's actions by their rules, once the day was run."""
    lines = map(json.loads, shop.run(day, "--format", "jsonl").stdout.splitlines())
    return {line["rule"]: line["action_id"] for line in lines}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_of_an_unknown_action_is_told(
    outcome: str, engine: str, tmp_path: Path
) -> None:
    shop = calls(tmp_path, f"C1,action.{outcome},2026-06-01 17:00,nosuch,")
    assert faults(shop, "2026-06-01", "--engine", engine) == []
    (told,) = faults(shop, "2026-06-02", "--engine", engine)
    assert told.startswith(f'data/events.csv:3: CP525 column "action": "nosuch" {NO_ACTION}')
    assert shop.report("2026-06-02")["faults"] == [
        {"code": "CP525", "table": "events", "column": "action", "word": "", "count": 1}
    ]


def test_an_outcome_of_another_customer_is_told(tmp_path: Path) -> None:
    shop = calls(tmp_path)
    action = ids(shop, DAY)["call"]
    happened(shop, VISITED, f"C2,action.done,2026-06-01 17:00,{action},")
    (told,) = faults(shop, "2026-06-02")
    assert told.startswith(f'data/events.csv:3: CP525 column "action": "{action}" {NO_ACTION}')


@pytest.mark.parametrize(("said", "told"), [("2026-05-31 17:00", 1), ("2026-06-01 08:00", 0)])
def test_an_outcome_from_before_its_action_was_told_is_told(
    said: str, told: int, tmp_path: Path
) -> None:
    shop = calls(tmp_path)
    shop.run("2026-05-25")
    action = ids(shop, DAY)["call"]
    happened(shop, VISITED, f"C1,action.snoozed,{said},{action},2026-06-03")
    assert len(faults(shop, "2026-06-02")) == told


def test_an_outcome_of_the_action_is_not_told(tmp_path: Path) -> None:
    shop = calls(tmp_path)
    known = ids(shop, DAY)
    outcomes = (
        f"C1,action.done,2026-06-01 17:00,{known['call']},",
        f",action.done,2026-06-01 17:00,{known['open']},",
    )
    happened(shop, VISITED, *outcomes)
    assert faults(shop, "2026-06-02") == []
    today = ids(shop, "2026-06-02")
    happened(shop, VISITED, *outcomes, f",action.done,2026-06-02 08:00,{today['open']},")
    assert faults(shop, "2026-06-02") == []


def test_the_action_of_the_business_is_no_customers(tmp_path: Path) -> None:
    shop = calls(tmp_path)
    action = ids(shop, DAY)["open"]
    happened(shop, VISITED, f"C1,action.done,2026-06-01 17:00,{action},")
    assert len(faults(shop, "2026-06-02")) == 1


def test_what_was_said_before_the_first_kept_day_is_not_told(tmp_path: Path) -> None:
    shop = calls(tmp_path, "C1,action.done,2026-05-31 17:00,nosuch,")
    shop.run(DAY)
    assert faults(shop, "2026-06-02") == []


def test_nor_is_anything_where_nothing_is_remembered(tmp_path: Path) -> None:
    shop = calls(tmp_path, "C1,action.done,2026-06-01 17:00,nosuch,")
    shop.run(DAY)
    assert faults(shop, "2026-06-02", "--fresh") == []
    assert len(faults(shop, "2026-06-02", "--dry-run")) == 1


def test_an_action_from_before_the_days_looked_back_at_is_known(tmp_path: Path) -> None:
    shop = calls(tmp_path, "C1,visit,2025-03-31 09:00,,")
    action = ids(shop, "2025-03-31")["call"]
    shop.run("2026-05-31")
    outcomes = (f"C1,action.done,2026-06-01,{action},", "C1,action.done,2026-06-01,nosuch,")
    happened(shop, VISITED, *outcomes)
    (told,) = faults(shop, DAY)
    assert '"nosuch"' in told


PROMISE = """
flows:
  promise:
    starts: visit
    owner: adviser
    by: place
    from: 2026-07-01
    steps: {keep: {do: {task: Keep}, within: 9 days, next: kept}}
    before: [{steps: {keep: {do: {task: Keep}, within: 9 days, next: kept}}}]
"""


def test_an_id_that_an_older_careplay_gave_is_known(tmp_path: Path) -> None:
    """It had the version of a flow in the ids of its older steps."""
    types = "visit: {place: text}, action.done: {action: text}"
    home = HOME.replace("visit: {}", types)
    head = "customer_id,type,at,place,action\nC1,visit,2026-06-01,P1,\n"
    shop = small_shop(tmp_path, PROMISE, home=home, events=head)
    (now,) = ids(shop, DAY).values()
    parts = ("shop", "promise.keep.v1", "C1", "promise:keep/0/P1", "0")
    former = sha256("\x1f".join(parts).encode()).hexdigest()[:20]
    kept = shop.kept(DAY, "actions.parquet")
    with duckdb.connect() as connection:
        rows = f"SELECT * REPLACE ('{former}' AS action_id) FROM '{kept}'"
        connection.execute(f"CREATE TABLE rows AS {rows} WHERE action_id = '{now}'")
        connection.execute(f"COPY rows TO '{kept}' (FORMAT parquet)")
    without_manifests(shop.folder)
    outcomes = f"C1,action.done,2026-06-01,,{former}\nC1,action.done,2026-06-01,,nosuch\n"
    shop.write({"data/events.csv": head + outcomes})
    nobodys, of_a_step = faults(shop, "2026-06-02")
    assert '"nosuch"' in nobodys
    assert f'CP535 column "action": "{former}"' in of_a_step


ASKED = """
flows:
  promise:
    starts: visit
    owner: adviser
    by: place
    from: 2026-07-01
    steps:
      ask: {do: {task: Ask}, next: {glad: look, angry: ask}}
      look: {do: {task: Look}, next: kept}
    before:
      - steps:
          ask: {do: {task: Ask}, next: {glad: look, calm: kept}}
          look: {do: {task: Look}, next: {fine: kept}}
"""
KEPT = "the event is kept, and does nothing"


@pytest.mark.parametrize(("ending", "row"), [("csv", 3), ("parquet", 2)])
@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("promise.ask.done", f'is empty; expected one of "glad", "calm", "angry" ({KEPT})'),
        ("promise.look.done", ""),
    ],
)
def test_a_step_that_came_out_in_no_word_is_told(
    event: str, told: str, ending: str, row: int, tmp_path: Path
) -> None:
    shop = asked(tmp_path, f"C1,{event},2026-06-01,P1,", ending=ending)
    assert faults(shop) == (
        [f'data/events.{ending}:{row}: CP529 column "outcome": {told}'] if told else []
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_that_is_no_outcome_of_the_step_is_told(engine: str, tmp_path: Path) -> None:
    rows = (("P1", "maybe"), ("P2", "maybe"), ("P1", "glad"), ("P1", "calm"), ("P1", "angry"))
    shop = asked(
        tmp_path, *(f"C1,promise.ask.done,2026-06-01,{ref},{word}" for ref, word in rows)
    )
    first, second = faults(shop, DAY, "--engine", engine)
    assert first == (
        'data/events.csv:3: CP529 column "outcome": "maybe" is no outcome of that step;'
        f' expected one of "glad", "calm", "angry" ({KEPT})'
    )
    assert second.startswith("data/events.csv:4: CP529")
    assert shop.report(DAY)["faults"] == [
        {"code": "CP529", "table": "events", "column": "outcome", "word": "maybe", "count": 2}
    ]


PLANNED = """
flows:
  promise:
    starts: visit
    owner: adviser
    by: place
    goal: {reach: kept, within: 7 days, or: plan_agreed}
    steps:
      look: {title: Look, do: {task: Look}, within: 1 day, or: plan_agreed, next: kept}
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("day", ["05-31", "06-01", "06-09"])
def test_a_plan_for_a_day_that_is_past_is_told(
    day: str, engine: str, ending: str, tmp_path: Path
) -> None:
    shop = asked(tmp_path, f"C1,promise.plan_agreed,2026-06-01 10:00,P1,2026-{day},E1",
                 ending=ending, playbook=PLANNED, tells="plan_due,plan_owner")  # fmt: skip
    row = 3 if ending == "csv" else 2
    said = (
        f'data/events.{ending}:{row}: CP536 column "plan_due": "2026-{day}" was past when the'
        " plan was agreed on; expected a day from 2026-06-01 on, on which it was agreed"
        " (the plan is kept, and is broken already)"
    )
    assert faults(shop, DAY, "--engine", engine) == ([said] if day < DAY[5:] else [])


def asked(
    folder: Path,
    *events: str,
    ending: str = "csv",
    playbook: str = ASKED,
    tells: str = "outcome",
) -> SmallShop:
    """A shop that asks how it went, or follows another playbook."""
    home = HOME.replace("visit: {}", "visit: {place: text}")
    rows = "".join(
        f"{event}\n"
        for event in (f"C1,visit,2026-06-01,P1{',' * (tells.count(',') + 1)}", *events)
    )
    shop = small_shop(
        folder, playbook, home=home, events=f"customer_id,type,at,place,{tells}\n{rows}"
    )
    file = shop.folder / "data" / "events"
    if ending != "csv":
        with duckdb.connect() as connection:
            connection.execute(f"COPY (FROM '{file}.csv') TO '{file}.{ending}'")
        shop.write({"careplay.yaml": home.replace("events.csv", f"events.{ending}")})
    return shop


def test_strictly_it_stops_the_day_and_nothing_is_kept(tmp_path: Path) -> None:
    shop = calls(tmp_path, "C1,action.done,2026-06-01 17:00,nosuch,")
    shop.run(DAY)
    assert shop.call("2026-06-02", "--strict").exit_code == 3
    assert not shop.kept("2026-06-02", "actions.parquet").exists()


def test_it_is_told_of_files_of_every_kind_and_by_days_in_a_row(tmp_path: Path) -> None:
    shop = calls(tmp_path, "C1,action.done,2026-06-01 17:00,nosuch,")
    names = ("run.json", "rejects.csv")
    for day in (DAY, "2026-06-02"):
        shop.run(day)
    singly = [shop.kept("2026-06-02", name).read_bytes() for name in names]
    shop.forget()
    shop.run(DAY, "--until", "2026-06-02")
    assert [shop.kept("2026-06-02", name).read_bytes() for name in names] == singly
    events = shop.folder / "data" / "events"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM '{events}.csv') TO '{events}.parquet'")
    home = (shop.folder / "careplay.yaml").read_text("utf-8")
    shop.write({"careplay.yaml": home.replace("events.csv", "events.parquet")})
    (told,) = faults(shop, "2026-06-02")
    assert told.startswith('data/events.parquet:2: CP525 column "action": "nosuch"')


NAMED = HOME.replace("{visit: {}}", "{visit: {place: text}}")
IN_QUOTES = (
    "stands in quotation marks that are part of it; expected the text without them"
    " (it is kept with them)"
)


def named(folder: Path, *rows: str) -> SmallShop:
    """A shop that looks up everybody who is not Ann."""
    rule = "if: {name: not Ann}, do: [{task: x, to: manager}]"
    book = f"rules: [{{id: a, title: t, when: {{every: day}}, {rule}}}]"
    customers = "id,name,phone,owner\n" + "".join(f"{row}\n" for row in rows)
    staff = "id,name,role\nE1,Eve,adviser\nM1,Max,manager\n"
    events = "customer_id,type,at,place\nC1,visit,2026-05-30,\n"
    return small_shop(folder, book, home=NAMED, customers=customers, staff=staff, events=events)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_name_in_quotation_marks_is_told_and_kept(engine: str, tmp_path: Path) -> None:
    shop = named(tmp_path, 'C1,"""Ann""",1,E1', "C2,Ann,2,E1")
    assert faults(shop, DAY, "--engine", engine) == [
        f'data/customers.csv:2: CP528 column "name": ""Ann"" {IN_QUOTES}'
    ]
    assert shop.actions(DAY, "--fresh") == [(DAY, "a")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('"""Ann"""', 1),
        ('"""Ann Lee"""', 1),
        ('"Ann"', 0),
        ('"Ann ""the first"" Lee"', 0),
        ('"24"" screen"', 0),
        ('"""I am not amused."""', 0),
        ("O'Hara", 0),
    ],
)
def test_only_a_word_that_is_all_in_quotation_marks_is_told(
    name: str, told: int, tmp_path: Path
) -> None:
    assert len(faults(named(tmp_path, f"C1,{name},1,E1"))) == told


@pytest.mark.parametrize("more", ["", "\n\n"])
def test_a_space_before_the_quotation_mark_makes_no_word_of_it(
    more: str, tmp_path: Path
) -> None:
    """Blank lines are read by Python, all else by DuckDB."""
    shop = named(tmp_path, 'C1, "Ann",1,E1', f'{more}C2, "Lee, Bo",2,E1')
    assert faults(shop) == []
    assert shop.actions(DAY) == [(DAY, "a")]


def test_a_word_of_an_event_in_quotation_marks_is_told(tmp_path: Path) -> None:
    shop = named(tmp_path, "C1,Ann,1,E1")
    shop.write(
        {"data/events.csv": 'customer_id,type,at,place\nC1,visit,2026-06-01,"""Oslo"""\n'}
    )
    assert faults(shop) == [f'data/events.csv:2: CP528 column "place": ""Oslo"" {IN_QUOTES}']
    assert shop.report(DAY)["read"]["events_left_out"] == 0


def test_a_name_in_a_parquet_file_in_quotation_marks_is_told(tmp_path: Path) -> None:
    shop = named(tmp_path, 'C1,"""Ann""",1,E1', "C2,Ann,2,E1")
    data = shop.folder / "data"
    with duckdb.connect() as connection:
        rows = "SELECT 'C1' AS id, '\"Ann\"' AS name, '1' AS phone, 'E1' AS owner"
        connection.execute(f"COPY ({rows}) TO '{data}/customers.parquet'")
    shop.write({"careplay.yaml": NAMED.replace("customers.csv", "customers.parquet")})
    (told,) = faults(shop)
    assert told.endswith(f': CP528 column "name": ""Ann"" {IN_QUOTES}')


STAYS = """
receptions:
  vip:
    of: reservation
    changes: [reservation.changed]
    cancels: [reservation.cancelled]
    levels: [A]
    level: vip_level
    items:
      - {id: plan, to: manager, at: 3 days before arrival, do: {task: Plan}}
      - {id: turndown, to: manager, at: every night 18:00-21:00, do: {task: Turn down}}
      - {id: history, to: manager, at: 1 day after departure, do: {task: Write up}}
"""
HOTEL = """
careplay: 1
name: Hotel
language: en
customers: {from: data/customers.csv, key: id, facts: {vip_level: {type: choice, of: [A]}}}
events:
  from: data/events.csv
  types:
    reservation: {ref: text, arrival: DATE, departure: DATE}
    reservation.changed: {ref: text, arrival: DATE, departure: DATE}
    reservation.cancelled: {ref: text}
staff: {from: data/staff.csv}
roles: {manager: {}}
"""
GUESTS = {"customers": "id,vip_level\nG1,A\nG2,A\n", "staff": "id,name,role\nM1,Max,manager\n"}
BOOKED = "G1,reservation,2026-06-01 09:00,R1,2026-06-10,2026-06-13"
MOVED = "G1,reservation.changed,2026-06-02 11:00,R1,2026-06-20,"
MOVED_TOO_FAR = (
    'data/events.csv:3: CP524 column "arrival": "2026-06-20" makes the stay end before it'
    " begins; expected a day up to 2026-06-13, on which it ends (the stay is kept, its"
    " departure unknown)"
)


def hotel(folder: Path, *events: str, of: str = "date") -> SmallShop:
    """A hotel with these events."""
    rows = "".join(f"{event}\n" for event in events)
    heading = "customer_id,type,at,ref,arrival,departure\n"
    home = HOTEL.replace("DATE", of)
    return small_shop(folder, STAYS, home=home, events=heading + rows, **GUESTS)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_arrival_moved_past_the_departure_is_told_and_nothing_counted_from_it(
    engine: str, tmp_path: Path
) -> None:
    shop = hotel(tmp_path, BOOKED, MOVED)
    assert faults(shop, "2026-06-09", "--engine", engine) == [MOVED_TOO_FAR]
    told = shop.actions("2026-06-10", "--until", "2026-06-17", "--engine", engine)
    assert told == [("2026-06-17", "vip.plan")]


def test_a_departure_written_before_the_arrival_is_told(tmp_path: Path) -> None:
    shop = hotel(tmp_path, "G1,reservation,2026-06-01,R1,2026-06-13,2026-06-10")
    (told,) = faults(shop)
    assert told.startswith(
        'data/events.csv:2: CP524 column "departure": "2026-06-10" makes the stay end before it'
        " begins; expected a day from 2026-06-13 on, on which it begins"
    )
    assert shop.actions("2026-06-10", "--until", "2026-06-11") == [("2026-06-10", "vip.plan")]


def test_it_is_told_on_the_days_it_is_so_and_no_longer(tmp_path: Path) -> None:
    right = "G1,reservation.changed,2026-06-05 11:00,R1,,2026-06-23"
    shop = hotel(tmp_path, BOOKED, MOVED, right)
    days = ["2026-06-01", "2026-06-02", "2026-06-04", "2026-06-05"]
    assert [len(faults(shop, day, "--dry-run")) for day in days] == [0, 1, 1, 0]
    told = shop.actions("2026-06-22", "--until", "2026-06-24")
    assert told == [("2026-06-22", "vip.turndown"), ("2026-06-24", "vip.history")]


def test_days_in_a_row_keep_of_each_what_it_would_keep_by_itself(tmp_path: Path) -> None:
    shop = hotel(tmp_path, BOOKED, MOVED)
    days = ("2026-06-01", "2026-06-02")
    kept = [(day, name) for day in days for name in ("run.json", "rejects.csv")]
    for day in days:
        shop.run(day)
    singly = {each: shop.kept(*each).read_bytes() for each in kept if shop.kept(*each).exists()}
    assert [*singly] == [kept[0], *kept[2:]]
    shop.forget()
    shop.run(days[0], "--until", days[1])
    assert {each: shop.kept(*each).read_bytes() for each in singly} == singly
    assert not shop.kept(*kept[1]).exists()


def test_strictly_the_day_on_which_it_is_so_stops_the_run(tmp_path: Path) -> None:
    shop = hotel(tmp_path, BOOKED, MOVED)
    assert shop.call("2026-06-01", "--strict").exit_code == 0
    found = shop.call("2026-06-02", "--strict")
    assert found.exit_code == 3
    assert "CP524" in found.stderr


def test_a_stay_that_was_cancelled_is_at_no_fault(tmp_path: Path) -> None:
    shop = hotel(tmp_path, BOOKED, MOVED, "G1,reservation.cancelled,2026-06-02 12:00,R1,,")
    assert faults(shop, "2026-06-03") == []


def test_stays_are_told_apart(tmp_path: Path) -> None:
    shop = hotel(
        tmp_path,
        "G1,reservation,2026-06-01 09:00,R1,2026-06-10,2026-06-13",
        "G2,reservation,2026-06-01 09:00,R1,2026-06-20,2026-06-23",
        "G2,reservation,2026-06-01 09:00,R2,2026-07-20,2026-07-03",
        "G2,reservation,2026-06-01 09:00,,2026-08-20,2026-08-03",
    )
    lacking, wrong = faults(shop)
    assert lacking == f'data/events.csv:5: CP519 column "ref": {OF_NONE}'
    assert wrong.startswith('data/events.csv:4: CP524 column "departure": "2026-07-03"')


@pytest.mark.parametrize(
    ("of", "arrival", "departure", "told"),
    [
        ("date", "2026-06-10", "2026-06-10", 0),
        ("moment", "2026-06-10 14:00", "2026-06-10 18:00", 0),
        ("moment", "2026-06-10 14:00", "2026-06-10 10:00", 1),
        ("moment", "2026-06-10 14:00", "2026-06-09 18:00", 1),
    ],
)
def test_a_stay_of_one_day_is_one(
    of: str, arrival: str, departure: str, told: int, tmp_path: Path
) -> None:
    shop = hotel(tmp_path, f"G1,reservation,2026-06-01,R1,{arrival},{departure}", of=of)
    assert len(faults(shop)) == told
    for engine in ("plain", "duckdb"):
        due = shop.actions("2026-06-11", "--fresh", "--engine", engine)
        assert len(due) == 1 - told


def test_all_columns_that_are_lacking_are_told_at_once(tmp_path: Path) -> None:
    home = HOME.replace("visit: {}", "visit: {place: text, note: text}, left: {why: text}")
    shop = small_shop(tmp_path, CALLS, home=home)
    shop.write({
        "data/customers.csv": "id,nam\nC1,Ann\n",
        "data/events.csv": "customer_id,type,at,plase\nC1,visit,2026-06-01,P1\n",
    })  # fmt: skip
    found = shop.call(DAY)
    assert found.exit_code == 3
    said = found.output.replace(f"{shop.folder}/", "")
    assert (
        'data/customers.csv has none of the columns "name" (did you mean "nam"? then write'
        " name: {type: text, column: nam}), "
    ) in said
    assert (
        '; data/events.csv has none of the columns "place" of visit (did you mean "plase"?'
        ' then write columns: {place: plase}), "note" of visit, "why" of left;'
        ' its columns are "customer_id", "type", "at", "plase"'
    ) in said


def test_what_staff_and_several_files_lack_is_told_with_the_rest(tmp_path: Path) -> None:
    home = HOME.replace("data/events.csv", "data/e_*.csv")
    shop = small_shop(tmp_path, CALLS, home=home, staff="id,nam,rol\nE1,Eve,adviser\n")
    shop.write({
        "data/customers.csv": "id,nam,phone,owner\nC1,Ann,1,E1\n",
        "data/e_a.csv": "customer_id,kind,at\n",
        "data/e_b.csv": "customer_id,type,at\n",
        "data/e_c.csv": "customer,type,at\n",
    })  # fmt: skip
    found = shop.call(DAY)
    assert found.exit_code == 3
    said = found.output.replace(f"{shop.folder}/", "")
    assert [part.partition(" has")[0] for part in said.split("; ") if " has no" in part] == [
        "careplay: Shop: data/staff.csv",
        "data/customers.csv",
        "data/e_a.csv",
        "data/e_c.csv",
    ]


def test_of_many_files_that_lack_a_column_the_first_are_told(tmp_path: Path) -> None:
    shop = small_shop(tmp_path, CALLS, home=HOME.replace("data/events.csv", "data/e_*.csv"))
    shop.write({f"data/e_{number}.csv": "customer_id,kind,at\n" for number in range(9)})
    said = shop.call(DAY).output
    assert said.count(" has no column ") == 6
    assert said.endswith("; and 3 more like these\n")
