"""What became of an action is known in every business that has events, declared or not."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from careplay.cli import main
from careplay.interface.checking import examine
from careplay.model.actions import OUTCOMES
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.undeclared import without_idle_types
from small_shop import HOME, SmallShop, small_shop

DAY, NEXT, THIRD = "2026-06-01", "2026-06-02", "2026-06-03"
VISIT = f"C1,visit,{DAY} 10:00"
LADDER = """rules:
  - id: call
    title: t
    when: {event: visit}
    do: [{call: How was it?, to: adviser, reason: You came, channels: [phone, letter]}]
"""
MONTHLY = (
    "rules: [{id: a, title: t, when: {every: month, on: 1}, do: [{task: x, to: adviser}]}]"
)
CHANNELS = "channels: {phone: {needs: phone}, letter: {}}\n"
OF_NONE = "is empty; expected the case, stay or action that the event is of"
CONTRARY = (
    'is not known, for other events have an "action" that is no text, or an "until" that is no'
    " date; expected another name for that attribute"
)


@pytest.fixture(
    params=(
        "duckdb",
        "plain",
        pytest.param(
            "durable",
            marks=pytest.mark.skipif(not find_spec("durable_rules_engine"), reason="an extra"),
        ),
    )
)
def engine(request: pytest.FixtureRequest) -> str:
    """Each of the engines."""
    return str(request.param)


def shop_of(
    folder: Path, *rows: str, columns: str = ",action,until", types: str = "visit: {}",
    engine: str = "duckdb", playbook: str = LADDER,
) -> SmallShop:  # fmt: skip
    """A shop of these events, whose careplay.yaml declares these types."""
    home = HOME.replace("visit: {}", types) + CHANNELS
    made = small_shop(folder, playbook, home=home, events=table(*rows, columns=columns))
    return SmallShop(made.folder, engine)


def table(*rows: str, columns: str = ",action,until") -> str:
    return f"customer_id,type,at{columns}\n" + "".join(f"{row}\n" for row in rows)


def told(shop: SmallShop, day: str) -> list[dict[str, Any]]:
    lines = shop.run(day, "--format", "jsonl").stdout.splitlines()
    return [json.loads(line) for line in lines]


def faults(shop: SmallShop, day: str = DAY) -> list[str]:
    return [line for line in shop.said(day) if line.startswith("data/")]


def test_nobody_has_to_declare_them(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},,", engine=engine)
    (called,) = told(shop, DAY)
    unreached = f"C1,action.unreached,{DAY} 17:00,{called['action_id']},"
    shop.write({"data/events.csv": table(f"{VISIT},,", unreached)})
    (again,) = told(shop, NEXT)
    assert (again["action_id"], again["attempt"]) == (called["action_id"], 2)
    snoozed = f"C1,action.snoozed,{NEXT} 17:00,{called['action_id']},{THIRD}"
    shop.write({"data/events.csv": table(f"{VISIT},,", unreached, snoozed)})
    assert [each["action_id"] for each in told(shop, THIRD)] == [called["action_id"]]
    assert faults(shop, THIRD) == []


def test_without_the_day_it_comes_back_the_day_after(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},", columns=",action", engine=engine)
    (called,) = told(shop, DAY)
    snoozed = f"C1,action.snoozed,{DAY} 17:00,{called['action_id']}"
    shop.write({"data/events.csv": table(f"{VISIT},", snoozed, columns=",action")})
    assert [each["action_id"] for each in told(shop, NEXT)] == [called["action_id"]]
    assert shop.said(NEXT) == []


def test_one_that_names_no_action_is_told(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},,", engine=engine)
    told(shop, DAY)
    shop.write({"data/events.csv": table(f"{VISIT},,", f"C1,action.done,{NEXT},nosuch,")})
    (said,) = faults(shop, NEXT)
    assert "CP525" in said


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl", "xlsx", "sqlite"])
def test_a_table_without_their_columns_is_none_the_worse(ending: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT, columns="")
    written_as(shop, ending)
    assert [each["rule"] for each in told(shop, DAY)] == ["call"]
    assert shop.said(DAY) == []


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl", "xlsx", "sqlite"])
def test_one_of_a_table_without_the_column_is_of_no_action(ending: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT, f"C1,action.snoozed,{DAY} 12:00", columns="")
    written_as(shop, ending)
    said = shop.said(DAY)[0]
    assert said.endswith(
        f': CP519 column "action": {OF_NONE} (the event is kept, and is of none)'
    )
    assert [each["rule"] for each in told(shop, DAY)] == ["call"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl", "xlsx", "sqlite"])
def test_every_kind_of_table_tells_them(ending: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},,")
    (called,) = told(shop, DAY)
    done = f"C1,action.snoozed,{DAY} 12:00,{called['action_id']},{THIRD}"
    shop.write({"data/events.csv": table(f"{VISIT},,", done)})
    written_as(shop, ending)
    assert told(shop, NEXT) == []
    assert [each["action_id"] for each in told(shop, THIRD)] == [called["action_id"]]


def written_as(shop: SmallShop, ending: str) -> None:
    """The same events in a table of another kind."""
    file = shop.folder / "data/events.csv"
    home, into = shop.folder / "careplay.yaml", file.with_suffix(f".{ending}")
    with duckdb.connect() as connection:
        rows = connection.read_csv(str(file), all_varchar=True)
        if ending == "parquet":
            rows.write_parquet(str(into))
        elif ending == "jsonl":
            told = (dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall())
            into.write_text("".join(f"{json.dumps(row)}\n" for row in told), encoding="utf-8")
        elif ending == "xlsx":
            import openpyxl  # noqa: PLC0415

            book = openpyxl.Workbook()
            for row in (rows.columns, *rows.fetchall()):
                book.active.append(row)
            book.save(into)
        elif ending == "sqlite":
            import sqlite3  # noqa: PLC0415

            with sqlite3.connect(into) as base:
                base.execute(f"CREATE TABLE told ({', '.join(rows.columns)})")
                marks = ", ".join("?" for _ in rows.columns)
                base.executemany(f"INSERT INTO told VALUES ({marks})", rows.fetchall())
    where = f"sqlite:data/events.{ending}#told" if ending == "sqlite" else f"data/{into.name}"
    home.write_text(home.read_text().replace("data/events.csv", where))


def test_of_several_files_some_may_lack_the_columns(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT, columns="")
    home = (shop.folder / "careplay.yaml").read_text().replace("events.csv", "events_*.csv")
    shop.write({"careplay.yaml": home, "data/events_1.csv": table(VISIT, columns="")})
    (called,) = told(shop, DAY)
    row = f"C1,action.unreached,{DAY} 12:00,{called['action_id']}"
    shop.write({"data/events_2.csv": table(row, columns=",action")})
    assert [each["attempt"] for each in told(shop, NEXT)] == [2]
    assert shop.said(NEXT) == []


def test_a_rule_may_ask_for_them(engine: str, tmp_path: Path) -> None:
    asking = """measures: {refusals: {count: action.refused}}
rules:
  - {id: sorry, title: t, when: {event: action.refused}, if: {refusals: 1},
     do: [{task: "{event.action}", to: adviser}]}
  - {id: later, title: t, when: {before: action.snoozed.until, days: 1},
     do: [{task: x, to: adviser}]}
"""
    shop = shop_of(tmp_path, VISIT, columns="", playbook=asking, engine=engine)
    assert told(shop, DAY) == []
    assert faults(shop) == []
    rows = (f"C1,action.refused,{DAY},a1,", f"C1,action.snoozed,{DAY},a2,{NEXT}")
    shop.write({"data/events.csv": table(*rows)})
    found = sorted((each["rule"], each["text"]) for each in told(shop, DAY))
    assert found == [("later", "x"), ("sorry", "a1")]


def test_a_declaration_goes_first(tmp_path: Path) -> None:
    types = "visit: {}, action.done: {result: {type: choice, of: [good, bad]}}"
    done = f"C1,action.done,{DAY} 12:00,a1,so"
    shop = shop_of(tmp_path, f"{VISIT},,", done, columns=",action,result", types=types)
    (said,) = faults(shop)
    assert 'CP508 column "result": "so" is not declared' in said
    types = "visit: {}, action.done: {action: text}"
    shop = shop_of(tmp_path / "b", VISIT, columns="", types=types)
    assert shop.call(DAY).exit_code == 0, "no row tells one"
    shop = shop_of(
        tmp_path / "c", VISIT, f"C1,action.done,{DAY} 12:00", columns="", types=types
    )
    assert shop.call(DAY).exit_code == 3


def test_they_may_be_called_otherwise(tmp_path: Path) -> None:
    home = HOME.replace("  types:", "  labels: {action.done: finished}\n  types:")
    shop = small_shop(tmp_path, LADDER, home=home + CHANNELS)
    (found,) = examine(shop.folder)
    assert found.diagnostics == ()


def test_their_columns_may_have_other_headings(tmp_path: Path) -> None:
    home = HOME.replace("  types:", "  columns: {action: which}\n  types:") + CHANNELS
    events = table(f"{VISIT},", columns=",which")
    shop = small_shop(tmp_path, LADDER, home=home, events=events)
    (called,) = told(shop, DAY)
    row = f"C1,action.unreached,{DAY} 12:00,{called['action_id']}"
    shop.write({"data/events.csv": table(f"{VISIT},", row, columns=",which")})
    assert [each["attempt"] for each in told(shop, NEXT)] == [2]


@pytest.mark.parametrize(
    ("types", "known"),
    [
        ("visit: {until: text}", {*OUTCOMES} - {"action.snoozed"}),
        ("visit: {until: moment}", {*OUTCOMES} - {"action.snoozed"}),
        ("visit: {until: date}", {*OUTCOMES}),
        ("visit: {action: text}", {*OUTCOMES}),
        ("visit: {action: integer}", set()),
        ("visit: {action: {type: choice, of: [a, b]}}", set()),
    ],
)
def test_where_a_column_means_something_else_they_are_told(
    types: str, known: set[str], tmp_path: Path
) -> None:
    columns = f",{'action' if 'action' in types else 'until'}"
    rows = (f"C1,{each},{DAY} 12:00," for each in OUTCOMES)
    shop = shop_of(tmp_path, f"{VISIT},", columns=columns, types=types)
    assert faults(shop) == []
    assert [each["rule"] for each in told(shop, DAY)] == ["call"]
    shop.write({"data/events.csv": table(f"{VISIT},", *rows, columns=columns)})
    said = faults(shop, NEXT)
    unknown = [line for line in said if f"{CONTRARY} (the event is left out)" in line]
    assert len(unknown) == 4 - len(known)
    assert [line for line in said if "did you mean" in line] == []


def test_a_flow_may_mean_something_else_by_the_name(tmp_path: Path) -> None:
    flow = """flows:
  repair:
    starts: visit
    by: ref
    steps: {mend: {do: {task: x, to: adviser, ask: [until]}, next: done}}
"""
    shop = shop_of(
        tmp_path, f"{VISIT},R1,", f"C1,repair.mend.done,{DAY} 12:00,R1,later",
        f"C1,action.snoozed,{DAY} 12:00,,", columns=",ref,until", types="visit: {ref: text}",
        playbook=flow,
    )  # fmt: skip
    (said,) = faults(shop)
    assert f'CP513 column "type": "action.snoozed" {CONTRARY}' in said


def test_a_column_of_that_name_is_not_read_where_there_are_none(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},x,y,z", columns=",action,shape,until")
    note = 'data/events.csv: not declared and so not read: "action", "shape", "until"'
    assert shop.said(DAY) == [note]


def test_an_attribute_under_that_heading_is_the_attribute(tmp_path: Path) -> None:
    home = HOME.replace("  types: {visit: {}}", """  columns: {mood: action}
  types: {visit: {mood: {type: choice, of: [good, bad]}}}""")  # fmt: skip
    rows = (f"{VISIT},good", f"C2,visit,{DAY},so", f"C1,action.done,{DAY} 12:00,good")
    shop = small_shop(
        tmp_path, LADDER, home=home + CHANNELS, events=table(*rows, columns=",action")
    )
    said = faults(shop)
    assert [line.split()[1] for line in said] == ["CP508", "CP519"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_business_of_which_none_is_told_goes_without(ending: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, f"{VISIT},,")
    written_as(shop, ending)
    business = examine(shop.folder)[0].business
    assert business is not None
    assert {*OUTCOMES} < {*business.event_types}
    loaded = load_tables(business, customers=None, events=None, connection=connect())
    assert [*without_idle_types(business, loaded).event_types] == ["visit"]
    assert loaded.outcomes == ""
    columns = loaded.connection.execute('DESCRIBE "events"').fetchall()
    assert {name for name, *_ in columns} == {"customer_id", "type", "at", "key"}


def test_a_business_without_events_stays_without(tmp_path: Path) -> None:
    lines = HOME.splitlines(keepends=True)
    home = "".join(
        line for line in lines if not line.startswith(("events:", "  from", "  types"))
    )
    business = examine(small_shop(tmp_path, MONTHLY, home=home).folder)[0].business
    assert business is not None
    assert dict(business.event_types) == {}


def test_editors_are_offered_them(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    found = CliRunner().invoke(main, ["schema", str(shop.folder)])
    assert found.exit_code == 0, found.output
    text = (shop.folder / ".careplay/schemas/playbook.schema.json").read_text("utf-8")
    assert {*OUTCOMES} < {*json.loads(text)["$defs"]["eventName"]["enum"]}


DECLARED = (
    "visit: {}, action.done: {action: text}, action.refused: {action: text},"
    " action.unreached: {action: text}, action.snoozed: {action: text, until: date}"
)


def known(shop: SmallShop, day: str) -> dict[str, str]:
    """What a day keeps of the events that it knew."""
    file = shop.kept(day, "known.parquet")
    with duckdb.connect() as connection:
        query = f"SELECT key, value FROM parquet_kv_metadata('{file}')"
        return {
            key.decode(): value.decode() for key, value in connection.execute(query).fetchall()
        }


@pytest.mark.parametrize("types", ["visit: {place: text}", "visit: {}", "visit: {until: date}"])
def test_days_are_kept_as_before_where_nobody_declares_them(types: str, tmp_path: Path) -> None:
    column = ",place" if "place" in types else ",until" if "until" in types else ""
    shop = shop_of(tmp_path, VISIT + "," * bool(column), columns=column, types=types)
    told(shop, DAY)
    found = known(shop, DAY)
    assert found["by"] == "own:"
    assert found["marks"].partition("#")[0] == "visit"
    assert "action" not in found["marks"]
    assert {*shop.report(DAY)["ran_with"]["settings"]} >= {"events"}


@pytest.mark.parametrize(
    ("before", "after"), [(DECLARED, "visit: {}"), ("visit: {}", DECLARED)]
)
def test_nothing_is_lost_or_told_twice_where_a_declaration_goes_or_comes(
    engine: str, before: str, after: str, tmp_path: Path
) -> None:
    """What came in late is told, what was known is not, and ids go on."""
    shop = shop_of(tmp_path, f"{VISIT},,", types=before, engine=engine)
    (called,) = told(shop, DAY)
    shop = shop_of(
        tmp_path, f"{VISIT},,", f"C2,visit,{DAY} 20:00,,", types=after, engine=engine
    )
    assert [each["customer_id"] for each in told(shop, NEXT)] == ["C2"]
    unreached = f"C1,action.unreached,{NEXT} 17:00,{called['action_id']},"
    late = f"C2,visit,{DAY} 21:00,,"
    shop = shop_of(
        tmp_path, f"{VISIT},,", f"C2,visit,{DAY} 20:00,,", unreached, late, types=after,
        engine=engine,
    )  # fmt: skip
    found = sorted((each["customer_id"], each["attempt"]) for each in told(shop, THIRD))
    assert found == [("C1", 2), ("C2", 1)]
    assert known(shop, THIRD)["marked"] == DAY
